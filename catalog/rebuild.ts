import type { ClientBase } from 'pg';
import { applyChanges } from './apply-changes.js';
import { project } from './project.js';
import { PROJECTIONS, type Projection } from './projection-tables.js';
import { storedEvents } from './stored-event.js';

/** One row that the events and the tables of the catalog do not agree on, or an event that says nothing usable. */
export interface ProjectionDifference {
  /** `missing`: only the events have it; `surplus`: only the table; `unreadable`: the event itself cannot be projected. */
  readonly what: 'missing' | 'surplus' | 'changed' | 'unreadable';
  readonly table: Projection | 'event';
  /** Key columns: ids, never another value of the row. */
  readonly key: Readonly<Record<string, string>>;
}

const TABLES = Object.keys(PROJECTIONS) as Projection[];
/** Of one table; a catalog in which more rows differ is to be rebuilt, not read row by row. */
const MOST_DIFFERENCES = 100;

/**
 * Rebuilds every projection from the events in temporary tables, as the reader may, and compares both ways in one snapshot.
 * The tables of the catalog are not touched. Needs a client of its own: it begins and ends a transaction.
 */
export async function compareProjections(client: ClientBase): Promise<ProjectionDifference[]> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    for (const table of TABLES) await client.query(temporaryTable(table));
    const unreadable = await rebuild(client);
    if (unreadable !== null)
      return [{ what: 'unreadable', table: 'event', key: { seq: String(unreadable) } }];
    const differences: ProjectionDifference[] = [];
    for (const table of TABLES) differences.push(...(await differencesIn(client, table)));
    return differences;
  } finally {
    await client.query('ROLLBACK');
  }
}

const temporaryTable = (table: Projection) =>
  `CREATE TEMPORARY TABLE ${table} (LIKE reading.${table}, PRIMARY KEY (${PROJECTIONS[table].join(', ')}))`;

/** Projects all events; returns the number of the first that changes something unknown or has not the shape of its type. */
async function rebuild(client: ClientBase): Promise<number | null> {
  for await (const event of storedEvents(client)) {
    try {
      await applyChanges(client, 'pg_temp', project(event));
    } catch {
      return event.seq;
    }
  }
  return null;
}

async function differencesIn(client: ClientBase, table: Projection): Promise<ProjectionDifference[]> {
  const columns = PROJECTIONS[table];
  const key = columns.join(', ');
  const only = (one: string, other: string) =>
    `SELECT * FROM ${one}.${table} EXCEPT SELECT * FROM ${other}.${table}`;
  const { rows } = await client.query<{ rebuilt: boolean; stored: boolean } & Record<string, unknown>>(
    `SELECT ${key}, bool_or(side = 'rebuilt') AS rebuilt, bool_or(side = 'stored') AS stored FROM (
       SELECT 'rebuilt' AS side, ${key} FROM (${only('pg_temp', 'reading')}) AS missing
       UNION ALL SELECT 'stored', ${key} FROM (${only('reading', 'pg_temp')}) AS surplus
     ) AS difference GROUP BY ${key} ORDER BY ${key} LIMIT ${MOST_DIFFERENCES}`,
  );
  return rows.map((row) => ({
    what: row.rebuilt && row.stored ? 'changed' : row.rebuilt ? 'missing' : 'surplus',
    table,
    key: Object.fromEntries(columns.map((column) => [column, String(row[column])])),
  }));
}
