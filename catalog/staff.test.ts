import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendEvent, inTransaction } from './append.js';
import { CheckpointKeeper } from './checkpoint-keeper.js';
import type { NewEvent } from './event-types.js';
import type { DatabaseRole } from './migrate.js';
import { compareProjections } from './rebuild.js';
import { forgetStaff, nameOfStaff, staffKeyFrom, staffReference } from './staff.js';
import { withStaffReferences } from './staff-in-event.js';
import { LIFE_OF_A_SOURCE } from './testing/life-of-a-source.js';
import { startPostgres, type TestPostgres } from './testing/postgres.js';
import { verifyEvents } from './verify.js';

let postgres: TestPostgres;
const key = staffKeyFrom(randomBytes(32));
let database: string;
let open: pg.Client[] = [];
let control: pg.Client;
let superuser: pg.Client;

const connect = async (role?: DatabaseRole) => {
  const client = new pg.Client(postgres.settings(database, role));
  await client.connect();
  open.push(client);
  return client;
};
const close = async () => {
  await Promise.all(open.map((client) => client.end()));
  open = [];
};
beforeAll(async () => {
  postgres = await startPostgres();
});
beforeEach(async () => {
  await close();
  database = await postgres.createDatabase();
  control = await connect('sluis_control');
  superuser = await connect();
});
afterAll(async () => {
  await close();
  await postgres?.stop();
});

/** Tables of the catalog in which a text stands anywhere, also inside bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await superuser.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'catalog' ORDER BY 1",
  );
  const found: string[] = [];
  const forms = [
    text,
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
  ];
  for (const { name } of rows) {
    const hits = await superuser.query(
      `SELECT 1 FROM catalog.${name} AS t WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS form WHERE strpos(t::text, form) > 0)`,
      [forms],
    );
    if (hits.rowCount) found.push(name);
  }
  return found;
}

describe('the reference of a member of staff', () => {
  it('is the same for the same person, also when two ask at once, and another for another', async () => {
    const other = await connect('sluis_control');
    const [one, two] = await Promise.all([
      staffReference(control, 'steward', key),
      staffReference(other, 'steward', key),
    ]);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(two).toBe(one);
    expect(await staffReference(other, 'steward', key)).toBe(one);
    expect(await staffReference(control, 'steward-2', key)).not.toBe(one);
  });

  it('is the HMAC of the name under the salt of its row', async () => {
    const ref = await staffReference(control, 'steward', key);
    const { rows } = await superuser.query<{ salt: Buffer }>('SELECT salt FROM catalog.pii_vault');
    expect(createHmac('sha256', rows[0]!.salt).update('steward').digest('hex')).toBe(ref);
  });

  it('leads to the name with the key, and to nobody without it', async () => {
    const reader = await connect('sluis_reader');
    const ref = await staffReference(control, 'steward-of-the-city', key);
    expect(await nameOfStaff(reader, ref, key)).toBe('steward-of-the-city');
    expect(await nameOfStaff(reader, '0'.repeat(64), key)).toBeNull();
    await expect(nameOfStaff(reader, ref, staffKeyFrom(randomBytes(32)))).rejects.toMatchObject({
      code: 'KeyUnavailable',
    });
    expect(await tablesWith('steward-of-the-city')).toEqual([]);
    expect(await tablesWith(ref)).toEqual(['pii_vault']);
  });

  it('shows when two rows changed names', async () => {
    const [one, two] = [await staffReference(control, 'one', key), await staffReference(control, 'two', key)];
    await superuser.query(
      `UPDATE catalog.pii_vault AS t SET ciphertext = o.ciphertext FROM catalog.pii_vault AS o WHERE t.ref <> o.ref`,
    );
    for (const ref of [one, two])
      await expect(nameOfStaff(control, ref, key)).rejects.toMatchObject({ code: 'DigestMismatch' });
  });

  it.each([
    'sluis_vault',
    'sluis_data',
    'sluis_reader',
  ] as const)('has no salt and no index for %s', async (role) => {
    const client = await connect(role);
    await expect(client.query('SELECT salt FROM catalog.pii_vault')).rejects.toMatchObject({ code: '42501' });
    await expect(staffReference(client, 'steward', key)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('an event that names persons', () => {
  const submitter = {
    ref: 'person-of-steward',
    as: 'steward',
    organisation: '00000001002564440000',
  } as const;

  it('carries the reference of each of them, as actor and in its body, and nothing else changes', async () => {
    const [ref, other] = [
      await staffReference(control, 'person-of-steward', key),
      await staffReference(control, 'person-of-analyst', key),
    ];
    for (const event of LIFE_OF_A_SOURCE) {
      const named = JSON.parse(
        JSON.stringify({ ...event, actor: 'person:person-of-analyst' }).replace(
          /"ref":"[0-9a-f]{64}"/g,
          '"ref":"person-of-steward"',
        ),
      ) as NewEvent;
      const referred = await withStaffReferences(control, named, key);
      const expected = JSON.stringify(named)
        .replaceAll('"person-of-steward"', `"${ref}"`)
        .replace('person-of-analyst', other);
      expect(referred).toEqual(JSON.parse(expected));
    }
  });

  it('keeps the worker that wrote it, and says the same at a second attempt', async () => {
    const event = { ...LIFE_OF_A_SOURCE[2]!, body: { ...LIFE_OF_A_SOURCE[2]!.body, submitter } } as NewEvent;
    const append = () =>
      inTransaction(control, async () =>
        appendEvent(control, await withStaffReferences(control, event, key)),
      );
    const first = await append();
    expect(first.actor).toBe('worker:control');
    expect(await append()).toEqual(first);
    expect(await tablesWith('person-of-steward')).toEqual([]);
  });
});

describe('a member of staff who is forgotten', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');

  it('is nowhere in the catalog any more, and log and projections still verify', async () => {
    const ref = await staffReference(control, 'steward-of-the-city', key);
    await inTransaction(control, () =>
      appendEvent(control, {
        type: 'deliveryOpened',
        identity: { kind: 'step', workflowId: 'ingest:d', runId: 'r', step: 'open', passage: 0 },
        occurredAt: '2026-03-01T10:00:00.000Z',
        actor: `person:${ref}`,
        body: {
          deliveryId: 'd',
          sourceId: 's',
          contractHash: 'c'.repeat(64),
          deliveredBy: { ref, as: 'provider', organisation: '00000001002564440000' },
        },
      }),
    );
    let note: string | null = null;
    const store = {
      read: async () => note,
      write: async (text: string) => {
        note = text;
      },
    };
    const pool = new pg.Pool(postgres.settings(database, 'sluis_control'));
    pool.on('error', () => undefined);
    await new CheckpointKeeper(pool, store, privateKey).advance();
    await pool.end();

    expect(await forgetStaff(control, ref)).toBe(true);
    expect(await forgetStaff(control, ref)).toBe(false);

    const verified = { ok: true, events: 1, signed: 1, findings: [] };
    expect(await verifyEvents(superuser, { note: store.read, publicKey })).toEqual(verified);
    expect(await compareProjections(superuser)).toEqual([]);
    expect(await nameOfStaff(control, ref, key)).toBeNull();
    expect(await tablesWith('steward-of-the-city')).toEqual([]);
    expect((await superuser.query('SELECT 1 FROM catalog.pii_vault')).rows).toEqual([]);
    expect(await staffReference(control, 'steward-of-the-city', key)).not.toBe(ref);
  });
});
