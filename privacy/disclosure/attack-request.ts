import type { AttackReport } from './solver/problem.js';
import type { HierarchyTexts } from './table/dimension-trees.js';
import type { SafeFile } from './table/safe-csv.js';
import type { TableData } from './table/table-data.js';
import type { TableSpec } from './table/table-spec.js';

export interface AttackRequest {
  readonly spec: TableSpec;
  /** The file as it would leave. */
  readonly bytes: Uint8Array;
  readonly hierarchies: HierarchyTexts;
  /** What the table was made from: only with it are the true values and the units known. */
  readonly data?: TableData;
  /** What is public besides. */
  readonly earlier?: readonly SafeFile[];
  readonly signal?: AbortSignal;
}

/** A report in the numbering of a table, and how to read it. */
export interface Attacked {
  readonly report: AttackReport;
  /** Null for a sum behind the table. */
  readonly codes: (cell: number) => readonly string[] | null;
  readonly decimals: number;
}
