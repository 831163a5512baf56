import type { Direction } from './attacker.js';
import type { RowBlock } from './highs-protocol.js';
import type { Need } from './need.js';
import type { ProtectionProblem } from './problem.js';
import type { DeviationSystem } from './system.js';

/** Σ coefficient · hidden(cell) ≥ atLeast, true of every safe choice of hidden cells. */
export interface Cut {
  readonly coefficients: ReadonlyMap<number, number>;
  readonly atLeast: number;
}

const leftSide = ({ coefficients }: Cut, hidden: ArrayLike<number>) =>
  [...coefficients].reduce((sum, [cell, coefficient]) => sum + coefficient * hidden[cell]!, 0);

export const isViolated = (cut: Cut, hidden: ArrayLike<number>) => leftSide(cut, hidden) < cut.atLeast - 1e-4;

/** One of these must be hidden. */
export const oneOf = (cells: Iterable<number>): Cut => ({
  coefficients: new Map([...cells].map((cell) => [cell, 1])),
  atLeast: 1,
});

/** A hidden cell needs another hidden cell in each of its equations, or it follows from them. */
export function companions({ up, down }: DeviationSystem, { cells, equations }: ProtectionProblem): Cut[] {
  return equations.flatMap(({ total, parts }) => {
    const members = [total, ...parts].filter((cell) => up[cell]! + down[cell]! > 0);
    return members.map((cell) => {
      const others = members.filter((other) => other !== cell);
      const isPrimary = cells[cell]!.primary !== null;
      return isPrimary
        ? oneOf(others)
        : {
            coefficients: new Map([...others.map((other) => [other, 1] as const), [cell, -1]]),
            atLeast: 0,
          };
    });
  });
}

/**
 * The capacity inequality of Fischetti & Salazar (2001): with reduced costs d of a cell's furthest table, it moves at
 * most by Σ (d⁺·up + d⁻·down) over hidden cells, and that must reach `needed`. Larger coefficients than `needed` say no
 * more than `needed` does.
 */
export function capacityCut(system: DeviationSystem, duals: readonly Float64Array[], needed: number): Cut {
  const coefficients = new Map<number, number>();
  for (let cell = 0; cell < system.columns; cell++) {
    let moves = 0;
    for (const reduced of duals) {
      const d = reduced[cell]!;
      if (Math.abs(d) > 1e-9) moves += Math.abs(d) * (d < 0 ? system.up[cell]! : system.down[cell]!);
    }
    const share = Math.min(1, moves / needed);
    if (share > 1e-7) coefficients.set(cell, share);
  }
  return { coefficients, atLeast: 1 };
}

export interface Target {
  readonly directions: readonly Direction[];
  readonly needed: number;
}

/** What one need asks, direction by direction: each must be reached by the sum of its extremes. */
export function targetsOf({ up, down, spread }: Need): Target[] {
  const targets: Target[] = [
    { directions: ['up'], needed: up },
    { directions: ['down'], needed: down },
    { directions: ['up', 'down'], needed: spread },
  ];
  return targets.filter(({ needed }) => needed > 0);
}

export function rowsOf(cuts: readonly Cut[]): RowBlock {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { coefficients } of cuts) {
    for (const cell of [...coefficients.keys()].sort((a, b) => a - b)) {
      indices.push(cell);
      values.push(coefficients.get(cell)!);
    }
    starts.push(indices.length);
  }
  return {
    lower: cuts.map(({ atLeast }) => atLeast),
    upper: cuts.map(() => Infinity),
    starts,
    indices,
    values,
  };
}
