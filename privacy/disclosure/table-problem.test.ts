import { describe, expect, it } from 'vitest';
import { atOnce } from './slices.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { tabulate } from './table/tabulate.js';
import { tableProblem } from './table-problem.js';

function made(
  plain: object,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  known = new Map(),
) {
  const spec = parseTableSpec({ dimensions: [{ column: 'r', total: 'T' }], ...plain });
  const table = atOnce(tabulate(spec, { columns, rows }, new Map()));
  const index = (code: string) => table.space.dimensions[0]?.indexOf.get(code) as number;
  const { problem, reasons } = tableProblem(spec, table, known);
  return { problem, index, cell: (code: string) => problem.cells[index(code)], reasons };
}
const repeat = (code: string, n: number) => Array.from({ length: n }, () => [code]);

describe('the protection problem of a table', () => {
  it('asks of a count below ten that nobody learns "fewer than ten"', () => {
    const { cell, reasons, index, problem } = made({}, ['r'], [...repeat('N', 9), ...repeat('S', 10)]);
    expect(cell('N')).toEqual({
      value: 9,
      lower: 0,
      upper: null,
      primary: { level: 0, minimumFrequency: 10 },
      cost: 9,
      fixed: false,
    });
    expect(cell('S')?.primary).toBeNull();
    expect(reasons.get(index('N'))).toEqual(['frequency']);
    expect(problem.integer).toBe(true);
    expect(problem.unionIsSafe([index('N')])).toBe(false);
    expect(problem.unionIsSafe([index('N'), index('S')])).toBe(true);
  });

  it('asks of a sum the largest level of all violated rules', () => {
    const rules = { dominance: [{ n: 2, k: 85 }] };
    const { cell, reasons, index } = made(
      { measure: 'x', rules },
      ['r', 'x'],
      [
        ['N', 60],
        ['N', 39],
        ['N', 1],
      ],
    );
    // p %: 0.1 · 60 − 1 = 5; dominance: 100/85 · 99 − 100 = 16.47…
    expect(cell('N')?.primary?.level).toBeCloseTo((100 / 85) * 99 - 100, 9);
    expect(cell('N')?.primary?.minimumFrequency).toBeNull();
    expect(reasons.get(index('N'))).toEqual(['frequency', 'pPercent', 'dominance']);
  });

  it('publishes 0 where nobody is, and hides nothing behind it', () => {
    const spec = {
      dimensions: [
        { column: 'r', total: 'T' },
        { column: 'c', total: 'T' },
      ],
    };
    const { problem } = made(
      spec,
      ['r', 'c'],
      [
        ['N', 'a'],
        ['S', 'b'],
      ],
    );
    const empty = problem.cells.filter(({ value }) => value === 0);
    expect(empty).toHaveLength(2);
    expect(empty.every(({ fixed, primary }) => fixed && primary === null)).toBe(true);
  });

  it('keeps what is public as it is, and refuses a new value for it', () => {
    const rows = [...repeat('N', 12), ...repeat('S', 10)];
    const before = made({}, ['r'], rows);
    const known = new Map([[before.index('N'), 12]]);
    expect(made({}, ['r'], rows, known).cell('N')?.fixed).toBe(true);
    expect(() => made({}, ['r'], [...rows, ['N']], known)).toThrow('has another value now');
  });

  it('needs both bounds for values below 0, and holds cells to their bounds', () => {
    const rows = [
      ['N', -5],
      ['S', 3],
    ];
    const negative = (bounds: object) => made({ measure: 'x', bounds }, ['r', 'x'], rows);
    expect(() => negative({})).toThrow('Values below 0 need bounds');
    expect(() => negative({ min: -10 })).toThrow('Values below 0 need bounds');
    expect(() => negative({ min: -4, max: 10 })).toThrow('outside the bounds');
    expect(negative({ min: -10, max: 10 }).cell('T')).toMatchObject({ lower: -20, upper: 20 });
  });

  it('protects the sum of several disclosive categories as a cell of its own', () => {
    const spec = {
      dimensions: [
        { column: 'r', total: 'T', identifying: true },
        { column: 'c', total: 'T', disclosive: ['a', 'b'] },
      ],
    };
    const rows = (['a', 'b'] as const).flatMap((c) => Array.from({ length: 20 }, () => ['N', c]));
    const { problem } = made(spec, ['r', 'c'], [...rows, ...Array.from({ length: 50 }, () => ['S', 'c'])]);
    const sum = problem.cells.at(-1);
    expect(problem.cells).toHaveLength(3 * 4 + 1);
    expect(sum).toMatchObject({ value: 40, fixed: false });
    expect(sum?.primary?.level).toBeCloseTo(40 - 0.9 * 40, 9);
    expect(problem.equations.at(-1)?.parts).toHaveLength(2);
  });
});
