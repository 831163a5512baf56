import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealIntent } from '../activities/intents.js';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { runDemo } from '../demo/releasing.js';
import { within } from '../demo/waiting.js';
import { sha256Text } from '../domain/digest.js';
import { destructionId } from '../domain/quarantine.js';
import type { RequestState } from '../domain/request.js';
import { down, openAccess, up } from '../infra/access.js';
import { repositoryRoot } from '../infra/home.js';
import { startWorker, startWorkers, stopWorkers } from '../infra/processes.js';
import { decideRequest } from '../operations/decide.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { lineage } from '../operations/lineage.js';
import { imposeMeasure, requestLifting } from '../operations/measures.js';
import { releaseNamed } from '../operations/read-runs.js';
import { requestRelease } from '../operations/release.js';
import type { Restarted } from '../operations/restart-open-requests.js';
import { submit } from '../operations/submit.js';
import { verifyAudit } from '../operations/verify.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { type Stack, startStack } from './stack.js';

let stack: Stack;
let city: WrittenCity;
let access: Awaited<ReturnType<typeof openAccess>>;
let restarted: readonly Restarted[] = [];
let lastBefore = 0;
let before: readonly Recorded[] = [];
const ids = { onboarding: '', delivery: '', review: '', release: '', lifting: '' };

const decide = (requestId: string, account: string, choice: 'approve' | 'reject' = 'approve') =>
  decideRequest(access, {
    requestId,
    choice,
    actor: demoAccount(account, 'demo'),
    reason: 'read',
    key: sha256Text(`${requestId}${account}`),
  });

/** A delivery whose review has one of its two decisions. */
async function leaveInReview(): Promise<{ delivery: string; review: string }> {
  const deliverer = demoAccount('provider', 'demo');
  const delivering = await deliver(access, { sourceId: 'brp', files: [city.files.brp], deliverer });
  const { request } = await within('the review', 60, async () => (await delivering.state()).review);
  await decide(request.requestId, 'steward');
  return { delivery: delivering.workflowId, review: request.requestId };
}

/** A contract with one of its two decisions, a delivery, a release and a lifting: all four wait for people. */
async function leaveFourOpen(): Promise<void> {
  const path = join(repositoryRoot(), 'demo/contracts/inbrekers-den-haag.yaml');
  const { contract, hash } = parseContract(readFileSync(path, 'utf8'));
  const submitter = demoAccount('steward', 'demo');
  const request = await submit(access, { subject: { kind: 'contract', contract }, hash, submitter });
  ids.onboarding = request.requestId;
  await within('the request', 30, request.state);
  await decide(request.requestId, 'steward-2');
  Object.assign(ids, await leaveInReview());
  const requester = demoAccount('analyst', 'demo');
  const { runId, stage } = await runDemo(access, 'instroom-drugs');
  expect(stage).toBe('ready');
  const releasing = await requestRelease(access, { runId, requester });
  ids.release = releasing.releaseId;
  await within('the release', 60, async () => {
    const { stage } = await releasing.state();
    return stage === 'awaitingDecision' ? stage : null;
  });
  const held = {
    measure: 'hold',
    sourceId: 'politie-verdachte',
    by: submitter,
    reason: 'a complaint',
  } as const;
  await imposeMeasure(access, held);
  const lifting = await requestLifting(access, held);
  ids.lifting = lifting.requestId;
  await within('the lifting', 60, lifting.state);
}

interface Recorded {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly step: string;
}

/** The log from an event on: who recorded what. */
async function recordedAfter(seq: number): Promise<readonly Recorded[]> {
  const { rows } = await access.catalog.query<Recorded>(
    `SELECT workflow_id AS "workflowId", run_id AS "runId", type, step || ' ' || passage AS step
     FROM reading.event WHERE seq > $1 ORDER BY seq`,
    [seq],
  );
  return rows;
}

const stepOfWorkflow = ({ workflowId, step }: Recorded) => `${workflowId} ${step}`;

async function lastEvent(): Promise<number> {
  const { rows } = await access.catalog.query<{ n: number }>('SELECT max(seq)::int AS n FROM reading.event');
  return rows[0]?.n ?? 0;
}

async function stateOfDelivery(workflowId: string): Promise<string | null> {
  const { rows } = await access.catalog.query<{ state: string }>(
    'SELECT state FROM reading.delivery WHERE workflow_id = $1',
    [workflowId],
  );
  return rows[0]?.state ?? null;
}

interface ProtectedTables {
  readonly version: string;
  readonly state: string;
  readonly cells: number;
  readonly objects: readonly { readonly key: string; readonly sha256: string }[];
}

async function protectedTables(releaseId: string): Promise<ProtectedTables> {
  const { rows } = await access.catalog.query<ProtectedTables>(
    `SELECT v.version, v.state, r.cells::int, v.manifest -> 'objects' AS objects
     FROM reading.release r JOIN reading.dataset_version v ON v.version = r.protected_version WHERE r.release_id = $1`,
    [releaseId],
  );
  if (!rows[0]) throw new Error(`release ${releaseId} has no tables`);
  return rows[0];
}

async function lyingOf({ objects }: ProtectedTables): Promise<string[]> {
  const lying: string[] = [];
  for (const { key } of objects)
    for await (const found of stack.zone('result').list(key)) lying.push(found.key);
  return lying;
}

/** Vault and data of an older version of the code: what `up` starts afterwards is newer. */
async function startOlderWorkers(): Promise<void> {
  const entry = fileURLToPath(new URL('./older-worker.mjs', import.meta.url));
  await stopWorkers(stack.home, ['vault', 'data']);
  for (const role of ['vault', 'data'] as const) await startWorker(stack.home, role, entry);
}

/** The versions of a delivery or release with the code that made each, in their order. */
async function madeFor(workflowId: string): Promise<readonly string[]> {
  const { rows } = await access.catalog.query<{ made: string }>(
    `SELECT type || ' by ' || CASE WHEN body -> 'manifest' ->> 'codeVersion' = 'sluis 0.0.1+older' THEN 'older'
       ELSE 'newer' END AS made
     FROM reading.event WHERE workflow_id = $1 AND body ? 'manifest' ORDER BY seq`,
    [workflowId],
  );
  return rows.map(({ made }) => made);
}

beforeAll(async () => {
  stack = await startStack('restart');
  access = stack.access;
  await startOlderWorkers();
  city = await writeCity({ persons: 20_000, seed: 5, folder: join(stack.home.root, 'city') });
  await onboardDemo(access, repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
  for (const [id, file] of [
    ['brp', 'brp'],
    ['politie-verdachte', 'politie_verdachte'],
  ] as const) {
    await stack.onboard(id);
    await deliverDemo(access, id, [city.files[file]]);
  }
  // Another city, so that its delivery is another one and is asked about again.
  city = await writeCity({ persons: 2_000, seed: 6, folder: join(stack.home.root, 'other') });
  await leaveFourOpen();
  before = await recordedAfter(0);
  lastBefore = await lastEvent();
  await down(stack.home, { wipe: false });
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(stack.home.servers, 'temporal', `temporal.db${end}`), { force: true });
  restarted = await up(stack.home);
  access = await openAccess(stack.home);
}, 300_000);
afterAll(async () => {
  if (access !== stack?.access) await access?.close();
  await stack?.stop();
});

describe('requests that Temporal has forgotten', () => {
  it('are started again by up, each once, and record nothing twice but what their gates say now', async () => {
    const expected = [ids.onboarding, ids.delivery, ids.release, ids.lifting].sort();
    expect(restarted.map(({ workflowId }) => workflowId).sort()).toEqual(expected);
    expect(new Set(restarted.map(({ outcome }) => outcome))).toEqual(new Set(['restarted']));
    // Each gate that had been asked, but for that of an intake: it stays closed.
    const asked = before
      .filter(({ workflowId, type }) => expected.includes(workflowId) && type === 'gateAsked')
      .filter(({ workflowId, step }) => workflowId !== ids.delivery || step !== 'gate:G0 0');
    const again = await within('the gates', 60, async () => {
      const recorded = await recordedAfter(lastBefore);
      return recorded.length < asked.length ? null : recorded;
    });
    expect(new Set(again.map(({ type }) => type))).toEqual(new Set(['gateAsked']));
    expect(again.map(stepOfWorkflow).sort()).toEqual(asked.map(stepOfWorkflow).sort());
    const runsBefore = before.map(({ runId }) => runId);
    expect(again.filter(({ runId }) => runsBefore.includes(runId))).toEqual([]);
    expect(await up(stack.home)).toEqual([]);
  });

  it('remember who decided: another person is needed still, and one is enough', async () => {
    await expect(decide(ids.onboarding, 'steward')).rejects.toMatchObject({ code: 'FourEyes' });
    expect((await decide(ids.onboarding, 'privacy-officer')).stage).toBe('approved');
  });

  it('go on where they were: a reviewed delivery to curated, a decided release to released, a lifting to lifted', async () => {
    expect((await decide(ids.review, 'privacy-officer')).stage).toBe('approved');
    const state = async (sql: string, id: string) => {
      const { rows } = await access.catalog.query<{ state: string }>(sql, [id]);
      return rows[0]?.state ?? null;
    };
    await within('curated', 60, async () =>
      (await stateOfDelivery(ids.delivery)) === 'curated' ? true : null,
    );
    await decide(ids.release, 'output-checker');
    await decide(ids.release, 'privacy-officer');
    const release = 'SELECT state FROM reading.release WHERE release_id = $1';
    await within('released', 60, async () =>
      (await state(release, ids.release)) === 'released' ? true : null,
    );
    await decide(ids.lifting, 'privacy-officer');
    const hold = `SELECT state FROM reading.measure WHERE source_id = $1 AND measure = 'hold'`;
    await within('unheld', 60, async () =>
      (await state(hold, 'politie-verdachte')) === 'unheld' ? true : null,
    );
  });

  it('keep what older code made for them and people decided on; what is delivered since is made by the newer', async () => {
    expect(await madeFor(ids.delivery)).toEqual(['pseudonymised by older', 'curated by older']);
    expect(await madeFor(ids.release)).toEqual(['protected by older', 'released by older']);
    const other = await writeCity({ persons: 2_000, seed: 8, folder: join(stack.home.root, 'newer') });
    const { deliveryId } = await deliverDemo(access, 'politie-verdachte', [other.files.politie_verdachte]);
    const { rows } = await access.catalog.query<{ id: string }>(
      'SELECT workflow_id AS id FROM reading.delivery WHERE delivery_id = $1',
      [deliveryId],
    );
    expect(await madeFor(rows[0]?.id ?? '')).toEqual(['pseudonymised by newer', 'curated by newer']);
  }, 60_000);

  it('leave one event a step that is no gate, and a log that verifies', async () => {
    const steps = (await recordedAfter(0)).filter(({ type }) => type !== 'gateAsked').map(stepOfWorkflow);
    expect(steps.filter((step, i) => steps.indexOf(step) !== i)).toEqual([]);
    expect(await verifyAudit(access)).toMatchObject({ ok: true, findings: [] });
  });
});

describe('a release that was rejected, whose removal Temporal lost', () => {
  it('leaves no table in the result zone after up, and the log, the list and the lineage say what there was', async () => {
    const { runId } = await runDemo(access, 'instroom-drugs');
    const releasing = await requestRelease(access, { runId, requester: demoAccount('analyst', 'demo') });
    const { releaseId } = releasing;
    await within('the release', 60, async () =>
      (await releasing.state()).stage === 'awaitingDecision' ? true : null,
    );
    const tables = await protectedTables(releaseId);
    expect(tables.objects.length).toBeGreaterThan(0);
    await stopWorkers(stack.home, ['data']);
    await decide(releaseId, 'output-checker', 'reject');
    expect(await releasing.result()).toMatchObject({ stage: 'rejected' });
    await access.client.workflow.getHandle(destructionId({ kind: 'release', id: releaseId })).terminate();
    expect(await lyingOf(tables)).toHaveLength(tables.objects.length);
    await up(stack.home);
    await within('the removal', 60, async () =>
      (await protectedTables(releaseId)).state === 'destroyed' ? true : null,
    );
    expect(await lyingOf(tables)).toEqual([]);
    const { rows } = await access.catalog.query<{ objects: object[] }>(
      `SELECT body -> 'objects' AS objects FROM reading.event
       WHERE type = 'destroyed' AND body -> 'subject' ->> 'id' = $1`,
      [tables.version],
    );
    expect(rows).toEqual([
      { objects: tables.objects.map(({ key, sha256 }) => ({ zone: 'result', key, sha256 })) },
    ]);
    expect(await verifyAudit(access)).toMatchObject({ ok: true, findings: [] });
    expect(await releaseNamed(access, releaseId)).toMatchObject({ state: 'rejected', cells: tables.cells });
    const { version } = tables;
    const { zone, next } = await lineage(
      access,
      { dataset: 'instroom-drugs', version },
      { direction: 'up', depth: 1 },
    );
    expect([zone, next.map((node) => node.zone)]).toEqual(['result', ['result']]);
    expect((await up(stack.home)).length).toBe(0);
  }, 120_000);
});

describe('a delivery whose workflow was ended in Temporal, and not in the log', () => {
  let left = { delivery: '', review: '' };
  const endAndUp = async (meanwhile: () => Promise<unknown>) => {
    await access.client.workflow.getHandle(left.delivery).terminate();
    await meanwhile();
    return (await up(stack.home)).filter(({ workflowId }) => workflowId === left.delivery);
  };
  beforeAll(async () => {
    city = await writeCity({ persons: 2_000, seed: 7, folder: join(stack.home.root, 'third') });
    left = await leaveInReview();
  }, 120_000);

  it('is started again, with its review and who decided', async () => {
    const again = await endAndUp(async () => undefined);
    expect(again).toEqual([{ workflowId: left.delivery, outcome: 'restarted' }]);
    // Before anybody decides anew.
    await within('who decided', 60, async () => {
      const { memo } = await access.client.workflow.getHandle(left.delivery).describe();
      const { review } = (memo ?? {}) as { review?: RequestState };
      return review?.decisions.map(({ as }) => as).join() === 'steward' ? true : null;
    });
    await expect(decide(left.review, 'steward')).resolves.toMatchObject({
      stage: 'awaitingDecision',
      decisions: [{ as: 'steward' }],
    });
    expect(await stateOfDelivery(left.delivery)).toBe('pseudonymised');
  });

  it('ends where its source was suspended meanwhile, and its review with it', async () => {
    const by = demoAccount('steward', 'demo');
    const again = await endAndUp(() =>
      imposeMeasure(access, { measure: 'suspension', sourceId: 'brp', by, reason: 'wrong records' }),
    );
    expect(again).toEqual([{ workflowId: left.delivery, outcome: 'restarted' }]);
    await within('quarantine', 60, async () =>
      (await stateOfDelivery(left.delivery)) === 'quarantined' ? true : null,
    );
    const { rows } = await access.catalog.query<{ gate: string; codes: string[]; review: string }>(
      `SELECT e.body ->> 'gate' AS gate, e.body -> 'codes' AS codes, r.state AS review
       FROM reading.event e JOIN reading.request r ON r.request_id = $2
       WHERE e.workflow_id = $1 AND e.type = 'deliveryRefused'`,
      [left.delivery, left.review],
    );
    expect(rows).toEqual([{ gate: 'G1', codes: ['S05'], review: 'refused' }]);
    await expect(decide(left.review, 'privacy-officer')).rejects.toMatchObject({ name: 'SluisError' });
    expect(await verifyAudit(access)).toMatchObject({ ok: true, findings: [] });
  });
});

describe('a run that Temporal lost between its refusal and the removal of what it wrote', () => {
  it('leaves nothing once the data worker has started again', async () => {
    // Its source was suspended above.
    const { runId, stage } = await runDemo(access, 'instroom-drugs');
    expect(stage).toBe('refused');
    const key = 'instroom-drugs/left/instroom.parquet';
    const store = stack.zone('result');
    await store.put(key, Buffer.from('unprotected cells'));
    const client = await stack.superuser.connect();
    const intent = { outputKey: 'result:left', zone: 'result', prefix: 'instroom-drugs/left' } as const;
    await sealIntent(client, 'data_object', { ...intent, madeFor: `run:${runId}` });
    client.release();
    await stopWorkers(stack.home, ['data']);
    await startWorkers(stack.home, ['data']);
    await within('nothing left', 60, async () => {
      for await (const _ of store.list(intent.prefix)) return null;
      return true;
    });
    expect(await verifyAudit(access)).toMatchObject({ ok: true, findings: [] });
  }, 120_000);
});
