import pg from 'pg';

/** A small pool: two cores serve few queries at once. Errors of idle connections are the next query's business. */
export function createPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  return pool;
}
