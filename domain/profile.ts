/** Kinds of identifying content that the vault looks for in a landed file (rule C03 of the policy). */
export const DETECTED_KINDS = [
  'bsn',
  'iban',
  'email',
  'phone',
  'birth-date',
  'address',
  'coordinates',
  'number-plate',
  'name',
  'person-key',
] as const;
export type DetectedKind = (typeof DETECTED_KINDS)[number];

export const SHAPE_FINDINGS = [
  'empty',
  'header-only',
  'one-column',
  'quoted-whole',
  'ragged',
  'encoding',
  'nul-byte',
  'duplicate-header',
  'line-too-long',
  'open-quote',
  'line-ends',
  'not-a-file',
  'unreadable',
  'parts-differ',
  'part-twice',
] as const;
export type ShapeFinding = (typeof SHAPE_FINDINGS)[number];

/**
 * What the vault found in one landed delivery, bound to one contract. Counts, positions and the contract's own column
 * names only: never a value, never the name of a column or file that the contract does not know.
 */
export interface Profile {
  readonly rows: number;
  readonly parts: number;
  readonly shape: readonly { finding: ShapeFinding; part: number; line?: number; position?: number }[];
  /** Columns of the contract that the file has. */
  readonly columns: readonly ColumnProfile[];
  /** Names of required contract fields that the file lacks (rule M02); an optional one may be absent. */
  readonly missingColumns: readonly string[];
  /** Columns of the file that the contract does not know: position (1-based) and what was detected in them. */
  readonly unknownColumns: readonly { position: number; detected: readonly DetectedKind[] }[];
  /** Records in the smallest class over all columns but measured numbers and technical ones that are dropped; 0 for no rows. */
  readonly smallestClass: number;
  /**
   * Records in the largest class over what is kept, measured numbers apart and columns of which most records have a value
   * of their own, the area code excepted; 0 for no rows. Counted where a contract claims figures about areas.
   */
  readonly largestClass?: number;
}

export interface ColumnProfile {
  readonly name: string;
  readonly position: number;
  readonly missing: number;
  readonly distinct: number;
  /** Values that the declared logical type, code list or area level does not allow. */
  readonly invalid: number;
  readonly detected: readonly DetectedKind[];
  /** Dates to the day stand in it, of whatever type the contract says it is; absent where none do (rule K02). */
  readonly dates?: true;
}

/** Re-identification risk of a curated dataset; class sizes in persons or households where a column holds their pseudonyms. */
export interface RiskReport {
  readonly unit: 'person' | 'household' | 'record';
  readonly units: number;
  readonly rows: number;
  /** Size of the smallest class over the columns that tell records apart; null where there are no rows. */
  readonly kMin: number | null;
  /** Units in classes below 10, and the share of all units. */
  readonly unitsBelowK: number;
  readonly shareBelowK: number;
  readonly uniqueUnits: number;
  /** Columns that were taken for ones that tell records apart, whatever role the contract gives them. */
  readonly quasiIdentifiers: readonly string[];
}
