/** A safe table (dimension columns, then value and status) with the protected units that it counts. */
export interface CountedTable {
  readonly columns: readonly { readonly name: string }[];
  /** The grand total stands first. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** Tables of one system were protected and attacked as one. */
  readonly system: string;
  /** It counts records; otherwise it sums a measure, and its figures and counts do not add up to each other. */
  readonly isCount: boolean;
  /** What the ids of its units are ids of: ids of another kind cannot be held against each other. */
  readonly unitKind: string;
  /** Records of each unit, by their numbers. */
  readonly units: ReadonlyMap<string, readonly number[]>;
  /** Codes of a record without that of the total, from the finest level on, by the number of the dimension. */
  readonly codesOf: (record: number, dimension: number) => readonly string[];
}
