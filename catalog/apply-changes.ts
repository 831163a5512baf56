import type { ClientBase } from 'pg';
import { SluisError } from '../domain/errors.js';
import type { Change, Move, Row } from './projection-tables.js';

/**
 * Applies changes to the projections of a schema. Names come from our own tables, values are one JSON parameter that
 * PostgreSQL types by the table's row.
 * @throws SluisError CatalogConflict where an update finds no row: the event speaks of something unknown; or where an event
 *   cannot happen to something in the state that it is in.
 */
export async function applyChanges(
  client: ClientBase,
  schema: string,
  changes: readonly Change[],
): Promise<void> {
  for (const change of changes) {
    if (change.op === 'insert') await insertRows(client, `${schema}.${change.table}`, change.rows);
    else if (change.op === 'move') await moveRow(client, `${schema}.${change.table}`, change);
    else await updateRow(client, `${schema}.${change.table}`, change.key, change.set);
  }
}

/** @returns how many were not there yet */
async function insertRows(client: ClientBase, table: string, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
  return rowCount ?? 0;
}

/** The next state is read from the moves by the state that stands there, in the same statement that writes it. */
async function moveRow(
  client: ClientBase,
  table: string,
  { event, moves, key, set, born }: Move,
): Promise<void> {
  const { absent, ...between } = moves;
  const isBorn = born !== undefined && absent !== undefined;
  if (isBorn && (await insertRows(client, table, [{ ...born, state: absent }])) > 0) return;
  const assigned = Object.keys(set).map((column) => `, ${column} = given.${column}`);
  const condition = Object.keys(key).map((column) => `t.${column} = given.${column}`);
  const { rowCount } = await client.query(
    `UPDATE ${table} AS t SET state = $2::jsonb ->> t.state${assigned.join('')}
     FROM jsonb_populate_record(NULL::${table}, $1::jsonb) AS given
     WHERE ${condition.join(' AND ')} AND $2::jsonb ? t.state`,
    [JSON.stringify({ ...set, ...key }), JSON.stringify(between)],
  );
  if (rowCount !== 0) return;
  throw new SluisError(
    'CatalogConflict',
    `The event ${event} changes an unknown row of ${table}, or cannot happen in the state that it is in.`,
    { table, event, key: Object.values(key).map(String) },
  );
}

async function updateRow(client: ClientBase, table: string, key: Row, set: Row): Promise<void> {
  const columns = Object.keys(set);
  const condition = Object.keys(key).map((column) => `t.${column} = given.${column}`);
  const { rowCount } = await client.query(
    `UPDATE ${table} AS t SET ${columns.map((column) => `${column} = given.${column}`).join(', ')}
     FROM jsonb_populate_record(NULL::${table}, $1::jsonb) AS given WHERE ${condition.join(' AND ')}`,
    [JSON.stringify({ ...set, ...key })],
  );
  if (rowCount === 0)
    throw new SluisError('CatalogConflict', `An event changes an unknown row of ${table}.`, {
      table,
      key: Object.values(key).map(String),
    });
}
