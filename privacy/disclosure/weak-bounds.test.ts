import { describe, expect, it } from 'vitest';
import { attackTable } from './attack-table.js';
import { protectTable } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { writeSafeCsv } from './table/safe-csv.js';

type Row = readonly [r: string, c: string, unit: string, amount: number];

const dimensions = [
  { column: 'r', total: 'T' },
  { column: 'c', total: 'T' },
];

/** Units with these amounts in one cell, none of them in another cell. */
const inCell = (r: string, c: string, amounts: readonly number[]): Row[] =>
  amounts.map((amount, at) => [r, c, `${r}${c}${at}`, amount]);
const each = (units: number, amount: number) => Array.from({ length: units }, () => amount);

function requestOf(plain: object, rows: readonly Row[]) {
  return {
    spec: parseTableSpec({ dimensions, unit: 'u', ...plain }),
    data: { columns: ['r', 'c', 'u', 'm'], rows },
    hierarchies: new Map<string, string>(),
  };
}

/** One unit has 100 of the 101.2 in (x, p); what stands beside it can only be little. */
const DOMINATED = [
  ...inCell('x', 'p', [100, ...each(12, 0.1)]),
  ...inCell('x', 'q', each(20, 5)),
  ...inCell('y', 'p', each(20, 5)),
  ...inCell('y', 'q', each(10, 0.2)),
  ...['p', 'q'].flatMap((c) => inCell('z', c, each(20, 500))),
  ...['x', 'y', 'z'].flatMap((r) => inCell(r, 'r', each(20, 900))),
];

describe('bounds of a specification', () => {
  it('do not take from the attacker that no value is below 0', async () => {
    const weaker = requestOf({ measure: 'm', bounds: { min: -1000 } }, DOMINATED);
    await expect(protectTable(weaker)).rejects.toMatchObject({
      code: 'SpecInvalid',
      message: 'No value is below 0, and everybody may know it: leave bounds.min out.',
    });
    const request = requestOf({ measure: 'm' }, DOMINATED);
    const bytes = Buffer.from(writeSafeCsv(await protectTable(request)));
    expect((await attackTable({ ...request, bytes })).findings).toEqual([]);
    await expect(attackTable({ ...weaker, bytes })).rejects.toMatchObject({ code: 'SpecInvalid' });
  });

  it('above 0 do not spare a cell that they alone make known closely', async () => {
    const rows = [
      ...inCell('x', 'p', [960, ...each(10, 4)]),
      ...['y', 'z'].flatMap((r) => inCell(r, 'p', each(20, 60))),
      ...['x', 'y', 'z'].flatMap((r) => ['q', 's'].flatMap((c) => inCell(r, c, each(20, 60)))),
    ];
    // |960| of 1000: it must be able to be 0.1 · 960 − (1000 − 960 − 4) = 60 less, and everybody knows of 50.
    await expect(protectTable(requestOf({ measure: 'm', bounds: { min: 950 } }, rows))).rejects.toMatchObject(
      { code: 'NotProtectable', message: expect.stringContaining('too narrow') },
    );
    const known = requestOf({ measure: 'm', bounds: { min: 900 } }, rows);
    const table = await protectTable(known);
    const cell = table.report.suppressed.find(({ codes }) => codes.join() === 'x,p');
    expect(Number(cell?.interval.min)).toBeLessThan(1000 - 60);
  });

  it('below 0 do not make a value at the lower end look uncertain', async () => {
    const rows = [
      ...inCell('x', 'p', [-960, ...each(10, -4)]),
      ...['y', 'z'].flatMap((r) => inCell(r, 'p', each(20, 40))),
      ...['x', 'y', 'z'].flatMap((r) => ['q', 's'].flatMap((c) => inCell(r, c, each(20, 40)))),
    ];
    const within = (min: number) => requestOf({ measure: 'm', bounds: { min, max: 1000 } }, rows);
    await expect(protectTable(within(-1050))).rejects.toMatchObject({ code: 'NotProtectable' });
    const table = await protectTable(within(-1200));
    const cell = table.report.suppressed.find(({ codes }) => codes.join() === 'x,p');
    expect(Number(cell?.interval.min)).toBeLessThan(-1000 - 60);
  });

  it('stand in the report of the output checker', async () => {
    const { report } = await protectTable(requestOf({ measure: 'm', bounds: { max: 50_000 } }, DOMINATED));
    expect(report.bounds).toEqual({ min: 0, max: 50_000 });
  });
});
