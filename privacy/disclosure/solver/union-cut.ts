import { type Cut, oneOf } from './cut.js';
import type { ProtectionProblem } from './problem.js';
import type { DeviationSystem } from './system.js';
import { type KnownUnion, unionsOf } from './unions.js';

/** Up to 2^6 smaller unions are asked before the weaker inequality is taken. */
const SMALLER_UNIONS = 6;

/**
 * What a union that fails says of other choices. If it fails also with any of its secondaries published, one more cell
 * of its equations must be hidden; otherwise only this very pattern is excluded, since fewer hidden cells may be safe.
 */
export function unionCut(
  problem: ProtectionProblem,
  system: DeviationSystem,
  unknown: ReadonlySet<number>,
  { equation, region }: KnownUnion,
): Cut {
  const outside = region.filter((cell) => !unknown.has(cell));
  const secondaries = region.filter((cell) => unknown.has(cell) && problem.cells[cell]!.primary === null);
  const failsWithout = (published: ReadonlySet<number>) =>
    unionsOf(problem, system, (cell) => unknown.has(cell) && !published.has(cell), equation).some(
      ({ parts }) => !problem.unionIsSafe(parts),
    );
  if (secondaries.length <= SMALLER_UNIONS && subsets(secondaries).every(failsWithout)) return oneOf(outside);
  return {
    coefficients: new Map([
      ...outside.map((cell) => [cell, 1] as const),
      ...secondaries.map((cell) => [cell, -1] as const),
    ]),
    atLeast: 1 - secondaries.length,
  };
}

function subsets(cells: readonly number[]): ReadonlySet<number>[] {
  return Array.from(
    { length: 2 ** cells.length },
    (_, mask) => new Set(cells.filter((_cell, bit) => (mask >> bit) & 1)),
  );
}
