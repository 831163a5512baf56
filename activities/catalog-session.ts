import pg from 'pg';
import { inTransaction } from '../catalog/append.js';
import { SluisError } from '../domain/errors.js';

/** Runs `work` on one connection; what the driver says never leaves, because it may quote what was sent. */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  try {
    return await work(client);
  } catch (error) {
    throw error instanceof pg.DatabaseError ? catalogError(error) : error;
  } finally {
    client.release();
  }
}

/** As `withClient`, in one READ COMMITTED transaction. */
export function withTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return withClient(pool, (client) => inTransaction(client, () => work(client)));
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch {
    throw new SluisError(
      'CatalogUnavailable',
      'The catalog does not answer; it is tried again. See: sluis status',
    );
  }
}

/** SQLSTATE classes 08, 40, 53, 57: the server is away, busy or stopping; everything else will not pass by itself. */
function catalogError(error: pg.DatabaseError): SluisError {
  const state = error.code ?? 'unknown';
  const passes = ['08', '40', '53', '57'].includes(state.slice(0, 2));
  const code = passes ? 'CatalogUnavailable' : 'CatalogConflict';
  return new SluisError(
    code,
    `The catalog refused a record (SQLSTATE ${state}, ${error.table ?? 'no table'}).`,
  );
}
