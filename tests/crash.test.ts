import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { approveByAll } from '../demo/waiting.js';
import type { IngestStage } from '../domain/ingest-state.js';
import type { WorkerRole } from '../domain/names.js';
import { workerFolder } from '../infra/home.js';
import { startWorker, startWorkers, stopWorkers, workerStatus } from '../infra/processes.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { verifyAudit } from '../operations/verify.js';
import { keysOf, type Stack, startStack } from './stack.js';

let stack: Stack;
let small = '';
let large = '';

beforeAll(async () => {
  stack = await startStack('crash');
  small = (await writeCity({ persons: 500, seed: 1, folder: join(stack.home.root, 'small') })).files
    .politie_verdachte;
  large = (await writeCity({ persons: 60_000, seed: 2, folder: join(stack.home.root, 'large') })).files.bag;
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

describe('a worker killed in the middle of its step', { timeout: PATIENCE_MS }, () => {
  it.each<[WorkerRole, IngestStage]>([
    ['vault', 'profiling'],
    ['vault', 'pseudonymising'],
    ['data', 'curating'],
  ])('%s in %s: the step is done again, once in the log, and nothing plain stays behind', async (role, stage) => {
    const before = await keysOf(stack, 'bag', 'curated');
    const delivering = await deliver(stack.access, {
      sourceId: 'bag',
      files: [large],
      deliverer: demoAccount('provider', 'demo'),
    });
    const reviewed = reviewAll(delivering.workflowId);
    await until(async () => (await delivering.state()).stage === stage);
    const { pid } = workerStatus(stack.home, role);
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => workerStatus(stack.home, role).state === 'stopped');
    await startWorkers(stack.home, [role]);
    expect(leftovers(role).length).toBeLessThanOrEqual(1);
    const end = await delivering.result();
    expect(end.stage).toBe('curated');
    await reviewed;
    expect(leftovers(role)).toEqual([]);
    const events = await eventsOf(delivering.workflowId);
    expect(events.filter((type) => ['deliveryProfiled', 'pseudonymised', 'curated'].includes(type))).toEqual([
      'deliveryProfiled',
      'pseudonymised',
      'curated',
    ]);
    // The same bytes as before, wherever there was a before.
    if (before.length > 0) expect(await keysOf(stack, 'bag', 'curated')).toEqual(before);
  });
});

/** The address register asks for a review (rule L01): two people give it, whenever it comes. */
async function reviewAll(workflowId: string): Promise<void> {
  let requestId = '';
  await until(async () => {
    const { rows } = await stack.superuser.query<{ id: string }>(
      'SELECT request_id AS id FROM catalog.request WHERE workflow_id = $1',
      [workflowId],
    );
    requestId = rows[0]?.id ?? '';
    return requestId !== '';
  });
  await approveByAll(stack.access, requestId, ['steward', 'privacy-officer'], 'read');
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
    const { rows } = await stack.superuser.query<{ id: string }>(
      'SELECT workflow_id AS id FROM catalog.delivery WHERE delivery_id = $1',
      [deliveryId],
    );
    expect(await eventsOf(rows[0]?.id ?? '')).toEqual(INGESTED);
  });
});

describe('the log after all of this', () => {
  it('verifies, and every object that it claims is there', async () => {
    expect((await verifyAudit(stack.access)).findings).toEqual([]);
  });
});
