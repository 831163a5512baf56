import { describe, expect, it } from 'vitest';
import { attackTable } from './attack-table.js';
import { type ProtectRequest, protectTable } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { readSafeCsv, type SafeRows, writeSafeCsv } from './table/safe-csv.js';

const bytes = (table: SafeRows) => new TextEncoder().encode(writeSafeCsv(table));

/** Records of a count table: `counts[row][column]` people each. */
function records(counts: Readonly<Record<string, Readonly<Record<string, number>>>>, ids = true) {
  let id = 0;
  const rows = Object.entries(counts).flatMap(([r, columns]) =>
    Object.entries(columns).flatMap(([c, n]) =>
      Array.from({ length: n }, () => {
        id += 1;
        return [r, c, ids ? `p${id}` : ''];
      }),
    ),
  );
  return { columns: ['r', 'c', 'person'], rows };
}
const dimensions = [
  { column: 'r', total: 'T' },
  { column: 'c', total: 'T' },
];
const request = (plain: object, data: ProtectRequest['data']): ProtectRequest => ({
  spec: parseTableSpec({ dimensions, ...plain }),
  data,
  hierarchies: new Map(),
});
const hiddenOf = ({ rows }: SafeRows) =>
  rows.flatMap(({ status, codes }) => (status === 'suppressed' ? [codes.join('')] : [])).sort();

describe('a protected table', () => {
  // One small cell (a1 = 3): hiding it alone would leave row and column to subtract from, so one rectangle is hidden.
  // Four rectangles hold it; the cheapest is a1, a2, b1, b2 (3 + 20 + 15 + 14).
  const counts = {
    a: { '1': 3, '2': 20, '3': 40 },
    b: { '1': 15, '2': 14, '3': 50 },
    c: { '1': 60, '2': 70, '3': 80 },
  };

  it('hides the cheapest rectangle around one small count', async () => {
    const made = request({ unit: 'person' }, records(counts));
    const table = await protectTable(made);
    expect(hiddenOf(table)).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(table.report).toMatchObject({ cells: 16, primary: 1, secondary: 3, cost: 52, method: 'optimal' });
    // a1 + a2 = 23 and a1 + b1 = 18 are known: a1 is 18 at most (b1 = 0), and 0 at least (b1 = 18, a2 = 23, b2 = 11).
    const small = table.report.suppressed.find(({ codes }) => codes.join('') === 'a1');
    expect(small).toEqual({ codes: ['a', '1'], reasons: ['frequency'], interval: { min: '0', max: '18' } });
    expect(table.rows[0]).toEqual({ codes: ['T', 'T'], value: '352', status: 'published' });
    expect(await attackTable({ ...made, bytes: bytes(table) })).toMatchObject({ safe: true, hidden: 4 });
    const { data: _, ...blind } = made;
    expect(await attackTable({ ...blind, bytes: bytes(table) })).toMatchObject({ safe: true, hidden: 4 });
  });

  it('is broken by a cell more that is published, with the data and without', async () => {
    const made = request({ unit: 'person' }, records(counts));
    const table = await protectTable(made);
    const leak = {
      ...table,
      rows: table.rows.map((row) =>
        row.codes.join('') === 'b2' ? { ...row, value: '14', status: 'published' as const } : row,
      ),
    };
    const seen = await attackTable({ ...made, bytes: bytes(leak) });
    expect(seen.safe).toBe(false);
    expect(seen.findings).toContainEqual({ kind: 'computable', cells: [['a', '1']] });
    const { data: _, ...blind } = made;
    const outside = await attackTable({ ...blind, bytes: bytes(leak) });
    expect(outside.findings).toContainEqual({ kind: 'computable', cells: [['a', '1']] });
  });

  it('is broken by an earlier table that shows a hidden cell', async () => {
    const made = request({ unit: 'person' }, records(counts));
    const table = await protectTable(made);
    const earlier = readSafeCsv(
      new TextEncoder().encode('r,c,value,status\nb,2,14,published\n'),
      'earlier table',
    );
    expect((await attackTable({ ...made, bytes: bytes(table), earlier: [earlier] })).safe).toBe(false);
    const again = await protectTable({ ...made, earlier: [earlier] });
    expect(hiddenOf(again)).not.toContain('b2');
    expect((await attackTable({ ...made, bytes: bytes(again), earlier: [earlier] })).safe).toBe(true);
  });

  it('cannot hide what is public already', async () => {
    const made = request({ unit: 'person' }, records(counts));
    const earlier = readSafeCsv(
      new TextEncoder().encode('r,c,value,status\na,1,3,published\n'),
      'earlier table',
    );
    await expect(protectTable({ ...made, earlier: [earlier] })).rejects.toMatchObject({
      code: 'NotProtectable',
    });
  });

  it('hides the sum of two small cells of a row too, which belong to six people together', async () => {
    const few = {
      a: { '1': 3, '2': 3, '3': 90 },
      b: { '1': 40, '2': 50, '3': 60 },
      c: { '1': 45, '2': 55, '3': 65 },
    };
    const table = await protectTable(request({ unit: 'person' }, records(few)));
    const row = hiddenOf(table).filter((codes) => codes.startsWith('a'));
    expect(row.length).toBeGreaterThan(2);
  });

  it('counts twenty records of one person as one person', async () => {
    const one = records({ a: { '1': 60, '2': 50 }, b: { '1': 40, '2': 20 } });
    const rows = one.rows.map(([r, c, id]) => [r, c, r === 'b' && c === '2' ? 'same' : id] as string[]);
    const made = request({ unit: 'person' }, { ...one, rows });
    const table = await protectTable(made);
    expect(hiddenOf(table)).toContain('b2');
    expect((await attackTable({ ...made, bytes: bytes(table) })).safe).toBe(true);
  });

  it('protects sums by holding, with the level that p % asks for', async () => {
    // a1 is 1000 of 1010 one holding's: level 0.1 · 1000 − 5 = 95 (x2 = 5, rest 5).
    const rows = [
      ['a', '1', 'big', '1000'],
      ['a', '1', 'h2', '5'],
      ['a', '1', 'h3', '5'],
    ].concat(
      ['a', 'b', 'c'].flatMap((r) =>
        ['1', '2', '3'].flatMap((c) =>
          r + c === 'a1' ? [] : Array.from({ length: 12 }, (_, at) => [r, c, `${r}${c}${at}`, '50.25']),
        ),
      ),
    );
    const made = request({ measure: 'x', unit: 'h' }, { columns: ['r', 'c', 'h', 'x'], rows });
    const table = await protectTable(made);
    const cell = table.report.suppressed.find(({ codes }) => codes.join('') === 'a1');
    expect(cell?.reasons).toEqual(['frequency', 'pPercent']);
    expect(Number(cell?.interval.max)).toBeGreaterThan(1010 + 95);
    expect(Number(cell?.interval.min)).toBeLessThan(1010 - 95);
    expect(await attackTable({ ...made, bytes: bytes(table) })).toMatchObject({ safe: true });
  });

  it('refuses a count that everybody knows to be small', async () => {
    const made = request({ unit: 'person', bounds: { max: 9 } }, records({ a: { '1': 2 }, b: { '2': 9 } }));
    await expect(protectTable(made)).rejects.toMatchObject({ code: 'NotProtectable' });
  });
});

describe('the attack on a file', () => {
  const made = request({ unit: 'person' }, records({ a: { '1': 30, '2': 20 } }));
  const file = (text: string) => new TextEncoder().encode(`r,c,value,status\n${text}`);
  const whole = 'T,T,50,published\nT,1,30,published\nT,2,20,published\na,T,50,published\n';

  it('refuses a file that is not of these data', async () => {
    const other = file(`${whole}a,1,31,published\na,2,20,published\n`);
    await expect(attackTable({ ...made, bytes: other })).rejects.toThrow(
      'Line 6 of the table: the value is not that of the data.',
    );
  });

  it('refuses a file with a row too few', async () => {
    const { data: _, ...blind } = made;
    await expect(attackTable({ ...made, bytes: file(whole) })).rejects.toThrow('the cells are not all');
    await expect(attackTable({ ...blind, bytes: file(`${whole}a,1,30,published\n`) })).rejects.toThrow(
      'a combination of its codes is missing',
    );
  });

  it('refuses a file that does not add up', async () => {
    const { data: _, ...blind } = made;
    const wrong = file(`${whole}a,1,30,published\na,2,21,published\n`);
    await expect(attackTable({ ...blind, bytes: wrong })).rejects.toThrow('do not add up');
  });

  it('sees from outside that a hidden count is below ten', async () => {
    const { data: _, ...blind } = made;
    const text =
      'T,T,70,published\nT,1,8,published\nT,2,62,published\na,T,35,published\na,1,,suppressed\na,2,,suppressed\n' +
      'b,T,35,published\nb,1,,suppressed\nb,2,,suppressed\n';
    const seen = await attackTable({ ...blind, bytes: file(text) });
    expect(seen.findings).toContainEqual({ kind: 'narrow', cells: [['a', '1']] });
    expect(seen.findings.some(({ kind }) => kind === 'union')).toBe(true);
  });
});
