import { describe, expect, it } from 'vitest';
import { attackTable, attackTables } from './attack-table.js';
import { type CellRef, linkingEquations } from './linking-equations.js';
import { protectTable, protectTables } from './protect-table.js';
import { atOnce } from './slices.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { writeSafeCsv } from './table/safe-csv.js';
import { tabulate } from './table/tabulate.js';

const spec = (...dimensions: object[]) => parseTableSpec({ dimensions, unit: 'person' });
const BUURTEN = spec({ column: 'buurt', parents: ['wijk'], total: 'T' });
const KLASSEN = spec({ column: 'klasse', total: 'T' });
const WIJKEN = spec({ column: 'wijk', total: 'T' });

type Row = readonly [buurt: string, wijk: string, klasse: string];
const columns = ['buurt', 'wijk', 'klasse', 'person'];
const none = new Map<string, string>();

/** "left = right" of every equation, with the codes of the cells. */
function equationsOf(specs: readonly ReturnType<typeof spec>[], rows: readonly Row[]): readonly string[] {
  const data = { columns, rows: rows.map((row, person) => [...row, `p${person}`]) };
  const tables = specs.map((one) => atOnce(tabulate(one, data, none)));
  const sum = (refs: readonly CellRef[]) =>
    refs.map(({ table, cell }) => `${table}.${tables[table]?.space.codes(cell).join('/')}`).join(' + ');
  return linkingEquations(tables).map(({ left, right }) => `${sum(left)} = ${sum(right)}`);
}

describe('tables of the same records', () => {
  it('are linked by their totals alone where they have nothing to do with each other', () => {
    const rows: Row[] = ['b1', 'b2'].flatMap((b) => ['laag', 'hoog'].map((k): Row => [b, 'w1', k]));
    // The district is the whole city here, and so a total too.
    expect(equationsOf([BUURTEN, KLASSEN], rows)).toEqual(['1.T = 0.T']);
  });

  it('are linked by every group of what the other shows, and a district is split into the groups within it and a rest', () => {
    const rows: Row[] = [
      ['b1', 'w1', 'laag'],
      ['b2', 'w1', 'laag'],
      ['b3', 'w1', 'hoog'],
      ['b4', 'w2', 'hoog'],
      ['b5', 'w2', 'hoog'],
    ];
    expect(equationsOf([BUURTEN, KLASSEN], rows)).toEqual([
      '1.T = 0.T',
      '1.hoog = 0.w2 + 0.b3',
      '1.laag = 0.b1 + 0.b2',
      '0.w1 = 1.laag + 0.b3',
    ]);
  });

  it('are linked by sums of both where neither groups the other', () => {
    const rows: Row[] = [
      ['b1', 'w1', 'a'],
      ['b2', 'w1', 'b'],
      ['b3', 'w2', 'a'],
      ['b4', 'w2', 'b'],
      ['b5', 'w3', 'c'],
    ];
    expect(equationsOf([WIJKEN, KLASSEN], rows)).toEqual([
      '1.T = 0.T',
      '1.c = 0.w3',
      '0.w1 + 0.w2 = 1.a + 1.b',
    ]);
  });
});

describe('a rest that no equation of one table shows', () => {
  const many = (n: number, row: Row, person: (at: number) => string) =>
    Array.from({ length: n }, (_, at) => [...row, person(at)]);
  // w1 less class "laag" is b3 + b4: twenty records, but of five people.
  const rows = [
    ...many(30, ['b1', 'w1', 'laag'], (at) => `a${at}`),
    ...many(30, ['b2', 'w1', 'laag'], (at) => `b${at}`),
    ...many(10, ['b3', 'w1', 'hoog'], (at) => `c${at % 5}`),
    ...many(10, ['b4', 'w1', 'hoog'], (at) => `c${at % 5}`),
    ...many(30, ['b5', 'w2', 'hoog'], (at) => `d${at}`),
    ...many(30, ['b6', 'w2', 'hoog'], (at) => `e${at}`),
  ];
  const data = { columns, rows };
  const specs = [BUURTEN, KLASSEN];
  const filesOf = (made: readonly Parameters<typeof writeSafeCsv>[0][]) =>
    made.map((table, at) => ({ spec: specs[at] as typeof BUURTEN, bytes: Buffer.from(writeSafeCsv(table)) }));

  it('is found by the attack on both where each was protected alone', async () => {
    const made = [];
    for (const one of specs) made.push(await protectTable({ spec: one, data, hierarchies: none }));
    const tables = filesOf(made);
    for (const table of tables)
      expect((await attackTable({ ...table, data, hierarchies: none })).safe).toBe(true);
    const { findings } = await attackTables({ tables, data, hierarchies: none });
    expect(findings).toContainEqual({ kind: 'union', cells: [['b3'], ['b4']] });
  });

  it('is not known where both were protected as one', async () => {
    const tables = filesOf(await protectTables({ specs, data, hierarchies: none }));
    expect((await attackTables({ tables, data, hierarchies: none })).findings).toEqual([]);
  });

  it('is asked for only of tables that count the same by the same rules', async () => {
    const other = parseTableSpec({ dimensions: [{ column: 'klasse', total: 'T' }] });
    await expect(protectTables({ specs: [BUURTEN, other], data, hierarchies: none })).rejects.toMatchObject({
      code: 'SpecInvalid',
    });
  });
});
