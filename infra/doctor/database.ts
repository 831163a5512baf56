import type pg from 'pg';
import { readMigrations } from '../../catalog/migrate.js';
import { databaseRole, type Endpoints } from '../config.js';
import { IDENTITIES } from '../secrets.js';
import { OLDEST_POSTGRES } from '../servers/binaries.js';
import { clockFinding } from './clock.js';
import { broken, type Finding, ok } from './finding.js';
import { withOwner } from './with-owner.js';

/** A right on one column is a right; TRIGGER lets its holder rewrite what others insert. */
const LOG_RIGHTS = `
  SELECT r.rolname AS role,
    r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls AS strong,
    has_table_privilege(r.rolname, 'catalog.event', 'UPDATE, DELETE, TRUNCATE, TRIGGER')
      OR has_any_column_privilege(r.rolname, 'catalog.event', 'UPDATE') AS changes,
    has_table_privilege(r.rolname, 'catalog.event', 'INSERT') AS appends,
    has_any_column_privilege(r.rolname, 'catalog.event', 'INSERT') AS "appendsColumns",
    r.rolname <> 'sluis_owner' AND pg_has_role(r.rolname, 'sluis_owner', 'MEMBER') AS owns
  FROM pg_roles r WHERE r.rolname = ANY($1) ORDER BY r.rolname`;

/** D fires never, R in a replica alone. */
const LOG_TRIGGERS = `
  SELECT tgname AS name FROM pg_trigger
  WHERE tgrelid = 'catalog.event'::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A')`;

/** Version, clock and schema of PostgreSQL, and what each role may do to the log. */
export async function databaseFindings(endpoints: Endpoints): Promise<readonly Finding[]> {
  const asked = Date.now();
  return await withOwner(endpoints, async (client) => {
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
      await logTriggers(client),
    ];
  });
}

async function schema(client: pg.Client): Promise<Finding> {
  const known = await readMigrations();
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM catalog.migration');
  const says = `${rows[0]?.n ?? 0} of ${known.length} migrations`;
  return rows[0]?.n === known.length
    ? ok('servers', 'schema', says)
    : broken('servers', 'schema', says, 'Run: sluis up');
}

interface LogRights {
  readonly role: string;
  readonly strong: boolean;
  readonly changes: boolean;
  readonly appends: boolean;
  readonly appendsColumns: boolean;
  /** May become the owner, and so do what the owner may. */
  readonly owns: boolean;
}

async function rights(client: pg.Client): Promise<Finding[]> {
  const roles = ['sluis_owner', ...IDENTITIES.map(databaseRole)];
  const { rows } = await client.query<LogRights>(LOG_RIGHTS, [roles]);
  return roles.map((role) => {
    const found = rows.find((row) => row.role === role);
    return found ? rightsOf(found) : broken('rights', role, 'no such role', 'Run: sluis up');
  });
}

function rightsOf({ role, strong, changes, appends, appendsColumns, owns }: LogRights): Finding {
  if (strong)
    return broken(
      'rights',
      role,
      'may more than any of our roles',
      `ALTER ROLE ${role} NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS`,
    );
  if (role === 'sluis_owner') return ok('rights', role, 'owns the schema, makes no roles');
  if (owns)
    return broken('rights', role, 'may become the owner of the log', `REVOKE sluis_owner FROM ${role}`);
  const isControl = role === 'sluis_control';
  if (changes || appends !== isControl || appendsColumns !== isControl)
    return broken('rights', role, 'has other rights on events', 'See catalog/migrations/006-grants.sql.');
  return ok(
    'rights',
    role,
    isControl ? 'appends events, changes none' : 'neither appends nor changes events',
  );
}

/** The second lock of the log, for those whom no grant stops; and what numbers the events. */
async function logTriggers(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(LOG_TRIGGERS);
  const off = ['number_event', 'refuse_change'].filter((name) => !rows.some((row) => row.name === name));
  if (off.length === 0) return ok('rights', 'log', 'its triggers are on');
  const next = `ALTER TABLE catalog.event ENABLE TRIGGER ${off[0]}`;
  return broken('rights', 'log', `its triggers are off or gone: ${off.join(', ')}`, next);
}
