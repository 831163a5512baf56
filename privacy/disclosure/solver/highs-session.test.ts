import { describe, expect, it } from 'vitest';
import type { LinearModel } from './highs-protocol.js';
import { HighsSession } from './highs-session.js';

/** minimise −x − 2y with x + y ≤ 3.5, 0 ≤ x, y ≤ 3: by hand x = 0.5, y = 3 (−6.5); whole numbers: x = 0, y = 3 (−6). */
const model = (integer: boolean): LinearModel => ({
  columns: 2,
  costs: Float64Array.of(-1, -2),
  lower: Float64Array.of(0, 0),
  upper: Float64Array.of(3, 3),
  rows: { lower: [-Infinity], upper: [3.5], starts: [0, 2], indices: [0, 1], values: [1, 1] },
  integer,
});

describe('the solver in its thread', () => {
  it('solves a linear model, keeps it, and solves it again with other bounds, costs and rows', async () => {
    await HighsSession.with({ timeLimitSeconds: 30 }, async (session) => {
      expect(session.solver).toMatch(/^HiGHS \d/);
      const open = await session.open(model(false));
      expect((await open.run({ changes: [] })).objective).toBeCloseTo(-6.5);
      const narrower = await open.run({ changes: [{ columns: [1], lower: [0], upper: [1] }] });
      expect([...narrower.values]).toEqual([2.5, 1]);
      const rows = { lower: [2], upper: [Infinity], starts: [0, 1], indices: [0], values: [1] };
      const other = await open.run({ changes: [{ columns: [0], costs: [1] }], rows });
      expect([...other.values]).toEqual([2, 1]);
      await open.close();
    });
  });

  it('solves in whole numbers and reports a proven bound', async () => {
    await HighsSession.with({ timeLimitSeconds: 30 }, async (session) => {
      const { objective, bound } = await (await session.open(model(true))).run({ changes: [] });
      expect(objective).toBeCloseTo(-6);
      expect(bound).toBeCloseTo(-6);
    });
  });

  it('says infeasible and unbounded', async () => {
    await HighsSession.with({ timeLimitSeconds: 30 }, async (session) => {
      const open = await session.open(model(false));
      const lifted = { columns: [0], lower: [3], upper: [Infinity] };
      const crossed = { columns: [1], lower: [1], upper: [1] };
      expect((await open.run({ changes: [lifted, crossed] })).status).toBe('infeasible');
      const free = await session.open({
        ...model(false),
        lower: Float64Array.of(-Infinity, -Infinity),
        costs: Float64Array.of(1, 1),
      });
      expect((await free.run({ changes: [] })).status).toBe('unbounded');
    });
  });

  it('ends a solve that is not over at its deadline, and leaves the event loop free meanwhile', async () => {
    let free = false;
    const timer = setTimeout(() => {
      free = true;
    }, 5);
    const endless = HighsSession.with({ timeLimitSeconds: 0.4 }, async (session) => {
      const open = await session.open(marketSplit(60, 6));
      return open.run({ changes: [] });
    });
    await expect(endless).rejects.toMatchObject({ code: 'NotProtectable' });
    clearTimeout(timer);
    expect(free).toBe(true);
  });

  it("rejects with the signal's reason when aborted", async () => {
    const controller = new AbortController();
    const aborted = HighsSession.with(
      { timeLimitSeconds: 30, signal: controller.signal },
      async (session) => {
        controller.abort(new Error('withdrawn'));
        return session.open(model(false));
      },
    );
    await expect(aborted).rejects.toThrow('withdrawn');
  });
});

/** Market split (Cornuéjols & Dawande 1998): minimise the slack of equalities over 0/1, hopeless by branch and bound. */
function marketSplit(columns: number, count: number): LinearModel {
  const coefficient = (row: number, column: number) =>
    (row * 7919 + column * 104_729 + row * column * 31) % 100;
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_, column) => coefficient(row, column)),
  );
  const half = rows.map((row) => Math.floor(row.reduce((sum, value) => sum + value, 0) / 2));
  const entries = rows.flatMap((row, index) => [
    ...row.map((value, column) => ({ column, value })),
    { column: columns + 2 * index, value: 1 },
    { column: columns + 2 * index + 1, value: -1 },
  ]);
  const all = columns + 2 * count;
  return {
    columns: all,
    costs: Float64Array.from({ length: all }, (_, column) => (column < columns ? 0 : 1)),
    lower: new Float64Array(all),
    upper: Float64Array.from({ length: all }, (_, column) => (column < columns ? 1 : 1e6)),
    rows: {
      lower: half,
      upper: half,
      starts: Array.from({ length: count + 1 }, (_, row) => row * (columns + 2)),
      indices: entries.map(({ column }) => column),
      values: entries.map(({ value }) => value),
    },
    integer: true,
  };
}
