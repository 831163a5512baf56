import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealIntent } from '../activities/intents.js';
import type { Destroyed } from '../catalog/event-bodies.js';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { runDemo } from '../demo/releasing.js';
import { approveByAll, within } from '../demo/waiting.js';
import { repositoryRoot } from '../infra/home.js';
import { startWorkers, stopWorkers } from '../infra/processes.js';
import { cancelRun } from '../operations/cancel-run.js';
import { decideRequest } from '../operations/decide.js';
import { type Delivering, deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { imposeMeasure, requestLifting } from '../operations/measures.js';
import { inbox } from '../operations/read-catalog.js';
import { runs } from '../operations/read-runs.js';
import { type Releasing, requestRelease } from '../operations/release.js';
import { type RunningTheme, runTheme } from '../operations/run-theme.js';
import { sourceNamed, sources } from '../operations/sources.js';
import { readSubject } from '../operations/subject.js';
import { submit } from '../operations/submit.js';
import { verifyAudit } from '../operations/verify.js';
import { startForged } from './forged-requests.js';
import { type Stack, startStack } from './stack.js';

const POLICE = 'politie-verdachte';
const analyst = demoAccount('analyst', 'demo');
let stack: Stack;
let city: WrittenCity;
/** So few suspects that rule K01 asks people. */
let few = '';

beforeAll(async () => {
  stack = await startStack('measures');
  city = await writeCity({ persons: 20_000, seed: 7, folder: join(stack.home.root, 'city') });
  const small = await writeCity({ persons: 500, seed: 1, folder: join(stack.home.root, 'small') });
  few = small.files.politie_verdachte;
  await onboardDemo(stack.access, repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
  for (const id of ['brp', POLICE]) {
    expect(await stack.onboard(id)).toBe('approved');
    const { state } = await deliverDemo(stack.access, id, [fileOf(id)]);
    expect(state.stage).toBe('curated');
  }
}, 240_000);
afterAll(() => stack?.stop());

const fileOf = (id: string) => city.files[id === 'brp' ? 'brp' : 'politie_verdachte'];
const by = (account: string) => demoAccount(account, 'demo');
const begin = (sourceId: string, file = fileOf(sourceId)): Promise<Delivering> =>
  deliver(stack.access, { sourceId, files: [file], deliverer: by('provider') });
const reviewed = (delivering: Delivering) =>
  within('a review', 60, async () => {
    const state = await delivering.state();
    return state.stage === 'awaitingReview' ? state : null;
  });
const decided = (releasing: Releasing) =>
  within('a release in the inbox', 60, async () => {
    const state = await releasing.state();
    return state.request ? state : null;
  });
const decide = (requestId: string, account: string, as = account) =>
  decideRequest(stack.access, {
    requestId,
    choice: 'approve',
    actor: { ...by(account), roles: by(as).roles },
    reason: 'settled',
    key: randomUUID(),
  });
const lift = async (measure: 'suspension' | 'hold', sourceId: string) => {
  const lifting = await requestLifting(stack.access, {
    measure,
    sourceId,
    by: by('steward'),
    reason: 'settled',
  });
  await within('the request to lift', 30, lifting.state);
  return lifting;
};
const stateOf = async (id: string) =>
  (await sources(stack.access)).find(({ sourceId }) => sourceId === id)?.state;
const quarantineOf = async (kind: string, id: string) => {
  const { rows } = await stack.superuser.query(
    'SELECT source_id, zone, codes FROM catalog.quarantine WHERE subject_kind = $1 AND subject_id = $2',
    [kind, id],
  );
  return rows;
};
/** Another version of a demo contract, through its gate and the people whom it demands. */
const approveVersion = async (id: string, change: (text: string) => string) => {
  const text = readFileSync(join(repositoryRoot(), `demo/contracts/${id}.yaml`), 'utf8');
  const { subject, hash } = readSubject(change(text));
  const submitted = await submit(stack.access, { subject, hash, submitter: by('steward') });
  const state = await within('the request in the inbox', 30, submitted.state);
  await approveByAll(stack.access, submitted.requestId, state.request.deciders, 'read');
  return (await submitted.result()).stage;
};

/** What stands of something in quarantine once it is destroyed. */
const destroyed = (kind: string, id: string) =>
  within('its destruction', 60, async () => {
    const { rows } = await stack.superuser.query<{ body: Destroyed }>(
      `SELECT body FROM catalog.event
       WHERE type = 'destroyed' AND body->'subject'->>'kind' = $1 AND body->'subject'->>'id' = $2`,
      [kind, id],
    );
    return rows[0]?.body ?? null;
  });
const keysIn = async (zone: 'result' | 'curated') => {
  const keys: string[] = [];
  for await (const { key } of stack.zone(zone).list('')) keys.push(key);
  return keys;
};

describe('a suspension', () => {
  /** What lay in the result zone when the run was ready: its result, and none of the tables of a release. */
  let results: readonly string[] = [];
  let stopped: { readonly releaseId: string; readonly deliveryId: string };

  it('stops at once a delivery that waits in review and a release that waits for its checkers', async () => {
    await imposeMeasure(stack.access, {
      measure: 'hold',
      sourceId: POLICE,
      by: by('auditor'),
      reason: 'a court asked',
    });
    const run = await runDemo(stack.access, 'instroom-drugs');
    expect(run.stage).toBe('ready');
    results = await keysIn('result');
    const releasing = await requestRelease(stack.access, { runId: run.runId, requester: analyst });
    const delivering = await begin(POLICE, few);
    await Promise.all([reviewed(delivering), decided(releasing)]);
    const suspended = await imposeMeasure(stack.access, {
      measure: 'suspension',
      sourceId: POLICE,
      by: by('auditor'),
      reason: 'the agreement is being looked at',
    });
    expect(suspended.told).toEqual([delivering.workflowId, releasing.releaseId].sort());
    expect(await delivering.result()).toMatchObject({ stage: 'refused', codes: ['S05'] });
    const released = await releasing.result();
    expect(released.stage).toBe('refused');
    expect(released.codes).toContain('S05');
    const expected = [{ source_id: POLICE, zone: 'curated', codes: ['S05'] }];
    expect(await quarantineOf('delivery', delivering.deliveryId)).toEqual(expected);
    expect(await quarantineOf('release', releasing.releaseId)).toMatchObject([
      { source_id: POLICE, zone: 'result' },
    ]);
    expect(await inbox(stack.access, 'open')).toEqual([]);
    stopped = { releaseId: releasing.releaseId, deliveryId: delivering.deliveryId };
  });

  it('leaves nothing of the tables that were to be released, also under a legal hold: that keeps deliveries', async () => {
    const { objects } = await destroyed('release', stopped.releaseId);
    expect(objects.length).toBeGreaterThan(0);
    expect(new Set(objects.map(({ zone }) => zone))).toEqual(new Set(['result']));
    expect(results.length).toBeGreaterThan(0);
    expect(await keysIn('result')).toEqual(results);
    const { rows } = await stack.superuser.query(
      'SELECT state FROM catalog.quarantine WHERE subject_kind = $1 AND subject_id = $2',
      ['delivery', stopped.deliveryId],
    );
    expect(rows).toEqual([{ state: 'quarantined' }]);
  });

  it('lets nothing in and nothing run afterwards, and shows who did it and why', async () => {
    await expect(begin(POLICE)).rejects.toMatchObject({ code: 'PolicyRefused' });
    const run = await runDemo(stack.access, 'instroom-drugs');
    expect(run).toMatchObject({ stage: 'refused', codes: ['S05'] });
    expect(await stateOf(POLICE)).toBe('suspended');
    const { measures, quarantined } = await sourceNamed(stack.access, POLICE);
    expect(measures.filter(({ measure }) => measure === 'suspension')).toMatchObject([
      { measure: 'suspension', by: by('auditor').person, role: 'auditor', liftedAt: null },
    ]);
    const subjects = quarantined.map(({ subjectKind }) => subjectKind);
    expect(subjects.filter((kind) => kind !== 'dataset-version').sort()).toEqual(['delivery', 'release']);
  });

  it('is lifted by no approval of another version, where one steward alone would decide', async () => {
    expect(await stack.onboard('bag')).toBe('approved');
    const stop = { measure: 'suspension', sourceId: 'bag', by: by('steward'), reason: 'in doubt' } as const;
    await imposeMeasure(stack.access, stop);
    expect(await approveVersion('bag', (text) => text.replace('version: 1.0.0', 'version: 1.0.1'))).toBe(
      'approved',
    );
    expect(await stateOf('bag')).toBe('suspended');
    const file = city.files.bag;
    const delivery = { sourceId: 'bag', files: [file], deliverer: by('provider') };
    await expect(deliver(stack.access, delivery)).rejects.toMatchObject({ code: 'PolicyRefused' });
  });

  it('is lifted by two natural persons, one of whom asked, and never by one in two roles', async () => {
    const asking = (account: string) =>
      requestLifting(stack.access, { measure: 'suspension', sourceId: POLICE, by: by(account), reason: 'x' });
    await expect(asking('analyst')).rejects.toMatchObject({ code: 'RoleMissing' });
    const lifting = await lift('suspension', POLICE);
    await expect(decide(lifting.requestId, 'steward', 'privacy-officer')).rejects.toMatchObject({
      code: 'FourEyes',
    });
    await expect(decide(lifting.requestId, 'steward-2')).rejects.toMatchObject({ code: 'RoleMissing' });
    expect(await stateOf(POLICE)).toBe('suspended');
    const waiting = await inbox(stack.access, 'open');
    expect(waiting).toMatchObject([
      { requestId: lifting.requestId, kind: 'lifting', waitingFor: ['privacy-officer'] },
    ]);
    await decide(lifting.requestId, 'privacy-officer');
    expect((await lifting.result()).stage).toBe('approved');
    expect(await stateOf(POLICE)).toBe('approved');
    expect((await deliverDemo(stack.access, POLICE, [fileOf(POLICE)])).state.stage).toBe('curated');
  });

  it('that comes while people think about lifting an earlier one stays in force', async () => {
    const stop = { measure: 'suspension', sourceId: 'bag', by: by('provider'), reason: 'again' } as const;
    const lifting = await lift('suspension', 'bag');
    await imposeMeasure(stack.access, stop);
    await decide(lifting.requestId, 'privacy-officer');
    expect((await lifting.result()).stage).toBe('approved');
    expect(await stateOf('bag')).toBe('suspended');
  });
});

describe('a theme that a provider wants to decide on', () => {
  it('is put to people, with the run and its release, and goes on after their approval', async () => {
    const asks =
      '  - { id: eerst-vragen, kind: theme, effect: require-approval, values: [instroom-drugs], reason: afspraak }\n';
    const changed = (text: string) =>
      text.replace('version: 1.0.0', 'version: 1.0.1').replace('restrictions:\n', `restrictions:\n${asks}`);
    expect(await approveVersion('brp', changed)).toBe('approved');
    expect((await deliverDemo(stack.access, 'brp', [fileOf('brp')])).state.stage).toBe('curated');
    const running = await runTheme(stack.access, { theme: 'instroom-drugs', requester: analyst });
    const state = await within('the review of a run', 30, async () => {
      const now = await running.state();
      return now.stage === 'awaitingReview' && now.review ? now : null;
    });
    expect(state.codes).toEqual(['X01']);
    const waiting = (await inbox(stack.access, 'open')).filter(({ kind }) => kind === 'review');
    expect(waiting).toMatchObject([{ requestId: `${running.runId}:G4` }]);
    await approveByAll(stack.access, `${running.runId}:G4`, ['steward', 'privacy-officer'], 'read');
    expect(await running.result()).toMatchObject({ stage: 'ready' });
    const releasing = await requestRelease(stack.access, { runId: running.runId, requester: analyst });
    const asked = await decided(releasing);
    expect(asked.stage).toBe('awaitingDecision');
    await approveByAll(
      stack.access,
      releasing.releaseId,
      asked.request?.request.deciders ?? [],
      'the tables were read',
    );
    expect((await releasing.result()).stage).toBe('released');
  });
});

describe('a run that is cancelled', () => {
  const REASON = 'wrong parameters';
  const asking = async () => {
    const running = await runTheme(stack.access, { theme: 'instroom-drugs', requester: analyst });
    await within('the review of a run', 30, async () => (await running.state()).review);
    return running;
  };
  const cancel = (runId: string, account: string, reason = REASON) =>
    cancelRun(stack.access, { runId, by: by(account), reason });
  const runNamed = async (runId: string) => (await runs(stack.access)).find((one) => one.runId === runId);
  const reviews = async () => (await inbox(stack.access, 'open')).filter(({ kind }) => kind === 'review');
  let waiting: RunningTheme;
  let ended = '';

  it('by nobody in a role, without a reason, in another name or by a signal: it goes on, and the log has nothing of it', async () => {
    waiting = await asking();
    const { runId } = waiting;
    const order = { runId, by: by('analyst'), reason: REASON };
    const forged: [string, object][] = [
      [`cancel:${runId}:901`, { ...order, by: { ...order.by, roles: [] } }],
      [`cancel:${runId}:902`, { ...order, by: { ...order.by, roles: ['nobody'] } }],
      [`cancel:${runId}:903`, { ...order, reason: ' ' }],
      ['run:instroom-drugs:904', order],
      ['cancel:run:other:1:905', order],
    ];
    for (const [id, input] of forged)
      await expect((await startForged(stack, 'cancelRun', id, input)).result()).rejects.toThrow();
    await stack.access.client.workflow.getHandle(runId).signal('runCancelled', runId);
    const { rows } = await stack.superuser.query(
      `SELECT 1 FROM catalog.event WHERE type = 'runCancelled' OR workflow_id = ANY($1)`,
      [forged.map(([id]) => id)],
    );
    expect(rows).toEqual([]);
    expect(await reviews()).toMatchObject([{ requestId: `${runId}:G4` }]);
    expect((await waiting.state()).stage).toBe('awaitingReview');
  });

  it('while it waits for people: it leaves the inbox, nobody decides on it, and what it wrote is removed', async () => {
    const { runId } = waiting;
    // As a run wrote it that Temporal lost, and that was begun again.
    const key = 'instroom-drugs/left/instroom.parquet';
    await stack.zone('result').put(key, Buffer.from('unprotected cells'));
    const client = await stack.superuser.connect();
    const intent = { outputKey: 'result:left', zone: 'result', prefix: 'instroom-drugs/left' } as const;
    await sealIntent(client, 'data_object', { ...intent, madeFor: `run:${runId}` });
    client.release();
    expect(await cancel(runId, 'analyst')).toMatchObject({ runId, already: false });
    expect(await reviews()).toEqual([]);
    expect(await waiting.result()).toMatchObject({ stage: 'cancelled', version: null });
    await expect(decide(`${runId}:G4`, 'steward')).rejects.toMatchObject({ code: 'RequestClosed' });
    await within('nothing left', 60, async () => ((await keysIn('result')).includes(key) ? null : true));
    expect(await runNamed(runId)).toMatchObject({
      state: 'cancelled',
      codes: [],
      cancelled: { by: analyst.person, role: 'analyst', reason: REASON },
    });
  });

  it('while it is computed, by anyone with a role: its step ends, and no result is left', async () => {
    const before = await keysIn('result');
    await stopWorkers(stack.home, ['data']);
    const running = await asking();
    ended = running.runId;
    await approveByAll(stack.access, `${ended}:G4`, ['steward', 'privacy-officer'], 'read');
    await within('its step', 60, async () => ((await running.state()).stage === 'analysing' ? true : null));
    expect(await cancel(ended, 'auditor')).toMatchObject({ already: false });
    expect(await runNamed(ended)).toMatchObject({ state: 'cancelled', cancelled: { role: 'auditor' } });
    await startWorkers(stack.home, ['data']);
    expect(await running.result()).toMatchObject({ stage: 'cancelled', version: null });
    expect(await keysIn('result')).toEqual(before);
  });

  it('once more stays as it was; one that has ended otherwise or is not there is refused, with what to do next', async () => {
    expect(await cancel(ended, 'steward', 'me too')).toMatchObject({ already: true });
    expect(await runNamed(ended)).toMatchObject({ cancelled: { role: 'auditor', reason: REASON } });
    const done = (await runs(stack.access)).find(({ state }) => state === 'done')?.runId ?? '';
    await expect(cancel(done, 'analyst')).rejects.toMatchObject({
      code: 'RequestClosed',
      message: expect.stringContaining(`sluis runs show ${done}`),
    });
    await expect(cancel('run:instroom-drugs:99', 'analyst')).rejects.toMatchObject({
      code: 'RunUnknown',
    });
    await expect(cancel(ended, 'analyst', '')).rejects.toMatchObject({ code: 'UsageInvalid' });
  });
});

describe('a withdrawal and a legal hold', () => {
  it('withdraws the approved version for good; another version may follow', async () => {
    const order = { measure: 'withdrawal', sourceId: 'brp', reason: 'consent taken back' } as const;
    await expect(imposeMeasure(stack.access, { ...order, by: by('analyst') })).rejects.toMatchObject({
      code: 'RoleMissing',
    });
    await imposeMeasure(stack.access, { ...order, by: by('provider') });
    expect(await stateOf('brp')).toBe('withdrawn');
    await expect(begin('brp')).rejects.toMatchObject({ code: 'PolicyRefused' });
    const run = await runDemo(stack.access, 'instroom-drugs');
    expect(run).toMatchObject({ stage: 'refused', codes: ['S05'] });
    await expect(
      requestLifting(stack.access, {
        measure: 'suspension',
        sourceId: 'brp',
        by: by('steward'),
        reason: 'x',
      }).then(({ result }) => result()),
    ).rejects.toMatchObject({ code: 'UsageInvalid' });
    const next = (text: string) => text.replace('version: 1.0.0', 'version: 2.0.0');
    expect(await approveVersion('brp', next)).toBe('approved');
    expect((await deliverDemo(stack.access, 'brp', [fileOf('brp')])).state.stage).toBe('curated');
  });

  it('holds until two lift it', async () => {
    const hold = { measure: 'hold', sourceId: 'brp', by: by('auditor'), reason: 'a court asked' } as const;
    expect((await imposeMeasure(stack.access, hold)).told).toEqual([]);
    const held = async () => (await sourceNamed(stack.access, 'brp')).legalHold;
    expect(await held()).toBe(true);
    const lifting = await lift('hold', 'brp');
    await decide(lifting.requestId, 'privacy-officer-2');
    await lifting.result();
    expect(await held()).toBe(false);
  });
});

describe('the log after all of this', () => {
  it('verifies, and rebuilds every projection', async () => {
    expect((await verifyAudit(stack.access)).findings).toEqual([]);
  });
});
