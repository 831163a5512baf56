import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { ZONES, type Zone } from '../domain/names.js';
import { readConfig, readSetupConfig } from '../infra/config.js';
import { IDENTITIES, type Identity } from '../infra/secrets.js';
import { s3ObjectStore } from '../lake/s3-object-store.js';
import { verifyAudit } from '../operations/verify.js';
import { bytesOf, type Stack, startStack } from './stack.js';

const SOURCE = 'politie-verdachte';
let stack: Stack;

beforeAll(async () => {
  stack = await startStack('walls');
  const city = await writeCity({ persons: 300, seed: 3, folder: join(stack.home.root, 'city') });
  expect(await stack.onboard(SOURCE)).toBe('approved');
  const { state } = await deliverDemo(stack.access, SOURCE, [city.files.politie_verdachte]);
  expect(state.stage).toBe('curated');
  // One object in every zone, so that a read can be refused for want of a right and for nothing else.
  for (const zone of ZONES) await stack.zone(zone).put('walls/tried', Buffer.from('as it was'));
}, 120_000);
afterAll(() => stack?.stop());

type Right = 'get' | 'list' | 'put' | 'delete';
const READ: readonly Right[] = ['get', 'list'];
const OWN: readonly Right[] = ['get', 'list', 'put', 'delete'];

/** The zone table of docs/architecture.md, written out once more by hand. */
const ALLOWED: Readonly<Record<Identity, Partial<Record<Zone, readonly Right[]>>>> = {
  control: { audit: ['get', 'list', 'put'] },
  vault: { landing: OWN, pseudonymised: OWN },
  data: { pseudonymised: READ, curated: OWN, result: OWN, released: OWN },
  person: { released: READ },
};

describe('the zones, tried with the credentials of each identity', () => {
  const storeOf = (identity: Identity, zone: Zone) => {
    const { buckets, ...s3 } = readConfig(stack.home, identity).s3;
    return s3ObjectStore({ ...s3, bucket: buckets[zone] });
  };
  const attempts: Readonly<Record<Right, (identity: Identity, zone: Zone) => Promise<unknown>>> = {
    get: (identity, zone) => bytesOf(storeOf(identity, zone), 'walls/tried'),
    list: async (identity, zone) => {
      for await (const _ of storeOf(identity, zone).list('')) return;
    },
    put: (identity, zone) => storeOf(identity, zone).put(`walls/by-${identity}`, Buffer.from('new')),
    delete: (identity, zone) => storeOf(identity, zone).delete(`walls/by-${identity}`),
  };

  it.each(IDENTITIES)('%s does in each zone what the table says, and nothing else', async (identity) => {
    for (const zone of ZONES) {
      for (const right of OWN) {
        const outcome = await attempts[right](identity, zone).then(
          () => 'done',
          (error: { code?: unknown }) => String(error.code),
        );
        const expected = ALLOWED[identity][zone]?.includes(right) ? 'done' : 'TokenRefused';
        expect(`${zone} ${right} ${outcome}`).toBe(`${zone} ${right} ${expected}`);
      }
      if (!ALLOWED[identity][zone]?.includes('put')) {
        await stack.zone(zone).put('walls/tried', Buffer.from('as it was'));
        const overwriting = storeOf(identity, zone).put('walls/tried', Buffer.from('by another'));
        await expect(overwriting).rejects.toMatchObject({ code: 'TokenRefused' });
        expect((await bytesOf(stack.zone(zone), 'walls/tried')).toString()).toBe('as it was');
      }
    }
  });

  it('are closed to whoever has no credentials', async () => {
    const { endpoint } = readConfig(stack.home, 'person').s3;
    for (const zone of ZONES) {
      const answer = await fetch(`${endpoint}/sluis-${zone}/walls/tried`);
      expect([zone, answer.status]).toEqual([zone, 403]);
    }
  });
});

/** Seal tables by who may add to them; nobody may change a row. */
const SEALS: Readonly<Record<'vault' | 'data', readonly string[]>> = {
  vault: ['vault_attempt', 'vault_part', 'vault_profile', 'vault_object'],
  data: ['data_object', 'data_risk', 'data_protection'],
};

function columnOf(table: string): string {
  return table === 'vault_attempt' ? 'opened_at' : table === 'vault_part' ? 'stored_at' : 'sealed_at';
}

describe('the database, tried with the role of each identity', () => {
  const clients = new Map<Identity, pg.Client>();
  beforeAll(async () => {
    for (const identity of IDENTITIES) {
      const client = new pg.Client({ connectionString: readConfig(stack.home, identity).databaseUrl });
      await client.connect();
      clients.set(identity, client);
    }
  });
  afterAll(async () => {
    for (const client of clients.values()) await client.end();
  });

  /** SQLSTATE of a statement, or "done"; whatever it did is rolled back. */
  async function outcome(identity: Identity, sql: string): Promise<string> {
    const client = clients.get(identity) as pg.Client;
    await client.query('BEGIN');
    try {
      await client.query(sql);
      return 'done';
    } catch (error) {
      return String((error as { code?: unknown }).code);
    } finally {
      await client.query('ROLLBACK');
    }
  }
  /** Insufficient privilege: refused for want of a right, and not for another fault of the statement. */
  const DENIED = '42501';

  const TAMPERING = [
    "UPDATE catalog.event SET actor = 'x'",
    'DELETE FROM catalog.event',
    'TRUNCATE catalog.event',
    'TRUNCATE catalog.event CASCADE',
    'ALTER TABLE catalog.event DISABLE TRIGGER ALL',
    'ALTER TABLE catalog.event DISABLE TRIGGER refuse_change',
    'DROP TRIGGER refuse_change ON catalog.event',
    'ALTER TABLE catalog.event ADD COLUMN more text',
    'ALTER TABLE catalog.event OWNER TO CURRENT_USER',
    'CREATE RULE ignore AS ON UPDATE TO catalog.event DO INSTEAD NOTHING',
    'CREATE TRIGGER mine BEFORE INSERT ON catalog.event FOR EACH ROW EXECUTE FUNCTION catalog.refuse_change()',
    'CREATE OR REPLACE FUNCTION catalog.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$',
    'DROP TABLE catalog.event CASCADE',
    'DROP SCHEMA catalog CASCADE',
    'CREATE TABLE catalog.mine (a integer)',
    "SET session_replication_role = 'replica'",
    'SET ROLE sluis_owner',
    'SET ROLE postgres',
    'SET SESSION AUTHORIZATION sluis_owner',
    'GRANT sluis_owner TO CURRENT_USER',
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/sluis-walls'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT pg_ls_dir('.')",
    'CREATE ROLE mine SUPERUSER',
    'ALTER ROLE CURRENT_USER SUPERUSER',
    'SELECT rolpassword FROM pg_authid',
  ];

  it.each(
    IDENTITIES,
  )('%s cannot change, remove or unguard an event, nor become who can', async (identity) => {
    const before = await stack.superuser.query(
      'SELECT count(*)::int AS n, max(seq) AS last FROM catalog.event',
    );
    expect(before.rows[0].n).toBeGreaterThan(5);
    for (const sql of TAMPERING) {
      expect(`${await outcome(identity, sql)} ${sql}`).toMatch(/^(42501|0LP01) /);
    }
    const after = await stack.superuser.query(
      'SELECT count(*)::int AS n, max(seq) AS last FROM catalog.event',
    );
    expect(after.rows).toEqual(before.rows);
  });

  it.each(IDENTITIES)('%s can grant itself nothing on the events', async (identity) => {
    // PostgreSQL answers such a grant with a warning and grants nothing.
    const grant = 'GRANT UPDATE, DELETE, TRUNCATE ON catalog.event TO CURRENT_USER';
    const change = "UPDATE catalog.event SET actor = 'x'";
    expect(await outcome(identity, `${grant}; ${change}`)).toBe(DENIED);
  });

  it('the owner of the tables is stopped by the trigger, until it is taken away knowingly', async () => {
    const client = new pg.Client({
      connectionString: readSetupConfig(stack.home).endpoints.database.ownerUrl,
    });
    await client.connect();
    for (const sql of TAMPERING.slice(0, 4))
      await expect(client.query(sql)).rejects.toMatchObject({ code: '23001' }); // restrict_violation
    await client.end();
  });

  it('only control appends events', async () => {
    const columns = (
      await stack.superuser.query<{ list: string }>(
        `SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS list
         FROM information_schema.columns WHERE table_schema = 'catalog' AND table_name = 'event'`,
      )
    ).rows[0]?.list;
    const copy = `INSERT INTO catalog.event (${columns}) SELECT ${columns} FROM catalog.event WHERE false`;
    expect(await outcome('control', copy)).toBe('done');
    for (const identity of ['vault', 'data', 'person'] as const)
      expect([identity, await outcome(identity, copy)]).toEqual([identity, DENIED]);
  });

  it('each worker seals in its own tables alone, and no seal is ever changed', async () => {
    for (const [owner, tables] of Object.entries(SEALS)) {
      for (const table of tables) {
        for (const identity of IDENTITIES) {
          const mine = identity === owner;
          const tried = [
            await outcome(
              identity,
              `INSERT INTO catalog.${table} SELECT * FROM catalog.${table} WHERE false`,
            ),
            await outcome(identity, `UPDATE catalog.${table} SET ${columnOf(table)} = now()`),
            await outcome(identity, `DELETE FROM catalog.${table}`),
            await outcome(identity, `TRUNCATE catalog.${table}`),
            await outcome(identity, `ALTER TABLE catalog.${table} DISABLE TRIGGER ALL`),
          ];
          expect([table, identity, tried[0]]).toEqual([table, identity, mine ? 'done' : DENIED]);
          expect([table, identity, ...tried.slice(1)]).toEqual([
            table,
            identity,
            ...[DENIED, DENIED, DENIED, DENIED],
          ]);
        }
      }
    }
  });

  it('a person reads views alone: no table of the catalog, and no name of staff', async () => {
    const { rows } = await stack.superuser.query<{ name: string }>(
      `SELECT quote_ident(relname) AS name FROM pg_class WHERE relnamespace = 'catalog'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')`,
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const { name } of rows)
      expect([name, await outcome('person', `SELECT 1 FROM catalog.${name}`)]).toEqual([name, DENIED]);
    for (const identity of ['vault', 'data', 'person'] as const)
      expect([identity, await outcome(identity, 'SELECT 1 FROM catalog.pii_vault')]).toEqual([
        identity,
        DENIED,
      ]);
  });

  it('no other database lets a worker or a person in', async () => {
    const { rows } = await stack.superuser.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE datallowconn',
    );
    const others = rows.map(({ name }) => name).filter((name) => name !== 'sluis');
    expect(others).toContain('postgres');
    for (const identity of IDENTITIES) {
      for (const name of others) {
        const url = new URL(readConfig(stack.home, identity).databaseUrl);
        url.pathname = `/${name}`;
        const client = new pg.Client({ connectionString: url.toString() });
        const answer = await client.connect().then(
          async () => client.end().then(() => 'connected'),
          (error: { code?: unknown }) => String(error.code),
        );
        expect([identity, name, answer]).toEqual([identity, name, DENIED]);
      }
    }
  });
});

describe('an object that was overwritten', () => {
  it('is found and named by audit verify, whoever held the right to write it', async () => {
    for (const zone of ZONES) {
      await stack.zone(zone).delete('walls/tried');
      for (const identity of IDENTITIES) await stack.zone(zone).delete(`walls/by-${identity}`);
    }
    expect((await verifyAudit(stack.access)).findings).toEqual([]);
    const { rows } = await stack.superuser.query<{ key: string }>(
      `SELECT o->>'key' AS key FROM catalog.dataset_version v, jsonb_array_elements(v.manifest->'objects') o
       WHERE v.zone = 'curated'`,
    );
    const key = rows[0]?.key ?? '';
    const { buckets, ...s3 } = readConfig(stack.home, 'data').s3;
    const store = s3ObjectStore({ ...s3, bucket: buckets.curated });
    const bytes = await bytesOf(store, key);
    const other = Buffer.from(bytes);
    other[20] = (other[20] ?? 0) ^ 0xff;
    await store.put(key, other);
    const { ok, findings } = await verifyAudit(stack.access);
    expect([ok, findings.map(({ what }) => what)]).toEqual([false, ['object-changed']]);
    expect(findings[0]?.place).toContain(key);
    expect(cliExit(['audit', 'verify', '--json'])).toBe(5);
    await store.put(key, bytes);
    expect(cliExit(['audit', 'verify', '--json'])).toBe(0);
    expect(
      createHash('sha256')
        .update(await bytesOf(store, key))
        .digest('hex'),
    ).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

function cliExit(args: readonly string[]): number {
  try {
    execFileSync(process.execPath, ['bin/sluis.mjs', ...args], {
      env: { ...process.env, SLUIS_HOME: stack.home.root },
      stdio: 'ignore',
    });
    return 0;
  } catch (error) {
    return Number((error as { status?: unknown }).status);
  }
}
