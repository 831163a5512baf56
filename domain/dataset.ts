import type { Zone } from './names.js';

/** Type of a pseudonym: two columns may be compared only where all three are equal ("typed pseudonyms"). */
export interface PseudonymTag {
  readonly domain: string;
  readonly entityType: string;
  readonly epoch: number;
}

export type ColumnType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'pseudonym';

export interface DatasetColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: FieldRole;
  readonly pseudonym?: PseudonymTag;
  /** Curated: which cells are empty because another column says so, by the contract. */
  readonly gaps?: readonly Gap[];
}

/** Cells without a value although something was delivered: "0 where nothing was counted any more". */
export interface Gap {
  /** Column of the same dataset, and the texts in it at which nothing was collected. */
  readonly where: string;
  readonly equals: readonly string[];
  /** In the words of the contract: "niet verzameld". */
  readonly reason: string;
  readonly cells: number;
}

export type FieldRole =
  | 'direct-id'
  | 'quasi-id'
  | 'sensitive'
  | 'measure'
  | 'dimension'
  | 'technical'
  | 'free-text';

export interface StoredObject {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
}

/**
 * One version of a dataset: what it consists of, by digest. Its hash (canonical JSON) is the version id.
 * The run that made it stands in the catalog's event, never in the objects' bytes.
 */
export interface Manifest {
  readonly dataset: string;
  readonly zone: Zone;
  readonly contractHash: string;
  /** Version ids or digests that it was made from. */
  readonly inputs: readonly string[];
  readonly objects: readonly StoredObject[];
  readonly columns: readonly DatasetColumn[];
  readonly rows: number;
  readonly codeVersion: string;
  readonly engineVersion: string;
}
