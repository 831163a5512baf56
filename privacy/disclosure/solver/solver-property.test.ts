import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProtectionProblem } from './problem.js';
import { solveProtection } from './solver.js';
import { allTables, cheapest, survives } from './testing/brute-force.js';
import { cellOf, range, twoWay } from './testing/drawn-tables.js';

const OPTIMAL = { method: 'optimal', timeLimitSeconds: 60 } as const;
const GREEDY = { method: 'greedy', timeLimitSeconds: 60 } as const;
const once = <T>(arbitrary: fc.Arbitrary<T>, length: number) =>
  fc.array(arbitrary, { minLength: length, maxLength: length });

const leaf = fc.record({
  value: fc.integer({ min: 0, max: 3 }),
  upper: fc.constant(3),
  cost: fc.integer({ min: 1, max: 9 }),
  isUnsafe: fc.boolean(),
  fixed: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
});
const requirement = fc.record({
  level: fc.integer({ min: 0, max: 1 }),
  minimumFrequency: fc.constantFrom(null, 2),
});

/** Frequency and dominance, the second not monotone: a further part may make a union unsafe. */
const unionRules = (values: readonly number[]): ProtectionProblem['unionIsSafe'][] => [
  () => true,
  (parts) => [0, ...parts.map((cell) => values[cell]!)].reduce((sum, value) => sum + value) >= 3,
  (parts) => {
    const union = parts.map((cell) => values[cell]!);
    const sum = union.reduce((total, value) => total + value, 0);
    return sum === 0 || Math.max(...union) <= 0.6 * sum;
  },
];

/** Two rows, three columns, margins: 12 cells, so at most 4096 choices and 4096 tables. */
const smallTable = fc
  .record({
    rows: once(once(leaf, 3), 2),
    margins: once(fc.integer({ min: 1, max: 30 }), 12),
    primary: requirement,
    rule: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ rows, margins, primary, rule }) => {
    const drawn = rows.map((row) =>
      row.map((cell) => (cell.isUnsafe && !cell.fixed ? { ...cell, primary } : cell)),
    );
    const problem = twoWay(drawn, (at) => ({ cost: margins[at]! }));
    return { ...problem, unionIsSafe: unionRules(problem.cells.map(({ value }) => value))[rule]! };
  });

/** A town of two districts with two neighbourhoods each, by two categories: 21 cells, nine totals of totals. */
const hierarchy = fc
  .record({ leaves: once(leaf, 8), primary: requirement, rule: fc.integer({ min: 0, max: 2 }) })
  .map(({ leaves, primary, rule }): ProtectionProblem => {
    const districts = [0, 1].map((d) => ({ area: 1 + 3 * d, parts: [2 + 3 * d, 3 + 3 * d] }));
    const equations = [
      ...range(7).map((area) => ({ total: 3 * area + 2, parts: [3 * area, 3 * area + 1] })),
      ...range(3).flatMap((category) => [
        ...districts.map(({ area, parts }) => ({
          total: 3 * area + category,
          parts: parts.map((part) => 3 * part + category),
        })),
        { total: category, parts: districts.map(({ area }) => 3 * area + category) },
      ]),
    ];
    const cells = range(21).map(() => cellOf({ value: 0, cost: 12 }));
    const places = districts.flatMap(({ parts }) => parts.flatMap((part) => [3 * part, 3 * part + 1]));
    for (const [index, at] of places.entries()) {
      const { isUnsafe, ...cell } = leaves[index]!;
      cells[at] = cellOf(isUnsafe && !cell.fixed ? { ...cell, primary } : cell);
    }
    const bottomUp = [...equations].sort((a, b) => Number(a.total % 3 === 2) - Number(b.total % 3 === 2));
    for (const { total, parts } of bottomUp)
      cells[total] = { ...cells[total]!, value: parts.reduce((sum, part) => sum + cells[part]!.value, 0) };
    const unionIsSafe = unionRules(cells.map(({ value }) => value))[rule]!;
    return { cells, equations, decimals: 0, integer: true, unionIsSafe };
  });

const outcome = (problem: ProtectionProblem, options: typeof OPTIMAL | typeof GREEDY) =>
  solveProtection(problem, options).catch((error: { code: string }) => error.code);

describe('against one who tries everything', () => {
  it('the optimal choice costs what the cheapest safe choice costs, and is refused where there is none', async () => {
    await fc.assert(
      fc.asyncProperty(smallTable, async (problem) => {
        const expected = cheapest(problem);
        const found = await outcome(problem, OPTIMAL);
        if (typeof found === 'string') expect([found, expected]).toEqual(['NotProtectable', null]);
        else expect(found.cost).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('the greedy choice is safe, and refused for lack of a choice only without a rule on unions', async () => {
    await fc.assert(
      fc.asyncProperty(smallTable, async (problem) => {
        const found = await outcome(problem, GREEDY);
        if (typeof found === 'string') expect(found).toBe('NotProtectable');
        else expect(survives(problem, allTables(problem), found.hidden)).toBe(true);
        const least = await outcome({ ...problem, unionIsSafe: () => true }, GREEDY);
        if (typeof least === 'string') expect(cheapest({ ...problem, unionIsSafe: () => true })).toBe(null);
      }),
      { numRuns: 25 },
    );
  });

  it('both are safe in a hierarchy, and the optimal choice costs no more than the greedy one', async () => {
    await fc.assert(
      fc.asyncProperty(hierarchy, async (problem) => {
        const tables = allTables(problem);
        const optimal = await outcome(problem, OPTIMAL);
        const greedy = await outcome(problem, GREEDY);
        for (const found of [optimal, greedy])
          if (typeof found === 'string') expect(found).toBe('NotProtectable');
          else expect(survives(problem, tables, found.hidden)).toBe(true);
        if (typeof greedy === 'string') return;
        expect(optimal).toHaveProperty('gap', 0);
        if (typeof optimal !== 'string') expect(optimal.cost).toBeLessThanOrEqual(greedy.cost);
      }),
      { numRuns: 10 },
    );
  });
});
