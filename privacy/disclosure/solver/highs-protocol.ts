/** What the main thread and the solver's thread say to each other. Every model is minimised. */
export interface LinearModel {
  readonly columns: number;
  readonly costs: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rows: RowBlock;
  /** Every column is an integer: a mixed-integer solve. Otherwise a linear one that keeps its basis between runs. */
  readonly integer: boolean;
}

/** Rows in compressed form: row r has entries starts[r] up to starts[r + 1]. */
export interface RowBlock {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly starts: readonly number[];
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** New values for some columns, parallel to `columns` (ascending). */
export interface ColumnChange {
  readonly columns: readonly number[];
  readonly costs?: readonly number[];
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
}

/** One solve: the changes are applied first and stay. */
export interface Run {
  readonly changes: readonly ColumnChange[];
  readonly rows?: RowBlock;
  /** Relative gap at which a mixed-integer solve may stop. */
  readonly gap?: number;
}

export type RunStatus = 'optimal' | 'infeasible' | 'unbounded' | 'failed';

export interface RunResult {
  readonly status: RunStatus;
  readonly objective: number;
  /** Proven lower bound of the objective; equal to it for a linear model. */
  readonly bound: number;
  /** Empty unless optimal. */
  readonly values: Float64Array;
  /** Reduced costs of a linear model; empty otherwise. */
  readonly duals: Float64Array;
}

export type Request =
  | { readonly kind: 'open'; readonly model: number; readonly data: LinearModel }
  | { readonly kind: 'run'; readonly model: number; readonly run: Run }
  | { readonly kind: 'close'; readonly model: number };

export type Reply = { readonly version: string } | { readonly result: RunResult } | { readonly done: true };
