import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { appendEvent, inTransaction } from '../append.js';
import { CheckpointKeeper, type CheckpointStore, checkpointGone } from '../checkpoint-keeper.js';
import type { StoredEvent } from '../event-types.js';
import type { Verification } from '../finding.js';
import { verifyEvents } from '../verify.js';
import { startPostgres, type TestPostgres } from './postgres.js';

/** A log of a test: its database, its key and the store of its checkpoints. */
export interface SignedTestLog {
  /** `begun` stands for the trace that the first checkpoint leaves beside the newest. */
  readonly store: CheckpointStore & { note: string | null; begun: boolean };
  readonly keeper: () => CheckpointKeeper;
  readonly append: (deliveryId: string) => Promise<StoredEvent>;
  /** @param witness a note that was kept elsewhere */
  readonly verify: (witness?: string) => Promise<Verification>;
  /** One statement of a superuser who has switched the triggers off. */
  readonly tamper: (sql: string, values?: readonly unknown[]) => Promise<void>;
  readonly superuser: () => pg.Client;
  readonly control: () => pg.Pool;
}

export const SIGNING_KEY = generateKeyPairSync('ed25519');

/** Before each test: a database of its own with five events, a checkpoint after each. */
export function signedLogForTests(): SignedTestLog {
  let postgres: TestPostgres;
  let control: pg.Pool;
  let superuser: pg.Client;
  const store = {
    note: null as string | null,
    begun: false,
    read: async () => {
      if (store.note === null && store.begun) throw checkpointGone();
      return store.note;
    },
    write: async (text: string) => {
      store.note = text;
      store.begun = true;
    },
  };
  const close = () => Promise.all([control?.end(), superuser?.end()]);
  const append = async (deliveryId: string) => {
    const client = await control.connect();
    try {
      return await inTransaction(client, () => appendEvent(client, openedDelivery(deliveryId)));
    } finally {
      client.release();
    }
  };
  const keeper = () => new CheckpointKeeper(control, store, SIGNING_KEY.privateKey);
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await close();
    await postgres?.stop();
  });
  beforeEach(async () => {
    await close();
    const database = await postgres.createDatabase();
    control = new pg.Pool({ ...postgres.settings(database, 'sluis_control'), max: 4 });
    // A server that stops ends what an ended pool has not closed yet.
    control.on('error', () => undefined);
    superuser = new pg.Client(postgres.settings(database));
    await superuser.connect();
    Object.assign(store, { note: null, begun: false });
    const first = keeper();
    for (let i = 0; i < 5; i += 1) {
      await append(`d${i}`);
      await first.advance();
    }
  });
  return {
    store,
    keeper,
    append,
    verify: (witness) => {
      const log = { note: store.read, publicKey: SIGNING_KEY.publicKey };
      return verifyEvents(superuser, witness === undefined ? log : { ...log, witness });
    },
    tamper: async (sql, values = []) => {
      await superuser.query("SET session_replication_role = 'replica'");
      await superuser.query(sql, [...values]);
      await superuser.query('RESET session_replication_role');
    },
    superuser: () => superuser,
    control: () => control,
  };
}

const openedDelivery = (deliveryId: string) =>
  ({
    type: 'deliveryOpened',
    identity: { kind: 'step', workflowId: deliveryId, runId: 'r', step: 'open', passage: 0 },
    occurredAt: '2026-03-01T10:00:00.000Z',
    actor: 'worker:control',
    body: {
      deliveryId,
      sourceId: 's',
      contractHash: 'c'.repeat(64),
      deliveredBy: { ref: 'f'.repeat(64), as: 'provider', organisation: '00000001002564440000' },
    },
  }) as const;
