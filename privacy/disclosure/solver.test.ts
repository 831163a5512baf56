import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProtectionProblem, Requirement } from './problem.js';
import { solveProtection } from './solver.js';
import { allTables, isSafe, range, rangesOf, twoWay } from './solver-harness.js';

const OPTIMAL = { method: 'optimal', timeLimitSeconds: 30 } as const;
const GREEDY = { method: 'greedy', timeLimitSeconds: 30 } as const;
const within = (level: number): Requirement => ({ level, minimumFrequency: null });

/** The cost of the cheapest safe choice, by trying every choice against every table. */
function cheapest(problem: ProtectionProblem): number | null {
  const tables = allTables(problem);
  const cells = range(problem.cells.length);
  const must = cells.filter((cell) => problem.cells[cell]!.primary !== null);
  const may = cells.filter((cell) => !must.includes(cell) && !problem.cells[cell]!.fixed);
  const cost = (chosen: readonly number[]) =>
    chosen.reduce((sum, cell) => sum + problem.cells[cell]!.cost, 0);
  const choices = range(2 ** may.length).map((mask) => [
    ...must,
    ...may.filter((_, bit) => (mask >> bit) & 1),
  ]);
  const ascending = choices.map((hidden) => ({ hidden, cost: cost(hidden) })).sort((a, b) => a.cost - b.cost);
  return ascending.find(({ hidden }) => survives(problem, tables, hidden))?.cost ?? null;
}

/** Every primary is safe, and so is every union of cells that are not known to within nothing. */
function survives(
  problem: ProtectionProblem,
  tables: readonly Int32Array[],
  hidden: readonly number[],
): boolean {
  const ranges = rangesOf(problem, tables, new Set(hidden));
  const unknown = (cell: number) => ranges[cell]!.max > ranges[cell]!.min;
  return (
    problem.cells.every((cell, at) => isSafe(cell, ranges[at]!)) &&
    problem.equations.every(({ total, parts }) => {
      const union = parts.filter(unknown).sort((a, b) => a - b);
      return unknown(total) || union.length === 0 || problem.unionIsSafe(union);
    })
  );
}

const drawn = fc.record({
  value: fc.integer({ min: 0, max: 3 }),
  upper: fc.constant(3),
  cost: fc.integer({ min: 1, max: 9 }),
  unsafe: fc.boolean(),
  fixed: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
});
const rows = fc.array(fc.array(drawn, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
const marginCosts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 12, maxLength: 12 });
const smallTable = fc.record({
  rows,
  marginCosts,
  level: fc.integer({ min: 0, max: 1 }),
  n0: fc.constantFrom(null, 2),
});

function problemOf(drawn: typeof smallTable extends fc.Arbitrary<infer T> ? T : never): ProtectionProblem {
  const interior = drawn.rows.map((row) =>
    row.map((cell) => {
      const primary = { level: drawn.level, minimumFrequency: drawn.n0 };
      return cell.unsafe && !cell.fixed ? { ...cell, primary } : cell;
    }),
  );
  return twoWay(interior, (at) => ({ cost: drawn.marginCosts[at]! }));
}

describe('the optimal choice', () => {
  it('is one more cell in row, column and corner for a single primary of a 3×3 table', async () => {
    // The classic: 20 is unsafe by 3; the cheapest rectangle through it is 20 10 | 17 12 (20 10 | 8 22 costs one more).
    const values = [
      [20, 50, 10],
      [8, 19, 22],
      [17, 32, 12],
    ];
    const table = twoWay(
      values.map((row, r) =>
        row.map((value, c) => ({ value, ...(r + c === 0 ? { primary: within(3) } : {}) })),
      ),
    );
    const { hidden, cost, gap, solver } = await solveProtection(table, OPTIMAL);
    expect(hidden).toEqual([0, 2, 8, 10]);
    expect(cost).toBe(20 + 10 + 17 + 12);
    expect(gap).toBe(0);
    expect(solver).toMatch(/^HiGHS/);
  });

  it('costs what trying every choice against every table costs, or is refused where that finds none', async () => {
    await fc.assert(
      fc.asyncProperty(smallTable, async (drawn) => {
        const problem = problemOf(drawn);
        const expected = cheapest(problem);
        const found = await solveProtection(problem, OPTIMAL).catch((error) => error.code);
        if (expected === null) expect(found).toBe('NotProtectable');
        else expect(found.cost).toBeCloseTo(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the greedy choice', () => {
  it('survives an attacker who writes down every table', async () => {
    await fc.assert(
      fc.asyncProperty(smallTable, async (drawn) => {
        const problem = problemOf(drawn);
        const found = await solveProtection(problem, GREEDY).catch((error) => error.code);
        if (found === 'NotProtectable') expect(cheapest(problem)).toBe(null);
        else expect(survives(problem, allTables(problem), found.hidden)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
