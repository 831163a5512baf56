import { describe, expect, it } from 'vitest';
import { attackTable } from './attack-table.js';
import { protectTable } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { writeSafeCsv } from './table/safe-csv.js';
import type { TableValue } from './table/table-data.js';

type Row = readonly TableValue[];

async function protectedAndAttacked(plain: object, columns: readonly string[], rows: readonly Row[]) {
  const spec = parseTableSpec({
    dimensions: [
      { column: 'r', total: 'T' },
      { column: 'c', total: 'T' },
    ],
    ...plain,
  });
  const request = { spec, data: { columns, rows }, hierarchies: new Map<string, string>() };
  const table = await protectTable(request);
  const bytes = new TextEncoder().encode(writeSafeCsv(table));
  expect((await attackTable({ ...request, bytes })).findings).toEqual([]);
  const cell = new Map(table.rows.map(({ codes, value, status }) => [codes.join(' '), value ?? status]));
  const report = (codes: string) => table.report.suppressed.find((found) => found.codes.join(' ') === codes);
  return { cell, report };
}
const times = (n: number, row: (at: number) => Row) => Array.from({ length: n }, (_, at) => row(at));

describe('group disclosure', () => {
  const dimensions = [
    { column: 'r', total: 'T', identifying: true },
    { column: 'c', total: 'T', disclosive: ['bijstand', 'schulden'] },
  ];

  it('hides a group of whom all are in one disclosive category', async () => {
    const rows = [
      ...times(60, () => ['B1', 'bijstand']),
      ...times(20, () => ['B2', 'bijstand']),
      ...times(90, () => ['B2', 'geen']),
      ...times(25, () => ['B3', 'bijstand']),
      ...times(95, () => ['B3', 'geen']),
    ];
    const plain = {
      dimensions: [dimensions[0], { ...dimensions[1], disclosive: ['bijstand'] }],
    };
    const { cell, report } = await protectedAndAttacked(plain, ['r', 'c'], rows);
    expect(report('B1 bijstand')?.reasons).toEqual(['group']);
    // Nobody is in "geen", which is published as 0: then the number of people of B1 must be hidden too.
    expect(cell.get('B1 geen')).toBe('0');
    expect(cell.get('B1 T')).toBe('suppressed');
    expect(Number(report('B1 bijstand')?.interval.min)).toBeLessThan(54);
  });

  it('lets nobody compute that nine in ten are in one of several disclosive categories', async () => {
    const rows = [
      ...times(60, () => ['B1', 'bijstand']),
      ...times(40, () => ['B1', 'schulden']),
      ...times(11, () => ['B1', 'geen']),
      ...['B2', 'B3'].flatMap((r) =>
        ['bijstand', 'schulden', 'geen'].flatMap((c) => times(50, () => [r, c])),
      ),
    ];
    const { cell } = await protectedAndAttacked({ dimensions }, ['r', 'c'], rows);
    const shown = ['bijstand', 'schulden'].every((code) => cell.get(`B1 ${code}`) !== 'suppressed');
    const rest = ['T', 'geen'].every((code) => cell.get(`B1 ${code}`) !== 'suppressed');
    expect(shown || rest).toBe(false);
  });

  it('hides that nobody is, where that is flagged', async () => {
    const rows = [
      ...times(60, () => ['B1', 'geen']),
      ...['B2', 'B3'].flatMap((r) =>
        ['bijstand', 'schulden', 'geen'].flatMap((c) => times(50, () => [r, c])),
      ),
    ];
    const plain = { dimensions, rules: { groupDisclosure: { zero: true } } };
    const { report } = await protectedAndAttacked(plain, ['r', 'c'], rows);
    for (const code of ['B1 bijstand', 'B1 schulden']) {
      expect(report(code)?.reasons).toEqual(['group']);
      expect(Number(report(code)?.interval.max)).toBeGreaterThanOrEqual(10);
    }
  });
});

describe('values below 0', () => {
  it('are protected within the bounds that everybody knows', async () => {
    const rows = [
      ['a', 'x', 900],
      ['a', 'x', -40],
      ...['a', 'b', 'c'].flatMap((r) =>
        ['x', 'y', 'z'].flatMap((c) =>
          r + c === 'ax' ? [] : times(15, (at): Row => [r, c, (at % 2 === 0 ? 1 : -1) * (20 + at)]),
        ),
      ),
    ];
    const { cell, report } = await protectedAndAttacked(
      { measure: 'v', bounds: { min: -5000, max: 5000 } },
      ['r', 'c', 'v'],
      rows,
    );
    expect(cell.get('a x')).toBe('suppressed');
    // |900| alone: level 0.1 · 900 − 0 = 90 around 860.
    expect(Number(report('a x')?.interval.max)).toBeGreaterThan(860 + 90);
    expect(Number(report('a x')?.interval.min)).toBeLessThan(860 - 90);
  });
});

describe('weighted sums', () => {
  it('publish the weighted figure and count the unweighted people', async () => {
    const rows = ['a', 'b', 'c'].flatMap((r) =>
      ['x', 'y', 'z'].flatMap((c) => times(r + c === 'ax' ? 9 : 12, (): Row => [r, c, '10.5', '2.5'])),
    );
    const { cell } = await protectedAndAttacked({ measure: 'v', weight: 'w' }, ['r', 'c', 'v', 'w'], rows);
    expect(cell.get('a x')).toBe('suppressed');
    expect(cell.get('b T')).toBe('945.00');
  });
});

describe('ready-made cells', () => {
  it('keep what cannot occur apart from what did not', async () => {
    const rows = [
      ['a', 'x', '500', '20', '60', '50'],
      ['a', 'y', '', '', '', ''],
      ['b', 'x', '700', '30', '60', '50'],
      ['b', 'y', '800', '30', '60', '50'],
      ['c', 'x', '900', '30', '60', '50'],
    ];
    const columns = ['r', 'c', 'value', 'n', 'top1', 'top2'];
    const { cell } = await protectedAndAttacked({ measure: 'v', cells: true }, columns, rows);
    expect(cell.get('a y')).toBe('empty');
    expect(cell.get('c y')).toBe('0');
    expect(cell.get('T T')).toBe('2900');
  });
});

describe('three dimensions', () => {
  it('are one system of equations', async () => {
    const rows = ['a', 'b'].flatMap((r) =>
      ['x', 'y', 'z'].flatMap((c) =>
        ['1', '2', '3'].flatMap((d) =>
          times(r + c + d === 'ax1' ? 4 : 12 + (c.charCodeAt(0) % 3), () => [r, c, d]),
        ),
      ),
    );
    const dimensions = ['r', 'c', 'd'].map((column) => ({ column, total: 'T' }));
    const { cell } = await protectedAndAttacked({ dimensions }, ['r', 'c', 'd'], rows);
    // A cell in three dimensions needs a box of eight.
    expect([...cell.values()].filter((shown) => shown === 'suppressed').length).toBeGreaterThanOrEqual(8);
  });
});
