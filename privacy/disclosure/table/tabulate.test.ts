import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../slices.js';
import { parseTableSpec } from './parse-table-spec.js';
import type { TableData } from './table-data.js';
import { type TabulatedCell, tabulate } from './tabulate.js';

const none = new Map<string, string>();

function cellsByCode(plain: unknown, data: TableData, texts = none) {
  const table = atOnce(tabulate(parseTableSpec(plain), data, texts));
  const byCode = new Map(table.cells.map((cell, index) => [table.space.codes(index).join(' '), cell]));
  return { table, at: (codes: string) => byCode.get(codes) as TabulatedCell };
}

const wijken = {
  dimensions: [
    { column: 'buurt', parents: ['wijk'], total: 'Stad' },
    { column: 'leeftijd', total: 'Totaal' },
  ],
};

describe('a tabulation', () => {
  it('counts a person once in a margin, and records in the value', () => {
    const data = {
      columns: ['persoon', 'buurt', 'wijk', 'leeftijd'],
      rows: [
        ['p1', 'B1', 'W1', 'minderjarig'],
        ['p1', 'B1', 'W1', 'meerderjarig'],
        ['p2', 'B2', 'W1', 'meerderjarig'],
        ['p3', 'B3', 'W2', 'meerderjarig'],
      ],
    };
    const { at, table } = cellsByCode({ ...wijken, unit: 'persoon' }, data);
    expect(at('Stad Totaal')).toMatchObject({ value: 4, units: [{ n: 3 }] });
    expect(at('W1 Totaal')).toMatchObject({ value: 3, units: [{ n: 2 }] });
    expect(at('B1 Totaal')).toMatchObject({ value: 2, units: [{ n: 1 }] });
    expect(at('B3 minderjarig')).toMatchObject({ value: 0, units: [{ n: 0 }] });
    expect(table.cells).toHaveLength(6 * 3);
    // 3 sums over districts × 3 age columns, 6 areas × 1 sum over ages
    expect(table.space.equations()).toHaveLength(3 * 3 + 6);
  });

  it('makes every equation hold for random records', () => {
    const row = fc.tuple(
      fc.constantFrom('1', '2', '3', '4'),
      fc.constantFrom('a', 'b'),
      fc.integer({ min: -99, max: 99 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const spec = {
          dimensions: [
            { column: 'r', hierarchy: 'r.hrc', total: 'T' },
            { column: 'c', total: 'T' },
          ],
          measure: 'x',
          bounds: { min: -9999, max: 9999 },
        };
        const data = { columns: ['r', 'c', 'x'], rows };
        const { table } = cellsByCode(spec, data, new Map([['r.hrc', 'N\n@1\n@2\n3\nS\n@4\n']]));
        for (const { total, parts } of table.space.equations()) {
          const sum = parts.reduce((all, part) => all + (table.cells[part] as TabulatedCell).value, 0);
          expect(table.cells[total]?.value).toBe(sum);
        }
        expect(table.cells[0]?.value).toBe(rows.reduce((all, [, , x]) => all + x, 0));
      }),
    );
  });

  it('adds contributions per holding before it ranks them', () => {
    const data = {
      columns: ['r', 'h', 'x'],
      rows: [
        ['N', 'h1', '60.5'],
        ['N', 'h2', '70'],
        ['N', 'h1', '20.25'],
        ['S', 'h2', '1'],
      ],
    };
    const spec = { dimensions: [{ column: 'r', total: 'T' }], measure: 'x', unit: ['h', 'r'] };
    const { at, table } = cellsByCode(spec, data);
    expect(table.decimals).toBe(2);
    expect(at('N')).toMatchObject({
      value: 15075,
      units: [{ n: 2, size: 15075n, top: [8075n, 7000n] }, { n: 1 }],
    });
    expect(at('T').units[0]).toEqual({ n: 2, size: 15175n, top: [8075n, 7100n] });
  });

  it('takes missing and invalid ids together for one unit, which never adds to others', () => {
    const of = (ids: readonly (string | null)[]) => {
      const data = { columns: ['r', 'id'], rows: ids.map((id) => ['N', id]) };
      return cellsByCode({ dimensions: [{ column: 'r', total: 'T' }], unit: 'id' }, data).at('N').units[0];
    };
    expect(of(['', null, 'ZABC', 'ZDEF'])).toMatchObject({ n: 1, top: [4n] });
    expect(of(['a', 'ZABC'])).toMatchObject({ n: 1, top: [1n, 1n] });
    expect(of(['a', 'b', null])).toMatchObject({ n: 2 });
  });

  it('weights the value and leaves N and the contributions unweighted', () => {
    const data = {
      columns: ['r', 'x', 'w'],
      rows: [
        ['N', 10, '1.5'],
        ['N', 4, '2'],
      ],
    };
    const spec = { dimensions: [{ column: 'r', total: 'T' }], measure: 'x', weight: 'w' };
    const { at } = cellsByCode(spec, data);
    // X̂ = 15 + 8 = 23 in units of 0.1
    expect(at('N')).toMatchObject({ value: 230, units: [{ n: 2, size: 230n, top: [100n, 40n] }] });
  });

  it('ranks absolute contributions where values are below 0', () => {
    const data = {
      columns: ['r', 'x'],
      rows: [
        ['N', -9],
        ['N', 5],
      ],
    };
    const spec = { dimensions: [{ column: 'r', total: 'T' }], measure: 'x', bounds: { min: -100, max: 100 } };
    expect(cellsByCode(spec, data).at('N')).toMatchObject({
      value: -4,
      units: [{ size: 14n, top: [9n, 5n] }],
    });
  });

  it('knows of a union what its cells share', () => {
    const data = {
      columns: ['r', 'id'],
      rows: [
        ['N', 'a'],
        ['S', 'a'],
        ['S', 'b'],
        ['W', 'c'],
      ],
    };
    const { table } = cellsByCode({ dimensions: [{ column: 'r', total: 'T' }], unit: 'id' }, data);
    const index = (code: string) => table.space.dimensions[0]?.indexOf.get(code) as number;
    expect(table.unionOf([index('N'), index('S')])[0]).toMatchObject({ n: 2, top: [2n, 1n] });
    expect(table.unionOf([index('N'), index('T')])[0]?.n).toBe(3);
  });

  it.each([
    [{ columns: ['r', 'c'], rows: [] }, 'The data have no rows.'],
    [{ columns: ['r'], rows: [['N']] }, 'The data have no column for dimension 2.'],
    [{ columns: ['r', 'c'], rows: [['N', '']], lines: [7] }, 'Line 7 of the data: column 2 is empty.'],
    [{ columns: ['r', 'c'], rows: [['X', 'a']] }, 'Row 1 of the data: dimension 1 has no such code.'],
    [{ columns: ['r', 'c'], rows: [['N', 'a']] }, 'dimension 1 holds a total or subtotal instead of a leaf'],
  ])('refuses data that do not fit (%#)', (data, message) => {
    const spec = {
      dimensions: [
        { column: 'r', hierarchy: 'r.hrc', total: 'T' },
        { column: 'c', total: 'T' },
      ],
    };
    const texts = new Map([['r.hrc', 'N\n@1\n']]);
    expect(() => atOnce(tabulate(parseTableSpec(spec), data, texts))).toThrow(message);
  });
});

describe('ready-made cells', () => {
  const spec = { dimensions: [{ column: 'r', total: 'T' }], measure: 'x', cells: true };
  const columns = ['r', 'value', 'n', 'top1', 'top2'];
  const rows = [
    ['N', '100', '12', '40', '30'],
    ['S', '50.5', '3', '45', '5'],
    ['W', '', '', '', ''],
  ];

  it('add up as disjoint where each record is a unit', () => {
    const { at } = cellsByCode(spec, { columns, rows });
    expect(at('T')).toMatchObject({ value: 1505, units: [{ n: 15, size: 1505n, top: [450n, 400n] }] });
    expect(at('W').impossible).toBe(true);
  });

  it('assume the same units everywhere where a unit is named', () => {
    const { at } = cellsByCode({ ...spec, unit: 'holding' }, { columns, rows });
    expect(at('T').units).toEqual([{ n: 12, size: 1505n, top: [850n, 350n] }]);
  });

  it.each([
    [['N', '100', '12', '40', '50'], 'top2 is larger than top1'],
    [['N', '100', '12', '90', '20'], 'the two largest contributions are more than the cell'],
    [['N', '100', '0', '0', '0'], 'a value without a unit'],
    [['N', '100', '1.5', '0', '0'], 'column 3 is not a count'],
    [['N', 'many', '1', '0', '0'], 'column 2 is not a number'],
  ])('that contradict themselves are refused (%#)', (row, message) => {
    expect(() => cellsByCode(spec, { columns, rows: [row] })).toThrow(message);
  });
});
