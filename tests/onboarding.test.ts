import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../domain/canonical-json.js';
import { sha256Json, sha256Text } from '../domain/digest.js';
import { down, openAccess, up } from '../infra/access.js';
import { readSetupConfig } from '../infra/config.js';
import { createHome, homeAt, workerFolder } from '../infra/home.js';
import { startWorker, startWorkers, stopWorkers, workerStatus } from '../infra/processes.js';
import { decideRequest } from '../operations/decide.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { type SubmittedRequest, submit } from '../operations/submit.js';
import { verifyAudit } from '../operations/verify.js';
import { parseContract } from '../policy/schema/parse-contract.js';

const folder = mkdtempSync(join(tmpdir(), 'sluis-onboarding-'));
chmodSync(folder, 0o755);
const home = homeAt(folder);
let access: Awaited<ReturnType<typeof openAccess>>;

beforeAll(async () => {
  createHome(home);
  await up(home);
  access = await openAccess(home);
});
afterAll(async () => {
  await access?.close();
  await down(home, { wipe: true });
});

const submitter = demoAccount('steward', 'demo');
const contractOf = (id: string) => {
  const path = new URL(`../demo/contracts/${id}.yaml`, import.meta.url);
  const { contract, hash } = parseContract(readFileSync(path, 'utf8'));
  return { subject: { kind: 'contract', contract } as const, hash };
};
const onboard = (id: string, more: { decideWithin?: number; remindAfter?: number } = {}) =>
  submit(access, { ...contractOf(id), submitter, ...more });
const decide = (
  requestId: string,
  account: string,
  choice: 'approve' | 'reject' = 'approve',
  key = account,
) =>
  decideRequest(access, {
    requestId,
    choice,
    actor: demoAccount(account, 'demo'),
    reason: 'read',
    key: keyOf(`${requestId}${key}`),
  });

/** The client's own idempotency key stands in the history in plain text: it must say nothing. */
const keyOf = (what: string) => sha256Text(what);

async function open({ state }: SubmittedRequest): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await state().catch(() => null))?.stage !== 'awaitingDecision') {
    if (Date.now() > deadline) throw new Error('the request was not open for decisions within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function eventsOf(requestId: string): Promise<string[]> {
  const { rows } = await access.catalog.query<{ type: string }>(
    'SELECT type FROM reading.event WHERE workflow_id = $1 ORDER BY seq',
    [requestId],
  );
  return rows.map(({ type }) => type);
}
const TWO_DECIDED = [
  'contractSubmitted',
  'gateAsked',
  'decisionRecorded',
  'decisionRecorded',
  'onboardingApproved',
];

describe('onboarding on the real servers', () => {
  it('needs steward and privacy officer for police data, and neither of them the submitter', async () => {
    const request = await onboard('inbrekers-den-haag');
    const { requestId } = request;
    await open(request);
    await expect(decide(requestId, 'steward')).rejects.toMatchObject({ code: 'FourEyes' });
    await expect(decide(requestId, 'analyst')).rejects.toMatchObject({ code: 'RoleMissing' });
    await decide(requestId, 'steward-2');
    expect(await eventsOf(requestId)).toEqual(['contractSubmitted', 'gateAsked', 'decisionRecorded']);
    await expect(decide(requestId, 'steward-2', 'approve', 'again')).rejects.toMatchObject({
      code: 'FourEyes',
    });
    await decide(requestId, 'privacy-officer');
    expect((await request.result()).stage).toBe('approved');
    expect(await eventsOf(requestId)).toEqual(TWO_DECIDED);
    await expect(decide(requestId, 'privacy-officer-2')).rejects.toMatchObject({ code: 'RequestClosed' });
  });

  it('lets nobody approve a version that they submitted before under another text', async () => {
    const { subject } = contractOf('cbs-kwb-2024');
    const submitted = async (account: string, title: string) => {
      const contract = { ...subject.contract, version: '7.0.0', title };
      const request = await submit(access, {
        subject: { ...subject, contract },
        hash: sha256Json(contract as unknown as Json),
        submitter: demoAccount(account, 'demo'),
      });
      await open(request);
      return request;
    };
    const first = await submitted('steward', 'a first text');
    await decide(first.requestId, 'steward-2', 'reject');
    expect((await first.result()).stage).toBe('rejected');
    const second = await submitted('steward-2', 'a better text');
    await expect(decide(second.requestId, 'steward')).rejects.toMatchObject({ code: 'FourEyes' });
    await expect(decide(second.requestId, 'steward-2')).rejects.toMatchObject({ code: 'FourEyes' });
    const { requestId } = second;
    const actor = { ...demoAccount('auditor', 'demo'), roles: ['steward'] as const };
    const key = keyOf(`${requestId}third`);
    await decideRequest(access, { requestId, choice: 'approve', actor, reason: 'read', key });
    expect((await second.result()).stage).toBe('approved');
  });

  it('refuses a company without agreement before anybody is asked', async () => {
    const request = await onboard('airbnb-amsterdam');
    expect((await request.result()).stage).toBe('refused');
    expect(await eventsOf(request.requestId)).toEqual([
      'contractSubmitted',
      'gateAsked',
      'onboardingRefused',
    ]);
  });

  it('records a rejection with its reason, and one key as one decision', async () => {
    const request = await onboard('cbs-kwb-2024');
    await open(request);
    const twice = () => decide(request.requestId, 'steward-2', 'reject');
    const answers = await Promise.all([twice(), twice()]);
    expect(answers.map(({ stage }) => stage)).toEqual(['rejected', 'rejected']);
    const types = await eventsOf(request.requestId);
    expect(types).toEqual(['contractSubmitted', 'gateAsked', 'decisionRecorded', 'onboardingRejected']);
  });

  it('reminds and expires when nobody decides', async () => {
    const request = await onboard('den-haag-buurten', { decideWithin: 1500, remindAfter: 1000 });
    expect((await request.result()).stage).toBe('expired');
    const types = await eventsOf(request.requestId);
    expect(types).toEqual(['contractSubmitted', 'gateAsked', 'reminderDue', 'onboardingExpired']);
  });

  it('keeps contract texts and decisions out of the Temporal database', async () => {
    const files = ['temporal.db', 'temporal.db-wal'].map((name) => join(home.servers, 'temporal', name));
    const stored = files.map((path) => readFileSync(path, 'latin1')).join('');
    expect(stored).toContain('onboardSource');
    const told = ['wpg-22', 'recordUnit', 'person-of-steward', 'privacy-officer', 'needs another person'];
    expect(told.filter((text) => stored.includes(text))).toEqual([]);
  });
});

describe('the control worker killed between commit and completion', () => {
  const entry = fileURLToPath(new URL('./crashing-control.mjs', import.meta.url));

  it.each([
    ['submission', 1],
    ['gate', 2],
    ['first decision', 3],
    ['last decision', 4],
    ['closing', 5],
  ])('leaves exactly one event a step when killed after the %s', async (_step, commit) => {
    await stopWorkers(home, ['control']);
    writeFileSync(join(workerFolder(home, 'control'), 'crash-at'), String(commit), { mode: 0o644 });
    await startWorker(home, 'control', entry);
    const request = await onboard('inbrekers-den-haag');
    const people = (async () => {
      await open(request);
      await decide(request.requestId, 'steward-2');
      await decide(request.requestId, 'privacy-officer');
    })();
    await until(() => workerStatus(home, 'control').state === 'stopped');
    await startWorkers(home, ['control']);
    await people;
    expect((await request.result()).stage).toBe('approved');
    expect(await eventsOf(request.requestId)).toEqual(TWO_DECIDED);
  });
});

describe('the audit log after all of this', () => {
  it('verifies, every event signed, and names what a superuser cut off', async () => {
    const whole = await verifyAudit(access);
    expect(whole).toMatchObject({ ok: true, findings: [], signed: whole.events });
    expect(whole.events).toBeGreaterThan(30);
    const superuser = new pg.Client({
      connectionString: databaseOf(readSetupConfig(home).endpoints.database),
    });
    await superuser.connect();
    await superuser.query('ALTER TABLE catalog.event DISABLE TRIGGER ALL');
    await superuser.query('DELETE FROM catalog.event WHERE seq = $1', [whole.events - 1]);
    await superuser.end();
    const place = `event ${whole.events - 1}`;
    const { ok, findings } = await verifyAudit(access);
    expect(ok).toBe(false);
    expect(findings).toContainEqual({ what: 'events-cut', place });
  });
});

/** The superuser's address of the database in which the catalog is. */
function databaseOf({ adminUrl, ownerUrl }: { adminUrl: string; ownerUrl: string }): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(ownerUrl).pathname;
  return url.toString();
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('the worker was not killed within 40 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
