import { type EventOf, type Living, type Moves, movesOf } from '../domain/lifecycle.js';

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
  measure: ['measure_id'],
} as const satisfies Record<string, readonly string[]>;
export type Projection = keyof typeof PROJECTIONS;

export type Row = Readonly<Record<string, unknown>>;

/**
 * `insert`: the first row under a key stays. `update`: of the row with that key, which must be there. `move`: of something
 * that has a life: its next state is what the table of `domain/lifecycle.ts` says of the state that it is in, and an event
 * that is impossible there is refused. `born` is the row of something that may not be there yet, without its state.
 */
export type Change =
  | { readonly op: 'insert'; readonly table: Projection; readonly rows: readonly Row[] }
  | { readonly op: 'update'; readonly table: Projection; readonly key: Row; readonly set: Row }
  | Move;

export interface Move {
  readonly op: 'move';
  readonly table: Living;
  readonly event: string;
  readonly moves: Moves;
  readonly key: Row;
  readonly set: Row;
  readonly born?: Row;
}

export const insert = (table: Projection, ...rows: Row[]): Change => ({ op: 'insert', table, rows });
export const update = (table: Projection, key: Row, set: Row): Change => ({ op: 'update', table, key, set });

export function move<L extends Living>(table: L, event: EventOf<L>, key: Row, set: Row): Change {
  return { op: 'move', table, event: String(event), moves: movesOf(table, event), key, set };
}

/** The first event of a life. Where the same is there already its row stays, and the event must be possible in its state. */
export function bear<L extends Living>(table: L, event: EventOf<L>, row: Row): Change {
  const key = Object.fromEntries(PROJECTIONS[table].map((column) => [column, row[column]]));
  return { op: 'move', table, event: String(event), moves: movesOf(table, event), key, set: {}, born: row };
}
