/**
 * A table to protect, as a system of linear equations over cells: rows, columns, hierarchies and linked tables are all
 * equations. Values are exact integers in units of 10^-decimals (at most 2^53), so that margins stay additive and no
 * rounding remainder tells anything. Follows Fischetti & Salazar (2001) and the Handbook on Statistical Disclosure
 * Control (Hundepool et al.); the strict test and the virtual cells are those of the design (privacy.md).
 */
export interface ProtectionProblem {
  readonly cells: readonly ProtectionCell[];
  readonly equations: readonly Equation[];
  /** 10^-decimals is the unit of every value. */
  readonly decimals: number;
  /** Counts: the attacker knows that every cell is an integer. Otherwise cells are continuous. */
  readonly integer: boolean;
  /**
   * Whether a union of hidden cells passes the rules itself, by protected unit. Asked for the hidden parts of an
   * equation whose total is published: their sum is then known exactly (virtual cells; covers singletons).
   * `parts` are cell indexes, with hidden subtotals expanded into their own parts where these are disjoint.
   */
  readonly unionIsSafe: (parts: readonly number[]) => boolean;
}

export interface ProtectionCell {
  /**
   * Exact, in units of 10^-decimals. Of a hidden cell it serves to judge the requirement and for nothing else: an attack
   * on a published file alone does not know it, and gives 0.
   */
  readonly value: number;
  /** What everybody knows of the cell beforehand; null for unbounded. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Null for a cell that may be published. */
  readonly primary: Requirement | null;
  /** Loss of hiding the cell; more than 0. */
  readonly cost: number;
  /** Public already (an earlier release) or structurally empty: can never be hidden. */
  readonly fixed: boolean;
}

/** What the attacker's interval [min, max] of a hidden primary cell must satisfy, strictly where the design says so. */
export interface Requirement {
  /** max − X > level and X − min > level; the lower side is met where min = 0 and nothing can be less; at X = 0 only the upper side counts. */
  readonly level: number;
  /** For a frequency-unsafe count: also max − min ≥ n0 and max ≥ n0, in units of 10^-decimals. Null otherwise. */
  readonly minimumFrequency: number | null;
}

/** value[total] = sum of value[parts]. */
export interface Equation {
  readonly total: number;
  readonly parts: readonly number[];
}

/** The attacker's interval of one hidden cell over all tables consistent with what is published. */
export interface AttackInterval {
  readonly cell: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** One weakness that the attack found. */
export type Weakness =
  | { readonly kind: 'interval'; readonly cell: number; readonly interval: AttackInterval }
  | { readonly kind: 'exact'; readonly cell: number }
  | { readonly kind: 'union'; readonly equation: number; readonly parts: readonly number[] };

export interface AttackReport {
  readonly intervals: readonly AttackInterval[];
  readonly weaknesses: readonly Weakness[];
}

export interface Protection {
  /** Indexes of all hidden cells, primary and secondary, ascending. */
  readonly hidden: readonly number[];
  readonly cost: number;
  /** Proven distance to the optimum: 0 for optimal, null where unknown (greedy). */
  readonly gap: number | null;
  readonly method: 'optimal' | 'greedy';
  /** Name and version of the solver. */
  readonly solver: string;
  readonly attack: AttackReport;
}

export interface SolveOptions {
  readonly method: 'optimal' | 'greedy';
  readonly timeLimitSeconds: number;
  readonly signal?: AbortSignal;
}
