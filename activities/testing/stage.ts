import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { appendEvent, inTransaction } from '../../catalog/append.js';
import type { BodyOf, NewEvent } from '../../catalog/event-types.js';
import type { DatabaseRole } from '../../catalog/migrate.js';
import { startPostgres, type TestPostgres } from '../../catalog/testing/postgres.js';
import type { EventType } from '../../domain/names.js';

/** Where activities are tried: a real catalog with each worker's own database role, and a work folder. */
export interface Stage {
  readonly pool: (role: DatabaseRole) => pg.Pool;
  readonly workFolder: string;
  /** Files and folders that a step left behind. */
  readonly leftovers: () => Promise<readonly string[]>;
  /** Appends an event as the control worker would, on a day of the test where none is given. */
  readonly append: <T extends EventType>(type: T, body: BodyOf[T], occurredAt?: string) => Promise<void>;
  /** Runs a step as one attempt of an activity of a workflow of its own. */
  readonly run: <P extends unknown[], R>(step: (...given: P) => Promise<R>, ...given: P) => Promise<R>;
  /** A context of one attempt, which a test can cancel. */
  readonly environment: (workflowId?: string) => MockActivityEnvironment;
}

/** Opens a stage for the tests of a file, and closes it after them. */
export function stageForTests(): () => Stage {
  let postgres: TestPostgres;
  let stage: Stage;
  const pools = new Map<DatabaseRole, pg.Pool>();
  beforeAll(async () => {
    postgres = await startPostgres();
    const database = await postgres.createDatabase();
    const workFolder = await mkdtemp(join(tmpdir(), 'sluis-activities-'));
    const pool = (role: DatabaseRole) => {
      const known = pools.get(role);
      if (known) return known;
      const opened = new pg.Pool({ ...postgres.settings(database, role), max: 4 });
      opened.on('error', () => undefined);
      pools.set(role, opened);
      return opened;
    };
    stage = {
      pool,
      workFolder,
      leftovers: () => leftoversOf(workFolder),
      append: appending(pool),
      run: (step, ...given) => environment().run(step, ...given),
      environment,
    };
  });
  afterAll(async () => {
    for (const pool of pools.values()) await pool.end();
    await postgres?.stop();
    if (stage) await rm(stage.workFolder, { recursive: true, force: true });
  });
  return () => stage;
}

function environment(workflowId: string = randomUUID()): MockActivityEnvironment {
  const logger = new DefaultLogger('ERROR');
  return new MockActivityEnvironment({ workflowExecution: { workflowId, runId: 'run-1' } }, { logger });
}

function appending(pool: Stage['pool']): Stage['append'] {
  return async (type, body, occurredAt = '2026-03-01T10:00:00.000Z') => {
    const identity = {
      kind: 'step',
      workflowId: randomUUID(),
      runId: 'run-1',
      step: type,
      passage: 0,
    } as const;
    const event = { type, identity, occurredAt, actor: 'worker:control', body } as NewEvent;
    const client = await pool('sluis_control').connect();
    try {
      await inTransaction(client, () => appendEvent(client, event));
    } finally {
      client.release();
    }
  };
}

async function leftoversOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name !== 'work');
}

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
