import pg from 'pg';
import type { Endpoints } from '../config.js';

/** Asks the database as the owner of the schema, on one connection; a busy machine has fifteen seconds to answer. */
export async function withOwner<T>(
  { database }: Endpoints,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: database.ownerUrl, connectionTimeoutMillis: 15_000 });
  client.on('error', () => undefined); // the next question fails with it
  try {
    await client.connect();
    return await ask(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
