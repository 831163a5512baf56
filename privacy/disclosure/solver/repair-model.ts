import type { LinearModel } from './highs-protocol.js';
import type { ProtectionProblem } from './problem.js';
import type { DeviationSystem } from './system.js';

/** Hidden cells move almost for free; not quite, so that a table does not wander. */
export const ALMOST_FREE = 1e-6;

/** All consistent tables with rises and falls apart, at the price of hiding what moves. */
export function repairModel(
  { columns, up, down, rows }: DeviationSystem,
  { cells }: ProtectionProblem,
): LinearModel {
  const dearest = cells.reduce((most, { cost }) => Math.max(most, cost), 0) || 1;
  const costs = cells.map(({ cost }) => Math.max(ALMOST_FREE, cost / dearest));
  const starts = rows.starts.map((start) => 2 * start);
  const indices: number[] = [];
  const values: number[] = [];
  for (let entry = 0; entry < rows.indices.length; entry++) {
    const cell = rows.indices[entry]!;
    const sign = rows.values[entry]!;
    indices.push(cell, columns + cell);
    values.push(sign, -sign);
  }
  return {
    columns: 2 * columns,
    costs: Float64Array.from([...costs, ...costs]),
    lower: new Float64Array(2 * columns),
    upper: Float64Array.from([...up, ...down]),
    rows: { ...rows, starts, indices, values },
    integer: false,
  };
}
