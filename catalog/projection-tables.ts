/** Primary key of each projection: what an insert may not repeat, and by which a difference is named. */
export const PROJECTIONS = {
  request: ['request_id'],
  decision: ['workflow_id', 'decision_key'],
  contract: ['contract_hash'],
  linkage: ['linkage_hash'],
  source: ['source_id'],
  delivery: ['delivery_id'],
  gate_verdict: ['seq'],
  dataset_version: ['version'],
  run: ['run_id'],
  run_input: ['run_id', 'version'],
  run_output: ['run_id', 'version'],
  column_edge: ['run_id', 'to_version', 'to_column', 'from_version', 'from_column', 'kind', 'subtype'],
  release: ['release_id'],
  quarantine: ['subject_kind', 'subject_id'],
  review: ['request_id'],
} as const satisfies Record<string, readonly string[]>;
export type Projection = keyof typeof PROJECTIONS;

export type Row = Readonly<Record<string, unknown>>;

/** `insert`: the first row under a key stays. `update`: of the row with that key, which must be there. */
export type Change =
  | { readonly op: 'insert'; readonly table: Projection; readonly rows: readonly Row[] }
  | { readonly op: 'update'; readonly table: Projection; readonly key: Row; readonly set: Row };

export const insert = (table: Projection, ...rows: Row[]): Change => ({ op: 'insert', table, rows });
export const update = (table: Projection, key: Row, set: Row): Change => ({ op: 'update', table, key, set });
