import type { UnitSummary } from './contributions.js';

/** The content of the cells of the finest level, from which every other cell and every union is made. */
export interface FinestCells {
  /** 10^-decimals is the unit of all values. */
  readonly decimals: number;
  /** Some contribution is below 0. */
  readonly negative: boolean;
  value(leaf: number): bigint;
  /** Sum of the cost column; 0 where there is none. */
  cost(leaf: number): number;
  /** The combination cannot occur. */
  impossible(leaf: number): boolean;
  /** One summary per kind of unit. */
  summarise(leaves: readonly number[]): readonly UnitSummary[];
}
