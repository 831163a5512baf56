import { describe, expect, it } from 'vitest';
import { consistentTable } from './consistent-table.js';

const limits = { timeLimitSeconds: 20 };
/** total = a + b, and a = c + d. */
const equations = [
  { total: 0, parts: [1, 2] },
  { total: 1, parts: [3, 4] },
];
const table = (values: readonly (number | null)[], upper: number | null = null) => ({
  values,
  lower: values.map(() => 0),
  upper: values.map(() => upper),
  equations,
});

describe('a table that agrees with what is published', () => {
  it('keeps every published cell, and adds up in whole numbers', async () => {
    const [total, a, b, c, d] = await consistentTable(table([100, null, null, 30, null]), limits);
    expect([total, c]).toEqual([100, 30]);
    expect(total).toBe((a as number) + (b as number));
    expect(a).toBe((c as number) + (d as number));
    for (const value of [a, b, d]) expect(Number.isSafeInteger(value) && (value as number) >= 0).toBe(true);
  });

  it('is what is published where nothing is hidden', async () => {
    expect(await consistentTable(table([9, 5, 4, 3, 2]), limits)).toEqual([9, 5, 4, 3, 2]);
  });

  it.each([
    ['a sum that is wrong', table([10, 5, 4, 3, 2])],
    ['a part that is larger than its sum', table([10, null, 11, null, null])],
    ['bounds that cannot hold', table([100, null, null, null, null], 10)],
  ])('does not exist for %s', async (_, wrong) => {
    await expect(consistentTable(wrong, limits)).rejects.toMatchObject({ code: 'SourceMalformed' });
  });
});
