/**
 * What one protected table is: its dimensions, what is counted or summed, whom it protects and by which rules.
 * The same specification describes a file of table.yaml and the table of a theme's output.
 */
export interface TableSpec {
  readonly dimensions: readonly DimensionSpec[];
  /** Column that is summed; null for a frequency table, which counts records. */
  readonly measure: string | null;
  /** Columns of the protected units, all of which must pass; empty: each record is a unit. */
  readonly units: readonly string[];
  /** Column of the sampling weight, which stays secret. */
  readonly weight: string | null;
  /**
   * What everybody knows about a cell of the finest level beforehand; no max: unbounded above. A min below 0 is only
   * taken of sums in which some contribution is: elsewhere it would make the attacker know less than everybody does.
   */
  readonly bounds: { readonly min: number; readonly max: number | null };
  readonly rules: DisclosureRules;
  readonly cost: CellCost;
  readonly method: 'optimal' | 'greedy';
  readonly timeLimitSeconds: number;
  /** Rows are cells of the finest level (`value`, `n`, `top1`, `top2`) instead of records. */
  readonly cells: boolean;
}

export interface DimensionSpec {
  readonly column: string;
  readonly hierarchy: HierarchySource;
  /** How the total of the dimension is spelled in the published table. */
  readonly total: string;
  /** Categories whose near-certainty discloses something about the members of an identifying group. */
  readonly disclosive: readonly string[];
  /** Its categories are groups in which people can be recognised. */
  readonly identifying: boolean;
}

export type HierarchySource =
  | { readonly kind: 'flat' }
  /** Name of a τ-ARGUS .hrc file, or of a CSV of code,parent; the caller reads it. */
  | { readonly kind: 'file'; readonly file: string }
  /** Columns of the data with the coarser levels, from fine to coarse. */
  | { readonly kind: 'parents'; readonly columns: readonly string[] };

/** Confidential: only the output checker may see the values (privacy.md). */
export interface DisclosureRules {
  /** n0: a cell with 0 < N < n0 units is unsafe. Never below ten. */
  readonly minFrequency: number;
  /** p: a magnitude is unsafe where the rest of the two largest is at most p % of the largest. Never below ten. */
  readonly pPercent: number;
  readonly dominance: readonly DominanceRule[];
  readonly pq: { readonly p: number; readonly q: number } | null;
  readonly groupDisclosure: GroupRule;
  /** Whether a value exactly on a threshold is unsafe. */
  readonly boundary: 'unsafe' | 'safe';
}

/** Unsafe where the n largest contributions are at least k % of the cell. */
export interface DominanceRule {
  readonly n: number;
  readonly k: number;
}

/** Only asked where a dimension declares disclosive categories and another is identifying. */
export interface GroupRule {
  /** Share of the disclosive categories from which a group is unsafe. */
  readonly share: number;
  /** Also unsafe where the share is exactly 0. */
  readonly zero: boolean;
}

/** What hiding a cell loses: its value, its number of units, 1, or the sum of a column. */
export type CellCost =
  | { readonly kind: 'value' }
  | { readonly kind: 'count' }
  | { readonly kind: 'unit' }
  | { readonly kind: 'column'; readonly column: string };

/** No table protects with fewer units than this, whatever its specification says. */
export const LOWEST_MINIMUM_FREQUENCY = 10;

/** Nor does a sum with a smaller p. */
export const LOWEST_P_PERCENT = 10;
