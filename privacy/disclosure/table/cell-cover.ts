import type { Equation } from '../solver/problem.js';
import type { Tabulation } from './tabulate.js';

/** Finds the fewest cells that say the same as many: a total in the place of all its parts that hold a record. */
export class CellCover {
  /** Per cell the equations that it is a part of. */
  readonly #above = new Map<number, Equation[]>();
  readonly #isEmpty: (cell: number) => boolean;

  constructor({ space, cells }: Tabulation) {
    for (const equation of space.equations())
      for (const part of equation.parts) this.#above.set(part, [...(this.#above.get(part) ?? []), equation]);
    this.#isEmpty = (cell) => cells[cell]?.units.every(({ n }) => n === 0) ?? true;
  }

  /** @param leaves cells of the finest level, each with a record in it */
  of(leaves: readonly number[]): readonly number[] {
    const chosen = new Set(leaves);
    const open = [...chosen];
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      if (!chosen.has(cell)) continue;
      const whole = this.#above
        .get(cell)
        ?.find(({ parts }) => parts.every((part) => chosen.has(part) || this.#isEmpty(part)));
      if (!whole) continue;
      for (const part of whole.parts) chosen.delete(part);
      chosen.add(whole.total);
      open.push(whole.total);
    }
    return [...chosen].sort((a, b) => a - b);
  }
}
