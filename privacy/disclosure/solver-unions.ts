import type { ProtectionProblem } from './problem.js';
import type { DeviationSystem } from './solver-system.js';

/** Hidden cells whose sum follows from what is published. */
export interface KnownUnion {
  readonly equation: number;
  /** Hidden subtotals are expanded into their own hidden parts: their published parts are known as well. Ascending. */
  readonly parts: readonly number[];
  /** All cells of the equations used: whether they are hidden decides what this union is. */
  readonly region: readonly number[];
}

/**
 * For every equation with a known total the union of its unknown parts (virtual cells). A subtotal that is the total of
 * several equations (areas, categories) is expanded along each of them. `unknown`: hidden, and not derivable exactly.
 */
export function knownUnions(
  problem: ProtectionProblem,
  system: DeviationSystem,
  unknown: (cell: number) => boolean,
): KnownUnion[] {
  const ways = Math.max(1, ...system.totalOf.map((equations) => equations.length));
  const found = new Map<string, KnownUnion>();
  for (const [equation, { total }] of problem.equations.entries()) {
    if (unknown(total)) continue;
    for (let way = 0; way < ways; way++) {
      const union = unionOf(problem, system, unknown, equation, way);
      if (union.parts.length > 0) found.set(`${equation}:${union.parts.join(',')}`, union);
    }
  }
  return [...found.values()];
}

export function failingUnions(
  problem: ProtectionProblem,
  system: DeviationSystem,
  unknown: (cell: number) => boolean,
): KnownUnion[] {
  return knownUnions(problem, system, unknown).filter(({ parts }) => !problem.unionIsSafe(parts));
}

function unionOf(
  problem: ProtectionProblem,
  system: DeviationSystem,
  unknown: (cell: number) => boolean,
  equation: number,
  way: number,
): KnownUnion {
  const region = new Set<number>();
  const expand = (at: number): number[] => {
    const { total, parts } = problem.equations[at]!;
    for (const cell of [total, ...parts]) region.add(cell);
    return parts.filter(unknown).flatMap((cell) => {
      const along = system.totalOf[cell]!;
      const below = along.length === 0 ? [] : expand(along[way % along.length]!);
      return below.length === 0 ? [cell] : below;
    });
  };
  const parts = expand(equation);
  const disjoint = new Set(parts).size === parts.length;
  const kept = disjoint ? parts : problem.equations[equation]!.parts.filter(unknown);
  return { equation, parts: kept.sort((a, b) => a - b), region: [...region] };
}
