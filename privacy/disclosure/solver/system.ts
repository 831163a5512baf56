import { SluisError } from '../../../domain/errors.js';
import type { LinearModel, RowBlock } from './highs-protocol.js';
import type { ProtectionCell, ProtectionProblem } from './problem.js';

/**
 * The table as deviations z from the true values: z = 0 is the true table, every consistent table has M·z = 0 and
 * −down ≤ z ≤ up, and z = 0 in every published cell. The right-hand side is exactly 0, whatever the size of the values.
 */
export interface DeviationSystem {
  readonly columns: number;
  /** How far each cell can fall and rise within what everybody knows: Infinity where unbounded, 0 where public. */
  readonly down: Float64Array;
  readonly up: Float64Array;
  readonly rows: RowBlock;
  /** Per cell the equations whose total it is. */
  readonly totalOf: readonly (readonly number[])[];
  /** In how many equations at most one cell is the total; at least 1. */
  readonly ways: number;
}

/** Throws SpecInvalid where the table does not add up or a value lies outside its own bounds. */
export function deviationSystem(problem: ProtectionProblem): DeviationSystem {
  checkValues(problem);
  const { cells, equations } = problem;
  const totalOf: number[][] = cells.map(() => []);
  const indices: number[] = [];
  const values: number[] = [];
  const starts = [0];
  for (const [index, { total, parts }] of equations.entries()) {
    indices.push(total, ...parts);
    values.push(-1, ...parts.map(() => 1));
    starts.push(indices.length);
    totalOf[total]!.push(index);
  }
  const zeros = equations.map(() => 0);
  return {
    columns: cells.length,
    down: Float64Array.from(cells, (cell) => roomOf(cell).down),
    up: Float64Array.from(cells, (cell) => roomOf(cell).up),
    rows: { lower: zeros, upper: zeros, starts, indices, values },
    totalOf,
    ways: Math.max(1, ...totalOf.map(({ length }) => length)),
  };
}

/** What is public already cannot move, whoever hides it now. */
function roomOf({ value, lower, upper, fixed }: ProtectionCell): { down: number; up: number } {
  if (fixed) return { down: 0, up: 0 };
  return {
    down: lower === null ? Infinity : value - lower,
    up: upper === null ? Infinity : upper - value,
  };
}

function checkValues({ cells, equations }: ProtectionProblem): void {
  for (const [index, { value, lower, upper }] of cells.entries()) {
    const within = (lower === null || lower <= value) && (upper === null || value <= upper);
    if (!Number.isSafeInteger(value) || !within)
      throw new SluisError('SpecInvalid', `Cell ${index} is no exact value within its own bounds.`);
  }
  for (const [index, { total, parts }] of equations.entries()) {
    const members = [total, ...parts];
    if (members.some((cell) => cells[cell] === undefined) || new Set(members).size !== members.length)
      throw new SluisError(
        'SpecInvalid',
        `Equation ${index} names a cell twice, or one that does not exist.`,
      );
    if (cells[total]!.value !== parts.reduce((sum, cell) => sum + cells[cell]!.value, 0))
      throw new SluisError('SpecInvalid', `Equation ${index} does not add up.`);
  }
}

/** The linear model of all consistent tables, every cell published until told otherwise. */
export function attackerModel(system: DeviationSystem, kind: 'linear' | 'integer'): LinearModel {
  return {
    columns: system.columns,
    costs: new Float64Array(system.columns),
    lower: new Float64Array(system.columns),
    upper: new Float64Array(system.columns),
    rows: system.rows,
    integer: kind === 'integer',
  };
}

/** z rounded to whole units if that is, checked exactly, a consistent table that moves hidden cells only; else null. */
export function wholeTable(
  system: DeviationSystem,
  values: Float64Array,
  isHidden: (cell: number) => boolean,
): Float64Array | null {
  const rounded = values.map(Math.round);
  for (let cell = 0; cell < rounded.length; cell++) {
    const moved = rounded[cell]!;
    if (Math.abs(moved - values[cell]!) > 1e-5 * Math.max(1, Math.abs(moved))) return null;
    if (moved !== 0 && !isHidden(cell)) return null;
    if (moved < -system.down[cell]! || moved > system.up[cell]!) return null;
  }
  return balances(system.rows, rounded) ? rounded : null;
}

function balances({ starts, indices, values }: RowBlock, z: Float64Array): boolean {
  for (let row = 0; row + 1 < starts.length; row++) {
    let sum = 0;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++)
      sum += values[entry]! * z[indices[entry]!]!;
    if (sum !== 0) return false;
  }
  return true;
}
