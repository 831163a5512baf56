import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendEvent, inTransaction } from './append.js';
import { openCheckpoint, signCheckpoint } from './checkpoint.js';
import { CheckpointKeeper, type CheckpointStore } from './checkpoint-keeper.js';
import { startPostgres, type TestPostgres } from './testing/postgres.js';
import { verifyEvents } from './verify.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
let postgres: TestPostgres;
let control: pg.Client;
let superuser: pg.Client;
let note: string | null;
const store: CheckpointStore = {
  read: async () => note,
  write: async (text) => {
    note = text;
  },
};

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await Promise.all([control?.end(), superuser?.end()]);
  await postgres?.stop();
});

/** Five events, checkpointed after each, in a database of their own. */
beforeEach(async () => {
  await Promise.all([control?.end(), superuser?.end()]);
  const database = await postgres.createDatabase();
  control = new pg.Client(postgres.settings(database, 'sluis_control'));
  superuser = new pg.Client(postgres.settings(database));
  await Promise.all([control.connect(), superuser.connect()]);
  note = null;
  const keeper = new CheckpointKeeper(control, store, privateKey);
  for (let i = 0; i < 5; i += 1) {
    await append(`d${i}`);
    expect((await keeper.advance()).size).toBe(i + 1);
  }
});

const append = (deliveryId: string) =>
  inTransaction(control, () =>
    appendEvent(control, {
      type: 'deliveryOpened',
      identity: { kind: 'step', workflowId: deliveryId, runId: 'r', step: 'open', passage: 0 },
      occurredAt: '2026-03-01T10:00:00.000Z',
      actor: 'worker:control',
      body: {
        deliveryId,
        sourceId: 's',
        contractHash: 'c'.repeat(64),
        deliveredBy: { ref: 'provider', as: 'provider', organisation: '00000001002564440000' },
      },
    }),
  );
const verify = () => verifyEvents(superuser, note === null ? null : openCheckpoint(note, publicKey));
const tamper = async (sql: string) => {
  await superuser.query('ALTER TABLE catalog.event DISABLE TRIGGER ALL');
  await superuser.query(sql);
};

describe('verification by the signed checkpoint', () => {
  it('holds for what nobody touched, and covers every event', async () => {
    expect(await verify()).toEqual({ ok: true, events: 5, signed: 5, findings: [] });
  });

  it('names an event whose body a superuser changed', async () => {
    await tamper(`UPDATE catalog.event SET body = jsonb_set(body, '{sourceId}', '"other"') WHERE seq = 2`);
    const { ok, findings } = await verify();
    expect(ok).toBe(false);
    expect(findings).toContainEqual({ what: 'event-changed', place: 'event 2' });
  });

  it('notices a rewritten event whose hashes were made to fit', async () => {
    await tamper(`UPDATE catalog.event SET occurred_at = occurred_at + interval '1 day' WHERE seq = 1`);
    const { findings } = await verify();
    expect(findings).toContainEqual({ what: 'history-rewritten', place: 'events 0 to 4' });
  });

  it('names the tail that was cut off', async () => {
    await tamper('DELETE FROM catalog.event WHERE seq >= 3');
    expect((await verify()).findings).toEqual([{ what: 'events-cut', place: 'events 3 to 4' }]);
  });

  it('names a gap', async () => {
    await tamper('DELETE FROM catalog.event WHERE seq = 2');
    expect((await verify()).findings).toContainEqual({ what: 'event-missing', place: 'before event 3' });
  });

  it('does not take events without any checkpoint for proven', async () => {
    note = null;
    expect((await verify()).findings).toEqual([{ what: 'no-checkpoint', place: 'audit zone' }]);
  });

  it('signs nothing over a history that no longer extends the last checkpoint', async () => {
    const before = note;
    await tamper('DELETE FROM catalog.event WHERE seq >= 3');
    const keeper = new CheckpointKeeper(control, store, privateKey);
    await expect(keeper.advance()).rejects.toMatchObject({ code: 'ChainBroken' });
    expect(note).toBe(before);
  });
});

describe('a checkpoint', () => {
  const checkpoint = { size: 3, root: 'ab'.repeat(32) };

  it('reads back, and not when one character was changed or under another key', () => {
    const signed = signCheckpoint(checkpoint, privateKey);
    expect(openCheckpoint(signed, publicKey)).toEqual(checkpoint);
    expect(() => openCheckpoint(signed.replace('\n3\n', '\n4\n'), publicKey)).toThrow('signature');
    expect(() => openCheckpoint(signed, generateKeyPairSync('ed25519').publicKey)).toThrow('signature');
    expect(() => openCheckpoint('nonsense', publicKey)).toThrow('no signed note');
  });
});
