import type { ClientBase } from 'pg';
import { SluisError } from '../domain/errors.js';
import type { Change, Row } from './projection-tables.js';

/**
 * Applies changes to the projections of a schema. Names come from our own tables, values are one JSON parameter that
 * PostgreSQL types by the table's row.
 * @throws SluisError CatalogConflict where an update finds no row: the event speaks of something unknown.
 */
export async function applyChanges(
  client: ClientBase,
  schema: string,
  changes: readonly Change[],
): Promise<void> {
  for (const change of changes) {
    if (change.op === 'insert') await insertRows(client, `${schema}.${change.table}`, change.rows);
    else await updateRow(client, `${schema}.${change.table}`, change.key, change.set);
  }
}

async function insertRows(client: ClientBase, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
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
