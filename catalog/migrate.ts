import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ClientBase } from 'pg';
import { sha256Text } from '../domain/digest.js';
import { SluisError } from '../domain/errors.js';

/** Roles of the cluster that the grants name; the set-up creates them, with passwords that only it knows. */
export const DATABASE_ROLES = ['sluis_control', 'sluis_vault', 'sluis_data', 'sluis_reader'] as const;
export type DatabaseRole = (typeof DATABASE_ROLES)[number];

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const MIGRATION_LOCK = 'SELECT pg_advisory_lock(1936483699, 0)';
const MIGRATION_UNLOCK = 'SELECT pg_advisory_unlock(1936483699, 0)';

/**
 * Brings the schema forward, as the owner of the database; each migration in a transaction of its own, once.
 * Two that start together wait for each other. Returns the names of what was applied.
 * @throws SluisError CatalogConflict where an applied migration has changed, is unknown here, or a role is missing.
 */
export async function migrate(client: ClientBase, folder = migrationsFolder()): Promise<string[]> {
  const migrations = await readMigrations(folder);
  await client.query(MIGRATION_LOCK);
  try {
    await requireRoles(client);
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS catalog;
      CREATE SCHEMA IF NOT EXISTS reading;
      CREATE TABLE IF NOT EXISTS catalog.migration (
        number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,
        applied_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`);
    const pending = await unapplied(client, migrations);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.query(MIGRATION_UNLOCK);
  }
}

/** Numbered files `NNN-name.sql` of a folder, in order, without gaps. */
export async function readMigrations(folder = migrationsFolder()): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{3}-.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(name.slice(0, 3));
      if (number !== index + 1)
        throw new SluisError('CatalogConflict', `Migration ${name} should be number ${index + 1}.`);
      const sql = await readFile(`${folder}/${name}`, 'utf8');
      return { number, name, sql, sha256: sha256Text(sql) };
    }),
  );
}

/** Beside this file; the compiled form finds them in the sources of the same checkout. */
function migrationsFolder(): string {
  const candidates = ['./migrations/', '../../catalog/migrations/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new SluisError('CatalogUnavailable', 'The folder catalog/migrations is missing.');
  return found;
}

async function requireRoles(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    'SELECT rolname FROM pg_roles WHERE rolname = ANY($1)',
    [DATABASE_ROLES],
  );
  const missing = DATABASE_ROLES.filter((role) => !rows.some(({ rolname }) => rolname === role));
  if (missing.length > 0)
    throw new SluisError(
      'CatalogConflict',
      `Create the database roles ${missing.join(', ')} before migrating.`,
      {
        missing,
      },
    );
}

async function unapplied(client: ClientBase, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ number: number; name: string; sha256: string }>(
    'SELECT number, name, sha256 FROM catalog.migration ORDER BY number',
  );
  for (const applied of rows) {
    const known = migrations[applied.number - 1];
    if (!known)
      throw new SluisError(
        'CatalogConflict',
        `The database has migration ${applied.number}, this version does not: update the program.`,
      );
    if (known.sha256 !== applied.sha256)
      throw new SluisError(
        'CatalogConflict',
        `Migration ${known.name} was changed after it was applied; add a new one.`,
      );
  }
  return migrations.slice(rows.length);
}

async function apply(client: ClientBase, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO catalog.migration (number, name, sha256) VALUES ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.sha256,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
