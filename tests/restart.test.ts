import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { within } from '../demo/waiting.js';
import { sha256Text } from '../domain/digest.js';
import { down, openAccess, up } from '../infra/access.js';
import { repositoryRoot } from '../infra/home.js';
import { decideRequest } from '../operations/decide.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { requestRelease } from '../operations/release.js';
import type { Restarted } from '../operations/restart-open-requests.js';
import { runTheme } from '../operations/run-theme.js';
import { submit } from '../operations/submit.js';
import { verifyAudit } from '../operations/verify.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { type Stack, startStack } from './stack.js';

let stack: Stack;
let city: WrittenCity;
let access: Awaited<ReturnType<typeof openAccess>>;
let restarted: readonly Restarted[] = [];
let eventsBefore = 0;
const ids = { onboarding: '', delivery: '', review: '', release: '' };

const decide = (requestId: string, account: string) =>
  decideRequest(access, {
    requestId,
    choice: 'approve',
    actor: demoAccount(account, 'demo'),
    reason: 'read',
    key: sha256Text(`${requestId}${account}`),
  });

/** A contract with one of its two decisions, a delivery and a release with none: all three wait for people. */
async function leaveThreeOpen(): Promise<void> {
  const path = join(repositoryRoot(), 'demo/contracts/inbrekers-den-haag.yaml');
  const { contract, hash } = parseContract(readFileSync(path, 'utf8'));
  const submitter = demoAccount('steward', 'demo');
  const request = await submit(access, { subject: { kind: 'contract', contract }, hash, submitter });
  ids.onboarding = request.requestId;
  await within('the request', 30, request.state);
  await decide(request.requestId, 'steward-2');
  const deliverer = demoAccount('provider', 'demo');
  const delivering = await deliver(access, { sourceId: 'brp', files: [city.files.brp], deliverer });
  const review = await within('the review', 60, async () => (await delivering.state()).review);
  Object.assign(ids, { delivery: delivering.workflowId, review: review.request.requestId });
  await decide(ids.review, 'steward');
  const requester = demoAccount('analyst', 'demo');
  const { runId, result } = await runTheme(access, { theme: 'instroom-drugs', requester });
  expect((await result()).stage).toBe('ready');
  const releasing = await requestRelease(access, { runId, requester });
  ids.release = releasing.releaseId;
  await within('the release', 60, async () => {
    const { stage } = await releasing.state();
    return stage === 'awaitingDecision' ? stage : null;
  });
}

async function countEvents(): Promise<number> {
  const { rows } = await access.catalog.query<{ n: number }>('SELECT count(*)::int AS n FROM reading.event');
  return rows[0]?.n ?? 0;
}

beforeAll(async () => {
  stack = await startStack('restart');
  access = stack.access;
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
  await leaveThreeOpen();
  eventsBefore = await countEvents();
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
  it('are started again by up, each once, and record nothing twice', async () => {
    const expected = [ids.onboarding, ids.delivery, ids.release].sort();
    expect(restarted.map(({ workflowId }) => workflowId).sort()).toEqual(expected);
    expect(new Set(restarted.map(({ outcome }) => outcome))).toEqual(new Set(['restarted']));
    expect(await countEvents()).toBe(eventsBefore);
    expect(await up(stack.home)).toEqual([]);
  });

  it('remember who decided: another person is needed still, and one is enough', async () => {
    await expect(decide(ids.onboarding, 'steward')).rejects.toMatchObject({ code: 'FourEyes' });
    expect((await decide(ids.onboarding, 'privacy-officer')).stage).toBe('approved');
  });

  it('go on where they were: a reviewed delivery to curated, a decided release to released', async () => {
    expect((await decide(ids.review, 'privacy-officer')).stage).toBe('approved');
    const state = async (sql: string, id: string) => {
      const { rows } = await access.catalog.query<{ state: string }>(sql, [id]);
      return rows[0]?.state ?? null;
    };
    const delivery = 'SELECT state FROM reading.delivery WHERE workflow_id = $1';
    await within('curated', 60, async () =>
      (await state(delivery, ids.delivery)) === 'curated' ? true : null,
    );
    await decide(ids.release, 'output-checker');
    await decide(ids.release, 'privacy-officer');
    const release = 'SELECT state FROM reading.release WHERE release_id = $1';
    await within('released', 60, async () =>
      (await state(release, ids.release)) === 'released' ? true : null,
    );
  });

  it('leave one event a step, and a log that verifies', async () => {
    const { rows } = await access.catalog.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM reading.event GROUP BY workflow_id, step, passage HAVING count(*) > 1',
    );
    expect(rows).toEqual([]);
    expect(await verifyAudit(access)).toMatchObject({ ok: true, findings: [] });
  });
});
