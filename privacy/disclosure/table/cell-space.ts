import { SluisError } from '../../../domain/errors.js';
import type { Equation } from '../solver/problem.js';
import type { Hierarchy } from './hierarchy.js';

/** A table with more cells is no table that a person reads, and no program that ends in a minute. */
export const MAX_CELLS = 100_000;

/**
 * All combinations of the categories of all levels of all dimensions, numbered: the last dimension runs fastest, and
 * within a dimension a category stands after the one above it. Cell 0 is the grand total.
 */
export class CellSpace {
  readonly dimensions: readonly Hierarchy[];
  readonly size: number;
  readonly #strides: readonly number[];
  readonly #leavesOf: readonly (readonly (readonly number[])[])[];

  /** @throws SluisError SpecInvalid for more than MAX_CELLS cells */
  constructor(dimensions: readonly Hierarchy[]) {
    this.dimensions = dimensions;
    const sizes = dimensions.map(({ categories }) => categories.length);
    this.size = sizes.reduce((product, size) => product * size, 1);
    if (this.size > MAX_CELLS)
      throw new SluisError(
        'SpecInvalid',
        `The table has ${this.size} cells; at most ${MAX_CELLS}. Coarsen it.`,
      );
    this.#strides = sizes.map((_, at) => sizes.slice(at + 1).reduce((product, size) => product * size, 1));
    this.#leavesOf = dimensions.map(leavesBelow);
  }

  cell(keys: readonly number[]): number {
    return keys.reduce((sum, key, at) => sum + key * (this.#strides[at] as number), 0);
  }

  /** Category of each dimension. */
  keys(cell: number): readonly number[] {
    return this.dimensions.map(
      ({ categories }, at) => Math.floor(cell / (this.#strides[at] as number)) % categories.length,
    );
  }

  codes(cell: number): readonly string[] {
    return this.keys(cell).map((key, at) => this.dimensions[at]?.categories[key]?.code ?? '');
  }

  /** Cells of the finest level that a cell adds up; itself where it is one. */
  leaves(cell: number): readonly number[] {
    return this.keys(cell).reduce<readonly number[]>(
      (sums, key, at) => {
        const below = this.#leavesOf[at]?.[key] ?? [];
        return sums.flatMap((sum) => below.map((leaf) => sum + leaf * (this.#strides[at] as number)));
      },
      [0],
    );
  }

  /** Every category is the sum of those right below it, in every combination of the other dimensions. */
  equations(): readonly Equation[] {
    const equations: Equation[] = [];
    for (let cell = 0; cell < this.size; cell += 1) {
      this.keys(cell).forEach((key, at) => {
        const children = this.dimensions[at]?.categories[key]?.children ?? [];
        const stride = this.#strides[at] as number;
        if (children.length > 0)
          equations.push({ total: cell, parts: children.map((child) => cell + (child - key) * stride) });
      });
    }
    return equations;
  }
}

/** Per category the leaves below it. Children stand after their parent, so the walk goes backwards. */
function leavesBelow({ categories }: Hierarchy): readonly (readonly number[])[] {
  const leaves: (readonly number[])[] = [];
  for (let index = categories.length - 1; index >= 0; index -= 1) {
    const children = categories[index]?.children ?? [];
    leaves[index] = children.length === 0 ? [index] : children.flatMap((child) => leaves[child] ?? []);
  }
  return leaves;
}
