import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { asking, digest } from '../../catalog/testing/life-parts.js';
import { type ErrorCode, SluisError } from '../../domain/errors.js';
import type { GateAnswer } from '../../domain/ingest.js';
import type { RoleAssignment } from '../../domain/role-assignments.js';
import type { ThemeShelf } from '../../policy/schema/theme-bundle.js';
import { withClient } from '../catalog-session.js';
import type { PlainEvent } from '../contract.js';
import { controlDeps, dataDeps } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { runOver } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { openDelivery, SOURCE, submitSource, vaultDeps } from '../testing/vault-stage.js';
import { makeAskGate } from './ask-gate.js';
import { loadFacts } from './load-facts.js';
import { makeRecordMeasure } from './measures.js';
import { makeRecord } from './onboarding.js';
import { makeRequestReview } from './request-review.js';
import { makeStandingDelivery } from './standing-delivery.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

/** Two attempts of one step: the first was killed after its commit, so that Temporal knows nothing of it. */
const ATTEMPTS = ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:07.000Z'] as const;

const record = (workflowId: string, event: PlainEvent, now: string = ATTEMPTS[0]) => {
  const step = makeRecord(controlDeps(stage(), { now: () => now }));
  return stage()
    .environment(workflowId)
    .run(async () => await step(event));
};

async function eventsOf(workflowId: string) {
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ type: string; body: Record<string, unknown>; occurredAt: Date }>(
      'SELECT type, body, occurred_at AS "occurredAt" FROM catalog.event WHERE workflow_id = $1 ORDER BY seq',
      [workflowId],
    );
  return rows;
}

const review = (
  deliveryId: string,
  decideBefore: string,
  codes: readonly string[] = ['K01'],
): PlainEvent => ({
  type: 'reviewRequested',
  step: 'review:G3',
  passage: 0,
  body: {
    ...asking(`review:${deliveryId}:1`, digest('1'), ['steward']),
    decideBefore,
    gate: 'G3',
    subject: { kind: 'delivery', id: deliveryId },
    sourceId: SOURCE.id,
    codes,
  },
});

describe('a step of control that runs again after its commit', () => {
  it('leaves one verdict, the first, whatever the clock says now', async () => {
    const workflowId = randomUUID();
    const ask = (now: string) => {
      const step = makeAskGate(controlDeps(stage(), { now: () => now }));
      const subject = { kind: 'request', id: 'onboard:1' } as const;
      const question = { gate: 'G0', passage: 0, subject, contractHash: SOURCE.hash } as const;
      return stage()
        .environment(workflowId)
        .run(async () => await step(question));
    };
    const first = await ask(ATTEMPTS[0]);
    expect(await ask('2101-01-01T00:00:00.000Z')).toEqual(first);
    const events = await eventsOf(workflowId);
    expect(events.map(({ occurredAt }) => occurredAt.toISOString())).toEqual([ATTEMPTS[0]]);
  });

  it('leaves one event, with the date of the first attempt, where its body names a date', async () => {
    const workflowId = randomUUID();
    const { deliveryId } = await openDelivery(stage(), vaultDeps(stage()));
    await record(workflowId, review(deliveryId, '2026-03-31T10:00:00.000Z'), ATTEMPTS[0]);
    await record(workflowId, review(deliveryId, '2026-03-31T10:00:07.000Z'), ATTEMPTS[1]);
    const events = await eventsOf(workflowId);
    expect(events.map(({ body }) => body.decideBefore)).toEqual(['2026-03-31T10:00:00.000Z']);
  });

  it('leaves the review that people read, with how it ended, whatever the gate finds by now', async () => {
    const workflowId = randomUUID();
    const { deliveryId } = await openDelivery(stage(), vaultDeps(stage()));
    const { body } = review(deliveryId, '2026-03-31T10:00:00.000Z') as Extract<
      PlainEvent,
      { type: 'reviewRequested' }
    >;
    const ask = (found: typeof body) =>
      stage()
        .environment(workflowId)
        .run(async () => await makeRequestReview(controlDeps(stage()))(found));
    expect(await ask(body)).toEqual({ subjectHash: digest('1'), state: 'open' });
    const other = { ...body, subjectHash: digest('2'), codes: ['K02'] };
    expect(await ask(other)).toEqual({ subjectHash: digest('1'), state: 'open' });
    const ended = { requestId: body.requestId, codes: [] };
    await record(workflowId, { type: 'requestRejected', step: 'close', passage: 0, body: ended });
    expect(await ask(other)).toEqual({ subjectHash: digest('1'), state: 'rejected' });
    expect((await eventsOf(workflowId)).map(({ type }) => type)).toEqual([
      'reviewRequested',
      'requestRejected',
    ]);
  });

  it('is a conflict where it says something else', async () => {
    const workflowId = randomUUID();
    const { deliveryId } = await openDelivery(stage(), vaultDeps(stage()));
    await record(workflowId, review(deliveryId, '2026-03-31T10:00:00.000Z'));
    const other = review(deliveryId, '2026-03-31T10:00:00.000Z', ['K02']);
    await expect(record(workflowId, other)).rejects.toMatchObject({ code: 'CatalogConflict' });
    expect(await eventsOf(workflowId)).toHaveLength(1);
  });

  it('is another event in another run', async () => {
    const reminder: PlainEvent = {
      type: 'reminderDue',
      step: 'remind',
      passage: 0,
      body: { requestId: 'onboard:1', waitingFor: ['steward'] },
    };
    const runs = [randomUUID(), randomUUID()];
    for (const workflowId of runs) await record(workflowId, reminder);
    for (const workflowId of runs) expect(await eventsOf(workflowId)).toHaveLength(1);
  });

  it('is refused where it cannot happen any more', async () => {
    const { deliveryId } = await openDelivery(stage(), vaultDeps(stage()));
    const body = { deliveryId, cause: 'timed-out' };
    const aborted: PlainEvent = { type: 'deliveryAborted', step: 'abort', passage: 0, body };
    const [first, second] = [randomUUID(), randomUUID()];
    await record(first, aborted);
    await expect(record(second, aborted)).rejects.toMatchObject({ code: 'CatalogConflict' });
    expect(await eventsOf(second)).toEqual([]);
  });
});

describe('whoever begins something', () => {
  const requester = { ref: 'e', as: 'analyst', organisation: '00000001002220647000' } as const;
  const run = (runId: string) => ({
    runId,
    theme: 'delicten',
    themeHash: digest('1'),
    purpose: 'https://w3id.org/dpv#ScientificResearch',
    requester,
    inputs: [],
  });
  const release = (releaseId: string, requestId: string) => ({
    ...asking(requestId, digest('1'), ['output-checker']),
    releaseId,
    runId: 'run-1',
    theme: 'delicten',
    resultVersion: digest('1'),
    requester,
  });

  it.each<[string, PlainEvent['type'], (own: string) => object]>([
    ['a run', 'runRequested', () => run('run:delicten:900')],
    ['a release', 'releaseRequested', (own) => release('release:delicten:900', own)],
    ['the request of a release', 'releaseRequested', (own) => release(own, 'release:delicten:900')],
  ])('begins no %s under the id of another workflow', async (_what, type, body) => {
    const workflowId = randomUUID();
    const event = { type, step: 'request', passage: 0, body: body(workflowId) } as PlainEvent;
    await expect(record(workflowId, event)).rejects.toMatchObject({ code: 'UsageInvalid' });
    expect(await eventsOf(workflowId)).toEqual([]);
  });

  it('begins a run under its own', async () => {
    const workflowId = randomUUID();
    await record(workflowId, { type: 'runRequested', step: 'request', passage: 0, body: run(workflowId) });
    expect(await eventsOf(workflowId)).toHaveLength(1);
  });
});

describe('an account of a provider', () => {
  const [POLICE, OTHER] = ['00000001816076790000', '00000001802327497000'] as const;
  const assigned: RoleAssignment = {
    account: 'p',
    person: 'acts for the police',
    role: 'provider',
    grantedBy: 'g',
    actsFor: [POLICE],
  };
  const deps = () => controlDeps(stage(), { assignments: [assigned] });
  const open = (ref: string, as: 'provider' | 'steward', organisation: string) => {
    const workflowId = randomUUID();
    const deliveredBy = { ref, as, organisation };
    const body = { deliveryId: workflowId, sourceId: SOURCE.id, contractHash: SOURCE.hash, deliveredBy };
    const event = { type: 'deliveryOpened', step: 'open', passage: 0, body } as const;
    return stage().environment(workflowId).run(makeRecord(deps()), event);
  };

  it('delivers the sources of its own organisation, or of one that control knows it acts for; a steward any', async () => {
    await expect(open('p', 'provider', OTHER)).rejects.toMatchObject({ code: 'RoleMissing' });
    await open('p', 'provider', POLICE);
    await open('acts for the police', 'provider', OTHER);
    await open('p', 'steward', OTHER);
  });

  it('withdraws no contract of another provider', async () => {
    const withdraw = (person: string) =>
      stage().run(makeRecordMeasure(deps()), {
        measure: 'withdrawal',
        sourceId: SOURCE.id,
        by: { account: 'p', person, roles: ['provider'], organisation: OTHER },
        reason: 'mine',
      });
    await expect(withdraw('p')).rejects.toMatchObject({ code: 'RoleMissing' });
    // Past that question: there is nothing approved to withdraw here.
    await expect(withdraw('acts for the police')).rejects.toMatchObject({ code: 'SourceUnknown' });
  });
});

describe('a delivery whose workflow is started again', () => {
  it('is told how it stands to the workflow that opened it, and to no other', async () => {
    const workflowId = randomUUID();
    const deliveryId = `${SOURCE.id}-${workflowId.slice(0, 8)}`;
    const deliveredBy = { ref: 'd', as: 'provider', organisation: '00000001816076790000' } as const;
    const body = { deliveryId, sourceId: SOURCE.id, contractHash: SOURCE.hash, deliveredBy };
    await record(workflowId, { type: 'deliveryOpened', step: 'open', passage: 0, body });
    const standing = (asker: string) =>
      stage()
        .environment(asker)
        .run(makeStandingDelivery(controlDeps(stage())), deliveryId);
    const { sourceId, contractHash } = body;
    const opened = { deliveryId, sourceId, contractHash, sent: null, zone: 'landing', refused: null };
    expect(await standing(workflowId)).toEqual(opened);
    const codes = ['SourceMalformed'];
    const refused: PlainEvent = {
      type: 'deliveryRefused',
      step: 'refuse',
      passage: 0,
      body: { deliveryId, gate: 'G1', codes },
    };
    await record(workflowId, refused);
    expect(await standing(workflowId)).toEqual({ ...opened, refused: { gate: 'G1', codes } });
    await expect(standing(randomUUID())).rejects.toMatchObject({ code: 'DeliveryUnknown' });
  });
});

describe('a gate', () => {
  it('denies what the catalog does not know', async () => {
    const step = makeAskGate(controlDeps(stage()));
    const question = { gate: 'G1', passage: 0, subject: { kind: 'delivery', id: 'nobody-knows' } } as const;
    const answer = await stage().run(step, question);
    expect(answer.outcome).toBe('DENY');
    expect(answer.codes.length).toBeGreaterThan(0);
  });

  const askAbout = (runId: string, themes: ThemeShelf, workflowId: string): Promise<GateAnswer> => {
    const step = makeAskGate(controlDeps(stage(), { themes }));
    const question = { gate: 'G4', passage: 0, subject: { kind: 'run', id: runId } } as const;
    return stage()
      .environment(workflowId)
      .run(async () => await step(question));
  };
  const runOfTheme = async (themes: ThemeShelf = offencesShelf()) =>
    (await runOver(stage(), dataDeps(stage(), { themes }))).runId;
  const gone = (code: ErrorCode): ThemeShelf => ({
    names: () => [],
    bundle: () => {
      throw new SluisError(code, 'There is no such theme; see: sluis themes');
    },
  });

  it.each([
    ['a theme that is gone', 'ThemeUnknown', offencesShelf(), gone('ThemeUnknown')],
    ...['SELECT 1; SELECT 2', 'SELECT gemeente_code FROM verdachten'].map((sql) => {
      const shelf = offencesShelf(sql);
      return [`the statement ${sql}`, 'SqlRefused', shelf, shelf] as const;
    }),
  ] as const)('denies a run over %s, in the log, and says which error it was: %s', async (_what, code, asked, found) => {
    const [runId, workflowId] = [await runOfTheme(asked), randomUUID()];
    const answer = await askAbout(runId, found, workflowId);
    expect(answer).toMatchObject({ outcome: 'DENY', codes: ['S00', code], failure: { code } });
    expect(answer.failure?.message).toMatch(/./);
    const [event, ...others] = await eventsOf(workflowId);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ type: 'gateAsked', body: { unread: code } });
    // The attempt that finds the verdict has the code of it, under whatever it would meet itself.
    const again = await askAbout(runId, offencesShelf(), workflowId);
    expect(again).toMatchObject({ outcome: 'DENY', codes: ['S00', code], verdictHash: answer.verdictHash });
  });

  it('knows nothing of a run whose theme changed since it was asked for, and denies it', async () => {
    const runId = await runOfTheme();
    const changed = offencesShelf(undefined, (yaml) => yaml.replace('version: 1.0.0', 'version: 1.0.1'));
    const knownOf = async (themes: ThemeShelf) => {
      const deps = controlDeps(stage(), { themes });
      const question = { gate: 'G4', passage: 0, subject: { kind: 'run', id: runId } } as const;
      return (await withClient(deps.pool, (client) => loadFacts(client, deps, question))).run?.theme;
    };
    expect([await knownOf(offencesShelf()), await knownOf(changed)]).toEqual(['delicten', undefined]);
    expect(await askAbout(runId, changed, randomUUID())).toMatchObject({ outcome: 'DENY', codes: ['S00'] });
  });

  it('records nothing where what it judges by may be there again later', async () => {
    const [runId, workflowId] = [await runOfTheme(), randomUUID()];
    const asked = askAbout(runId, gone('StoreUnavailable'), workflowId);
    await expect(asked).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await eventsOf(workflowId)).toEqual([]);
    expect((await askAbout(runId, offencesShelf(), workflowId)).codes).not.toContain('StoreUnavailable');
  });
});
