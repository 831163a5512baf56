import type { ProtectionProblem } from './problem.js';
import type { DeviationSystem } from './system.js';

/** Hidden cells whose sum follows from what is published. */
export interface KnownUnion {
  readonly equation: number;
  /** Hidden subtotals are expanded into their own hidden parts: their published parts are known as well. Ascending. */
  readonly parts: readonly number[];
  /** All cells of the equations used: whether they are hidden decides what this union is. */
  readonly region: readonly number[];
}

/** Hidden, and not derivable exactly. */
export type Unknown = (cell: number) => boolean;

/** For every equation with a known total, the union of its unknown parts (virtual cell) that does not pass the rules. */
export function failingUnions(
  problem: ProtectionProblem,
  system: DeviationSystem,
  unknown: Unknown,
): KnownUnion[] {
  return [...problem.equations.keys()].flatMap((equation) =>
    unionsOf(problem, system, unknown, equation).filter(({ parts }) => !problem.unionIsSafe(parts)),
  );
}

/** Several for one equation where a hidden subtotal is a total in several ways (areas, categories). */
export function unionsOf(
  problem: ProtectionProblem,
  system: DeviationSystem,
  unknown: Unknown,
  equation: number,
): KnownUnion[] {
  if (unknown(problem.equations[equation]!.total)) return [];
  const found = new Map<string, KnownUnion>();
  for (let way = 0; way < system.ways; way++) {
    const union = unionOf(problem, system, unknown, equation, way);
    const key = union.parts.join(',');
    if (key !== '' && !found.has(key)) found.set(key, union);
  }
  return [...found.values()];
}

function unionOf(
  { equations }: ProtectionProblem,
  { totalOf }: DeviationSystem,
  unknown: Unknown,
  equation: number,
  way: number,
): KnownUnion {
  const region = new Set<number>();
  const expand = (at: number): number[] => {
    const { total, parts } = equations[at]!;
    for (const cell of [total, ...parts]) region.add(cell);
    return parts.filter(unknown).flatMap((cell) => {
      const along = totalOf[cell]!;
      const below = along.length === 0 ? [] : expand(along[way % along.length]!);
      return below.length === 0 ? [cell] : below;
    });
  };
  const expanded = expand(equation);
  const disjoint = new Set(expanded).size === expanded.length;
  const parts = disjoint ? expanded : equations[equation]!.parts.filter(unknown);
  return { equation, parts: parts.sort((a, b) => a - b), region: [...region] };
}
