import { SluisError } from '../../../domain/errors.js';
import type { ProtectionProblem } from './problem.js';

/** How far a hidden primary must be able to rise and fall, and both together, in units of the table. */
export interface Need {
  readonly cell: number;
  readonly up: number;
  readonly down: number;
  readonly spread: number;
}

/** "Strictly more" in a continuous table, in units of 10^-decimals: far above the solver's error, far below a value. */
const STRICTLY_MORE = 1e-3;
const TOLERANCE = STRICTLY_MORE / 2;

/**
 * max − X > level, X − min > level or min = 0 where nothing can be less, at X = 0 the upper side alone; for a
 * frequency-unsafe count max ≥ n0 and max − min ≥ n0 besides. Any other lower bound spares nothing: it may lie close to X.
 */
export function needOf({ cells, integer }: ProtectionProblem, cell: number): Need {
  const { value, lower, primary } = cells[cell]!;
  if (!primary) return { cell, up: 0, down: 0, spread: 0 };
  const { level, minimumFrequency } = primary;
  const beyond = integer ? Math.floor(level) + 1 : level + STRICTLY_MORE;
  const room = lower === 0 ? value : Infinity;
  return {
    cell,
    up: minimumFrequency === null ? beyond : Math.max(beyond, minimumFrequency - value),
    down: value === 0 ? 0 : Math.min(beyond, room),
    spread: minimumFrequency ?? 0,
  };
}

/** A secondary that must be uncertain at all, or hiding it would be pointless. */
export const someUncertainty = (cell: number): Need => ({ cell, up: 0, down: 0, spread: 1 });

export interface Reach {
  readonly up: number;
  readonly down: number;
}

export function meets(need: Need, { up, down }: Reach): boolean {
  const enough = (reached: number, needed: number) => reached >= needed - TOLERANCE;
  return enough(up, need.up) && enough(down, need.down) && enough(up + down, need.spread);
}

/** Hidden, and yet known to within nothing. */
export const isExact = ({ up, down }: Reach) => up + down < TOLERANCE;

/**
 * The needs of all primaries. Throws NotProtectable where one cannot be hidden, or where what everybody knows of it
 * beforehand is narrower than what it needs.
 */
export function needsOf(problem: ProtectionProblem): Need[] {
  const primaries = [...problem.cells.keys()].filter((cell) => problem.cells[cell]!.primary !== null);
  return primaries.map((cell) => {
    const { value, lower, upper, fixed } = problem.cells[cell]!;
    if (fixed)
      throw new SluisError('NotProtectable', `Primary cell ${cell} is public already and cannot be hidden.`);
    const need = needOf(problem, cell);
    const up = upper === null ? Infinity : upper - value;
    const down = lower === null ? Infinity : value - lower;
    if (!meets(need, { up, down }))
      throw new SluisError(
        'NotProtectable',
        `The known bounds of primary cell ${cell} are too narrow for it.`,
      );
    return need;
  });
}
