import pg from 'pg';
import { readMigrations } from '../../catalog/migrate.js';
import { databaseRole, type Endpoints } from '../config.js';
import { IDENTITIES } from '../secrets.js';
import { OLDEST_POSTGRES } from '../servers/binaries.js';
import { clockFinding } from './clock.js';
import { broken, type Finding, ok } from './finding.js';

const LOG_RIGHTS = `
  SELECT r.rolname AS role,
    r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls AS strong,
    has_table_privilege(r.rolname, 'catalog.event', 'UPDATE, DELETE, TRUNCATE') AS changes,
    has_table_privilege(r.rolname, 'catalog.event', 'INSERT') AS appends
  FROM pg_roles r WHERE r.rolname = ANY($1) ORDER BY r.rolname`;

/** Version, clock and schema of PostgreSQL, and what each role may do to the log. */
export async function databaseFindings({ database }: Endpoints): Promise<readonly Finding[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl, connectionTimeoutMillis: 15_000 });
  client.on('error', () => undefined); // the next question fails with it
  try {
    const asked = Date.now();
    await client.connect();
    const { rows } = await client.query<{ version: number; now: Date }>(
      `SELECT current_setting('server_version_num')::int AS version, clock_timestamp() AS now`,
    );
    const version = Math.floor((rows[0]?.version ?? 0) / 10_000);
    const named = version >= OLDEST_POSTGRES;
    return [
      named
        ? ok('servers', 'postgres', `PostgreSQL ${version}; no extension is needed`)
        : broken('servers', 'postgres', `PostgreSQL ${version}`, 'Install PostgreSQL 15 or later.'),
      clockFinding('postgres', rows[0]?.now ?? new Date(0), asked),
      await schema(client),
      ...(await rights(client)),
    ];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function schema(client: pg.Client): Promise<Finding> {
  const known = await readMigrations();
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM catalog.migration');
  const says = `${rows[0]?.n ?? 0} of ${known.length} migrations`;
  return rows[0]?.n === known.length
    ? ok('servers', 'schema', says)
    : broken('servers', 'schema', says, 'Run: sluis up');
}

async function rights(client: pg.Client): Promise<Finding[]> {
  const roles = ['sluis_owner', ...IDENTITIES.map(databaseRole)];
  const { rows } = await client.query<{ role: string; strong: boolean; changes: boolean; appends: boolean }>(
    LOG_RIGHTS,
    [roles],
  );
  const findings = roles.map((role) => {
    const found = rows.find((row) => row.role === role);
    if (!found) return broken('rights', role, 'no such role', 'Run: sluis up');
    if (found.strong)
      return broken(
        'rights',
        role,
        'may more than any of our roles',
        `ALTER ROLE ${role} NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS`,
      );
    if (role === 'sluis_owner') return ok('rights', role, 'owns the schema, makes no roles');
    if (found.changes || found.appends !== (role === 'sluis_control'))
      return broken('rights', role, 'has other rights on events', 'See catalog/migrations/006-grants.sql.');
    return ok(
      'rights',
      role,
      found.appends ? 'appends events, changes none' : 'neither appends nor changes events',
    );
  });
  return findings;
}
