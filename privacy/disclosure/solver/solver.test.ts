import { describe, expect, it } from 'vitest';
import { attackCells } from './attack.js';
import type { ProtectionProblem, Requirement } from './problem.js';
import { solveProtection } from './solver.js';
import { twoWay } from './testing/drawn-tables.js';

const OPTIMAL = { method: 'optimal', timeLimitSeconds: 30 } as const;
const METHODS = ['optimal', 'greedy'] as const;
const by = (level: number, minimumFrequency: number | null = null): Requirement => ({
  level,
  minimumFrequency,
});

/** The first cell is unsafe; `shown`: all margins are public already. */
function firstUnsafe(
  values: readonly (readonly number[])[],
  primary: Requirement,
  more: Partial<ProtectionProblem> & { shown?: true } = {},
): ProtectionProblem {
  const rows = values.map((row, r) =>
    row.map((value, c) => (r === 0 && c === 0 ? { value, primary } : { value })),
  );
  return twoWay(rows, () => ({ fixed: more.shown === true }), more);
}

const THREE = [
  [20, 50, 10],
  [8, 19, 22],
  [17, 32, 12],
];
const BLOCK = [
  [20, 50],
  [8, 19],
];

describe.each(METHODS)('the %s choice', (method) => {
  const options = { method, timeLimitSeconds: 30 };

  it('is the cheapest rectangle through a single unsafe cell', async () => {
    // 20 10 | 17 12 costs 59; 20 10 | 8 22 costs 60, and both let 20 rise by more than 3.
    const { hidden, cost, solver, attack } = await solveProtection(firstUnsafe(THREE, by(3)), options);
    expect(hidden).toEqual([0, 2, 8, 10]);
    expect(cost).toBe(20 + 10 + 17 + 12);
    expect(solver).toMatch(/^HiGHS \d/);
    expect(attack.intervals[0]).toEqual({ cell: 0, min: 8, max: 30 });
    expect(attack.weaknesses).toEqual([]);
  });

  it('hides nothing where nothing is unsafe', async () => {
    const table = twoWay(THREE.map((row) => row.map((value) => ({ value }))));
    expect(await solveProtection(table, options)).toMatchObject({ hidden: [], cost: 0 });
  });

  it('reads "more than the level" strictly: the block lets 20 rise by 8, so level 7 is met and 8 is not', async () => {
    const met = await solveProtection(firstUnsafe(BLOCK, by(7), { shown: true }), options);
    expect(met.hidden).toEqual([0, 1, 3, 4]);
    const refused = solveProtection(firstUnsafe(BLOCK, by(8), { shown: true }), options);
    await expect(refused).rejects.toMatchObject({ code: 'NotProtectable' });
  });

  it('protects amounts that are no whole numbers, by levels that are none', async () => {
    const amounts = { shown: true, integer: false, decimals: 2 } as const;
    const met = await solveProtection(firstUnsafe(BLOCK, by(7.95), amounts), options);
    expect(met.attack.intervals[0]).toEqual({ cell: 0, min: 1, max: 28 });
    await expect(solveProtection(firstUnsafe(BLOCK, by(8), amounts), options)).rejects.toThrow();
  });

  it('lets nobody learn "fewer than ten": 3 needs to reach ten, and a range of ten', async () => {
    const rows = (opposite: number) => [
      [3, 20],
      [opposite, 30],
    ];
    const met = await solveProtection(firstUnsafe(rows(7), by(0, 10), { shown: true }), options);
    expect(met.attack.intervals[0]).toEqual({ cell: 0, min: 0, max: 10 });
    const refused = solveProtection(firstUnsafe(rows(6), by(0, 10), { shown: true }), options);
    await expect(refused).rejects.toMatchObject({ code: 'NotProtectable' });
  });

  it('hides a further part where a union of hidden cells is not safe itself', async () => {
    // 20 and 10 in the first row would do; their union is declared unsafe, so a third cell of the row goes as well.
    const unionIsSafe = (parts: readonly number[]) => parts.join() !== '0,2';
    const { hidden } = await solveProtection(firstUnsafe(THREE, by(3), { unionIsSafe }), options);
    expect(hidden).toContain(0);
    expect(hidden.filter((cell) => cell < 3)).not.toEqual([0, 2]);
    const { weaknesses } = await attackCells(firstUnsafe(THREE, by(3), { unionIsSafe }), hidden, options);
    expect(weaknesses).toEqual([]);
  });

  it('never hides what is public already, even where that is dearer', async () => {
    const table = firstUnsafe(THREE, by(3));
    const cells = table.cells.map((cell, at) => (at === 10 ? { ...cell, fixed: true } : cell));
    const { hidden, cost } = await solveProtection({ ...table, cells }, options);
    expect(hidden).not.toContain(10);
    expect(cost).toBe(60);
  });

  it('refuses an unsafe cell that is public already, or whose known bounds are too narrow', async () => {
    const table = firstUnsafe(THREE, by(3));
    for (const known of [{ fixed: true }, { upper: 23 }]) {
      const cells = table.cells.map((cell, at) => (at === 0 ? { ...cell, ...known } : cell));
      const refused = solveProtection({ ...table, cells }, options);
      await expect(refused).rejects.toMatchObject({ code: 'NotProtectable' });
    }
  });

  it('refuses when its time is over, and stops when told', async () => {
    const late = solveProtection(firstUnsafe(THREE, by(3)), { method, timeLimitSeconds: 0.001 });
    await expect(late).rejects.toMatchObject({ code: 'NotProtectable' });
    const signal = AbortSignal.abort(new Error('withdrawn'));
    await expect(solveProtection(firstUnsafe(THREE, by(3)), { ...options, signal })).rejects.toThrow(
      'withdrawn',
    );
  });
});

it('a proven optimum has gap 0, a greedy choice none that is known', async () => {
  expect((await solveProtection(firstUnsafe(THREE, by(3)), OPTIMAL)).gap).toBe(0);
  expect((await solveProtection(firstUnsafe(THREE, by(3)), { ...OPTIMAL, method: 'greedy' })).gap).toBe(null);
});

it.each(METHODS)('protects amounts of any size side by side, the %s way', async (method) => {
  // In cents, from 12 to 90 thousand million; each tenth of a value is its level.
  const sizes = [12, 4_711, 90_000_000_001, 350, 77_777, 1_234_567_890];
  const rows = [0, 1, 2, 3].map((r) =>
    sizes.map((_, c) => {
      const value = sizes[(c + r * 2) % sizes.length]! + 13 * r;
      return { value, ...((r + c) % 5 === 0 ? { primary: by(value / 10) } : {}) };
    }),
  );
  const table = twoWay(rows, () => ({}), { integer: false, decimals: 2 });
  const options = { method, timeLimitSeconds: 60 };
  const { hidden } = await solveProtection(table, options);
  expect((await attackCells(table, hidden, options)).weaknesses).toEqual([]);
});
