import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import type { WorkerRole } from '../domain/names.js';
import { workerFolder } from '../infra/home.js';
import { startWorker, startWorkers, stopWorkers, workerStatus } from '../infra/processes.js';
import { verifyAudit } from '../operations/verify.js';
import { type Hold, PlannedWorkers } from './canary/planned-workers.js';
import { type Stack, startStack } from './stack.js';

const OLDER = fileURLToPath(new URL('./older-worker.mjs', import.meta.url));

let stack: Stack;
let small = '';

beforeAll(async () => {
  stack = await startStack('crash');
  small = (await writeCity({ persons: 500, seed: 1, folder: join(stack.home.root, 'small') })).files
    .politie_verdachte;
  for (const id of ['politie-verdachte', 'bag']) expect(await stack.onboard(id)).toBe('approved');
}, 120_000);
afterAll(() => stack?.stop());

const INGESTED = [
  'gateAsked',
  'deliveryOpened',
  'deliveryLanded',
  'deliveryProfiled',
  'gateAsked',
  'gateAsked',
  'pseudonymised',
  'gateAsked',
  'reviewRequested',
  'decisionRecorded',
  'decisionRecorded',
  'requestApproved',
  'gateAsked',
  'curated',
];
/** `npm run test:crash` kills after every commit; `npm test` after a sample: a step of the vault, a review, a decision, the end. */
const KILLED_AFTER =
  process.env.SLUIS_CRASH === 'all' ? INGESTED.map((_, index) => index + 1) : [2, 7, 9, 10, 14];

async function eventsOf(workflowId: string): Promise<string[]> {
  const { rows } = await stack.superuser.query<{ type: string }>(
    'SELECT type FROM catalog.event WHERE workflow_id = $1 ORDER BY seq',
    [workflowId],
  );
  return rows.map(({ type }) => type);
}

/** Temporal misses a killed worker after ten seconds; the rest is work, which takes longer on a busy machine. */
const PATIENCE_MS = 240_000;

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await is())) {
    if (Date.now() > deadline) throw new Error(`it did not come to pass within ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Plain work of a step that was cut short. */
function leftovers(role: WorkerRole): string[] {
  const folder = join(workerFolder(stack.home, role), 'work');
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Where a worker is killed: what the step does there is done, and then it goes no further (tests/canary/around.mjs). */
const KILLED_AT: readonly (readonly [WorkerRole, Omit<Hold, 'workflow'>])[] = [
  ['vault', { activity: 'profileDelivery', port: 'engine runAndReadAll' }],
  ['vault', { activity: 'pseudonymiseDelivery', port: 'engine run', detail: 'COPY' }],
  ['vault', { activity: 'pseudonymiseDelivery', port: 'store pseudonymised put' }],
  ['data', { activity: 'curateDataset', port: 'engine run', detail: 'COPY' }],
  ['data', { activity: 'curateDataset', port: 'store curated put' }],
];

describe('a worker killed in the middle of its step', { timeout: PATIENCE_MS }, () => {
  /** Of each case a file of its own: what is sealed once is not made again. */
  let files: readonly string[] = [];
  let undisturbed: readonly Made[] = [];

  beforeAll(async () => {
    const cities = KILLED_AT.map((_, at) =>
      writeCity({ persons: 2_000, seed: 10 + at, folder: join(stack.home.root, `killed-${at}`) }),
    );
    files = (await Promise.all(cities)).map((city) => city.files.bag);
    // By workers of another version, so that the same bytes are made once more when a worker is killed.
    await stopWorkers(stack.home, ['vault', 'data']);
    for (const role of ['vault', 'data'] as const) await startWorker(stack.home, role, OLDER);
    undisturbed = await Promise.all(files.map((file) => delivered(file)));
    await stopWorkers(stack.home, ['vault', 'data']);
    await startWorkers(stack.home);
  }, PATIENCE_MS);

  it.each(
    KILLED_AT.map(([role, hold], at) => [role, hold.activity, hold.port, at] as const),
  )('%s in %s, after %s: done again with the same bytes, once in the log, and nothing plain stays', async (role, activity, _port, at) => {
    const workers = new PlannedWorkers(stack.home);
    const holds = KILLED_AT.slice(at, at + 1).map(([, hold]) => ({ ...hold, workflow: 'deliver:bag:' }));
    await workers.start({ [role]: { mode: 'hold', holds } });
    const making = delivered(files[at] ?? '');
    await until(() => workers.told(role, 'holding').length > 0);
    expect(workers.told(role, 'holding')).toEqual([expect.stringMatching(`^${activity} `)]);
    expect(leftovers(role)).toHaveLength(1);
    const { pid } = workerStatus(stack.home, role);
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => workerStatus(stack.home, role).state === 'stopped');
    expect(leftovers(role)).toHaveLength(1);
    await startWorkers(stack.home, [role]);
    const made = await making;
    expect(leftovers(role)).toEqual([]);
    const before = undisturbed[at] as Made;
    expect(made.events).toEqual(before.events);
    expect(made.outputs).toEqual(before.outputs);
    expect(made.versions.filter((version) => before.versions.includes(version))).toEqual([]);
  });
});

/** What the log says of one delivery. */
interface Made {
  readonly events: readonly string[];
  /** The profile, and the bytes, rows and columns of what was made, whatever code made it. */
  readonly outputs: readonly unknown[];
  readonly versions: readonly string[];
}

/** Delivers addresses to their end; two people give the review that rule L01 asks for. */
async function delivered(file: string): Promise<Made> {
  const { deliveryId, state } = await deliverDemo(stack.access, 'bag', [file]);
  expect(state.stage).toBe('curated');
  const workflowId = await workflowOf(deliveryId);
  const { rows } = await stack.superuser.query<{ version: string | null; output: unknown }>(
    `SELECT body ->> 'version' AS version, jsonb_build_array(type, body -> 'profileHash', body -> 'rowsIn', body -> 'risk',
       jsonb_path_query_array(body, '$.manifest.objects[*].sha256'), body #> '{manifest,rows}',
       body #> '{manifest,columns}') AS output
     FROM catalog.event WHERE workflow_id = $1 AND type IN ('deliveryProfiled', 'pseudonymised', 'curated') ORDER BY seq`,
    [workflowId],
  );
  return {
    events: await eventsOf(workflowId),
    outputs: rows.map(({ output }) => output),
    versions: rows.flatMap(({ version }) => version ?? []),
  };
}

async function workflowOf(deliveryId: string): Promise<string> {
  const { rows } = await stack.superuser.query<{ id: string }>(
    'SELECT workflow_id AS id FROM catalog.delivery WHERE delivery_id = $1',
    [deliveryId],
  );
  return rows[0]?.id ?? '';
}

describe('the control worker killed between commit and completion of a delivery', {
  timeout: PATIENCE_MS,
}, () => {
  const entry = fileURLToPath(new URL('./crashing-control.mjs', import.meta.url));

  it.each(
    KILLED_AFTER.map((commit) => [INGESTED[commit - 1], commit] as const),
  )('leaves exactly one event a step when killed after %s (commit %i)', async (_type, commit) => {
    await stopWorkers(stack.home, ['control']);
    writeFileSync(join(workerFolder(stack.home, 'control'), 'crash-at'), String(commit), { mode: 0o644 });
    await startWorker(stack.home, 'control', entry);
    const delivered = deliverDemo(stack.access, 'politie-verdachte', [small]);
    await until(() => workerStatus(stack.home, 'control').state === 'stopped');
    await startWorkers(stack.home, ['control']);
    const { deliveryId, state } = await delivered;
    expect(state.stage).toBe('curated');
    expect(await eventsOf(await workflowOf(deliveryId))).toEqual(INGESTED);
  });
});

describe('the log after all of this', () => {
  it('verifies, and every object that it claims is there', async () => {
    expect((await verifyAudit(stack.access)).findings).toEqual([]);
  });
});
