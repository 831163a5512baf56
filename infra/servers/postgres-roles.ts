import pg from 'pg';
import { SluisError } from '../../domain/errors.js';
import { databaseRole } from '../config.js';
import { IDENTITIES, type Secrets } from '../secrets.js';
import { OLDEST_POSTGRES } from './binaries.js';

/** Database of the embedded server; one of your own is named by DATABASE_URL. */
export const DATABASE = 'sluis';

/**
 * The roles of architecture.md: one that owns the schema, one for each worker, one that reads. None of them is a
 * superuser, makes roles or bypasses a right. Again is harmless; passwords follow the secrets.
 */
export async function ensureRoles(adminUrl: string, database: string, secrets: Secrets): Promise<void> {
  const client = await connected(adminUrl);
  try {
    await requireVersion(client);
    await ensureRole(client, 'sluis_owner', secrets.ownerPassword);
    for (const who of IDENTITIES) await ensureRole(client, databaseRole(who), secrets.passwords[who]);
    // PostgreSQL 16 and later want membership before a thing is given away; the superuser needs none.
    await client.query('GRANT sluis_owner TO CURRENT_USER');
    await ensureDatabase(client, database);
  } catch (error) {
    if (error instanceof SluisError) throw error;
    const code = String((error as { code?: unknown }).code ?? 'unknown');
    throw new SluisError(
      'CatalogUnavailable',
      `The database roles could not be made (SQLSTATE ${code}): the user of DATABASE_URL needs CREATEROLE and its database.`,
      { code },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL 16 and later let a user without CREATEDB not even take it away: a role that is there gets its password. */
async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  const kept = verb === 'CREATE' ? 'NOCREATEDB NOCREATEROLE' : '';
  await client.query(`${verb} ROLE ${role} LOGIN ${kept} PASSWORD ${client.escapeLiteral(password)}`);
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  const major = Math.floor(Number(rows[0]?.server_version_num ?? 0) / 10_000);
  if (major >= OLDEST_POSTGRES) return;
  throw new SluisError(
    'CatalogUnavailable',
    `PostgreSQL ${major} is too old: DATABASE_URL needs ${OLDEST_POSTGRES} or later.`,
    { major },
  );
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const name = client.escapeIdentifier(database);
  const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (known.rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER sluis_owner`);
  const roles = IDENTITIES.map(databaseRole).join(', ');
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT, TEMPORARY, CREATE ON DATABASE ${name} TO sluis_owner`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${roles}`);
  // Control and readers rebuild projections in tables of their own session to compare them.
  const rebuilders = (['control', 'person'] as const).map(databaseRole).join(', ');
  await client.query(`GRANT TEMPORARY ON DATABASE ${name} TO ${rebuilders}`);
}

/**
 * Of a server of our own: nobody but its superuser enters the databases that it was made with, where a worker could
 * otherwise leave what no test of the catalog sees.
 */
export async function closeOtherDatabases(adminUrl: string): Promise<void> {
  const client = await connected(adminUrl);
  try {
    for (const name of ['postgres', 'template1'])
      await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a lost connection fails the next query
  try {
    await client.connect();
    return client;
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? 'unknown');
    throw new SluisError(
      'CatalogUnavailable',
      `PostgreSQL does not answer (${code}); is DATABASE_URL right, and its database there?`,
      { code },
    );
  }
}
