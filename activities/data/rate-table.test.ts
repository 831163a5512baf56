import { describe, expect, it } from 'vitest';
import type { SafeTable } from '../../lake/publish-table.js';
import { type Division, rateTable } from './rate-table.js';

const table = (value: number | null): SafeTable => ({
  columns: [
    { name: 'wijk', type: 'text' },
    { name: 'value', type: 'integer' },
    { name: 'status', type: 'text' },
  ],
  rows: [['WK1', value, value === null ? 'suppressed' : 'published']],
});
const divided = (above: number | null, below: number | null, division: Division) =>
  rateTable(table(above), table(below), division).rows[0]?.slice(1);
const SHARE = { kind: 'share', per: 1 };

describe('a rate', () => {
  it.each([
    [1, 0.4286],
    [10, 4.286],
    [100, 42.86],
    [1000, 428.6],
    [100_000, 42857.1],
  ])('is told to a ten-thousandth of its denominator, and at least to one decimal (per %i)', (per, value) => {
    expect(divided(300, 700, { kind: 'rate', per })).toEqual([value, 'published']);
  });

  it('stands over a hundred units or more, and only where both of its figures do', () => {
    expect(divided(20, 100, { kind: 'rate', per: 1000 })).toEqual([200, 'published']);
    expect(divided(20, 99, { kind: 'rate', per: 1000 })).toEqual([null, 'suppressed']);
    expect(divided(null, 100, { kind: 'rate', per: 1000 })).toEqual([null, 'suppressed']);
    expect(divided(20, null, { kind: 'rate', per: 1000 })).toEqual([null, 'suppressed']);
    expect(divided(0, 0, { kind: 'rate', per: 1000 })).toEqual([null, 'empty']);
  });
});

describe('a share', () => {
  it('stands where the part, the whole and the rest are each nobody or at least ten', () => {
    expect(divided(43, 100, SHARE)).toEqual([0.43, 'published']);
    expect(divided(10, 20, SHARE)).toEqual([0.5, 'published']);
    expect(divided(0, 20, SHARE)).toEqual([0, 'published']);
    expect(divided(20, 20, SHARE)).toEqual([1, 'published']);
  });

  it.each([
    ['its part', 9, 100],
    ['its rest', 91, 100],
    ['its whole', 9, 9],
    ['less than nothing beside it', 12, 11],
  ])('is hidden where %s is a few', (_what, above, below) => {
    expect(divided(above, below, SHARE)).toEqual([null, 'suppressed']);
  });
});
