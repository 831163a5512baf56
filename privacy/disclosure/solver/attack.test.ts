import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackCells } from './attack.js';
import { allTables, isSafe, rangesOf } from './testing/brute-force.js';
import { cellOf, range, twoWay } from './testing/drawn-tables.js';

const LIMITS = { timeLimitSeconds: 30 };
const table = (values: number[][]) => twoWay(values.map((row) => row.map((value) => ({ value }))));

describe('the attack', () => {
  it('finds the interval of a hidden 2×2 block by hand', async () => {
    // 20 50 | 70      a and d rise together while b and c fall, by at most min(b, c) = 8 and min(a, d) = 19.
    //  8 19 | 27
    const { intervals, weaknesses } = await attackCells(
      table([
        [20, 50],
        [8, 19],
      ]),
      [0, 1, 3, 4],
      LIMITS,
    );
    expect(intervals).toEqual([
      { cell: 0, min: 1, max: 28 },
      { cell: 1, min: 42, max: 69 },
      { cell: 3, min: 0, max: 27 },
      { cell: 4, min: 0, max: 27 },
    ]);
    expect(weaknesses).toEqual([]);
  });

  it('names a hidden cell that stands alone in its row, and a primary that is not hidden', async () => {
    const primary = { level: 0, minimumFrequency: null };
    const problem = twoWay([
      [{ value: 5, primary }, { value: 6 }],
      [{ value: 7 }, { value: 8 }],
    ]);
    const { weaknesses } = await attackCells(problem, [1], LIMITS);
    expect(weaknesses).toEqual([
      { kind: 'interval', cell: 0, interval: { cell: 0, min: 5, max: 5 } },
      { kind: 'exact', cell: 1 },
    ]);
  });

  it('knows that a count cannot be a half: three pairs that add up to 1, 1 and 1', async () => {
    const cells = [1, 0, 0, 1, 1, 0].map((value, at) => cellOf({ value, upper: at === 5 ? 2 : 1 }));
    const equations = [
      { total: 3, parts: [0, 1] },
      { total: 4, parts: [0, 2] },
      { total: 5, parts: [1, 2] },
    ];
    const problem = { cells, equations, decimals: 0, integer: true, unionIsSafe: () => true };
    const open = await attackCells(problem, [0, 1, 2, 5], LIMITS);
    expect(open.intervals.map(({ min, max }) => [min, max])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 2],
    ]);
    // a + b = a + c = 1, so b + c = 2b: where it is known to be 1 at most, b = 1/2 would do and a whole number would not.
    const odd = { ...problem, cells: cells.map((cell, at) => (at === 5 ? { ...cell, upper: 1 } : cell)) };
    const whole = await attackCells(odd, [0, 1, 2, 5], LIMITS);
    expect(whole.intervals.map(({ min, max }) => [min, max])).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const halves = await attackCells({ ...odd, integer: false }, [0, 1, 2, 5], LIMITS);
    expect(halves.intervals[0]).toEqual({ cell: 0, min: 0.5, max: 1 });
  });

  it('says null where nothing bounds a cell', async () => {
    const { intervals } = await attackCells(
      table([
        [1, 2],
        [3, 4],
      ]),
      range(9),
      LIMITS,
    );
    expect(intervals[8]).toEqual({ cell: 8, min: 0, max: null });
  });

  it('expands hidden subtotals in a union whose sum is known', async () => {
    // total 6 = subtotal 4 + leaf 2; subtotal 4 = 1 (hidden) + 3 (published)
    const cells = [6, 4, 2, 1, 3].map((value) => cellOf({ value }));
    const equations = [
      { total: 0, parts: [1, 2] },
      { total: 1, parts: [3, 4] },
    ];
    const asked: (readonly number[])[] = [];
    const unionIsSafe = (parts: readonly number[]) => {
      asked.push(parts);
      return false;
    };
    const problem = { cells, equations, decimals: 0, integer: true, unionIsSafe };
    const { weaknesses } = await attackCells(problem, [1, 2, 3], LIMITS);
    expect(asked).toEqual([[2, 3]]);
    expect(weaknesses).toEqual([{ kind: 'union', equation: 0, parts: [2, 3] }]);
  });

  it('refuses a table that does not add up, and one whose time is over', async () => {
    const problem = table([
      [1, 2],
      [3, 4],
    ]);
    const wrong = {
      ...problem,
      cells: problem.cells.map((cell, at) => (at === 8 ? { ...cell, value: 11 } : cell)),
    };
    await expect(attackCells(wrong, [0], LIMITS)).rejects.toMatchObject({ code: 'SpecInvalid' });
    const late = attackCells(problem, [0], { timeLimitSeconds: 0.001 });
    await expect(late).rejects.toMatchObject({ code: 'NotProtectable' });
  });

  it('agrees with an attacker who writes down every table, for any small table and any hidden set', async () => {
    const drawn = fc.record({ value: fc.integer({ min: 0, max: 2 }), upper: fc.integer({ min: 2, max: 3 }) });
    const tables = fc.array(fc.array(drawn, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
    const hiddenSets = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1 });
    const primary = { level: 1, minimumFrequency: null };
    await fc.assert(
      fc.asyncProperty(tables, hiddenSets, async (rows, hidden) => {
        const problem = twoWay(rows.map((row) => row.map((cell) => ({ ...cell, primary }))));
        const { intervals, weaknesses } = await attackCells(problem, hidden, LIMITS);
        const expected = rangesOf(problem, allTables(problem), new Set(hidden));
        for (const { cell, min, max } of intervals) expect({ min, max }).toEqual(expected[cell]);
        const weak = weaknesses.flatMap((found) => (found.kind === 'interval' ? [found.cell] : []));
        const unsafe = range(12).filter((cell) => !isSafe(problem.cells[cell]!, expected[cell]!));
        expect(weak).toEqual(unsafe);
      }),
      { numRuns: 25 },
    );
  });
});
