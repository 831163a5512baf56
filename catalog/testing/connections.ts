import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { DatabaseRole } from '../migrate.js';
import { startPostgres, type TestPostgres } from './postgres.js';

/**
 * One migrated database for the tests of a file, on a cluster of its own. The answer connects as a role, or as the
 * superuser; every connection is closed at the end.
 */
export function connectionsForTests(): (role?: DatabaseRole) => Promise<pg.Client> {
  let postgres: TestPostgres;
  let database: string;
  const open: pg.Client[] = [];
  beforeAll(async () => {
    postgres = await startPostgres();
    database = await postgres.createDatabase();
  });
  afterAll(async () => {
    for (const client of open) await client.end();
    await postgres?.stop();
  });
  return async (role) => {
    const client = new pg.Client(postgres.settings(database, role));
    await client.connect();
    open.push(client);
    return client;
  };
}
