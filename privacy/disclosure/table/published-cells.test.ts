import { describe, expect, it } from 'vitest';
import { CellSpace } from './cell-space.js';
import { flatHierarchy } from './hierarchy.js';
import { parseTableSpec } from './parse-table-spec.js';
import { decimalsOf, knownCells, publishedCells } from './published-cells.js';
import { readSafeCsv } from './safe-csv.js';

const spec = parseTableSpec({
  dimensions: [
    { column: 'r', total: 'T' },
    { column: 'c', total: 'T' },
  ],
});
const space = new CellSpace([flatHierarchy('T', ['a', 'b'], 'r'), flatHierarchy('T', ['x', 'y'], 'c')]);
const file = (text: string) => readSafeCsv(new TextEncoder().encode(text), 'table');
const cell = (...codes: readonly string[]) =>
  space.cell(codes.map((code, at) => space.dimensions[at]?.indexOf.get(code) as number));

describe('cells that a file publishes', () => {
  it('are found by their codes, in units of the last decimal', () => {
    const read = file('r,c,value,status\nT,T,12.5,published\na,x,,suppressed\nb,y,,empty\n');
    expect(decimalsOf([read])).toBe(1);
    expect(publishedCells(spec, space, read, 2, 'table')).toEqual({
      values: new Map([[0, { value: 1250, line: 2 }]]),
      hidden: [cell('a', 'x')],
      empty: [cell('b', 'y')],
    });
  });

  it('may stand in another order of columns', () => {
    const { hidden } = publishedCells(spec, space, file('c,r,value,status\nx,b,,suppressed\n'), 0, 'table');
    expect(hidden).toEqual([cell('b', 'x')]);
  });

  it('of a table with fewer dimensions are totals of the others', () => {
    const earlier = file('r,value,status\na,30,published\nb,,suppressed\n');
    expect(knownCells(spec, space, [earlier], 0)).toEqual(new Map([[cell('a', 'T'), 30]]));
  });

  it.each([
    ['r,value,status\na,30.5,published\n', 'Line 2 of the earlier table 1: the value has more decimals'],
    ['r,z,value,status\na,x,1,published\n', 'Line 1 of the earlier table 1: it has a dimension'],
    ['r,c,value,status\na,q,1,published\n', 'Line 2 of the earlier table 1: it has a code'],
    [
      'r,value,status\na,1,published\na,1,published\n',
      'Line 3 of the earlier table 1: this cell stands twice',
    ],
  ])('that cannot be compared are refused (%#)', (text, message) => {
    expect(() => knownCells(spec, space, [file(text)], 0)).toThrow(message);
  });

  it('with two public values are refused', () => {
    const files = ['1', '2'].map((value) => file(`r,value,status\na,${value},published\n`));
    expect(() => knownCells(spec, space, files, 0)).toThrow('Earlier tables give two values of one cell.');
  });
});
