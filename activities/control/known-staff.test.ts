import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_ASSIGNMENTS } from '../../operations/demo-accounts.js';
import { controlDeps } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import { SOURCE, submitSource } from '../testing/vault-stage.js';
import { makeRecordCancellation } from './cancelling.js';
import { makeRecordFollowUp } from './follow-up.js';
import { makeRecordMeasure, makeRequestLifting } from './measures.js';
import { makeRecordDecision, makeRecordSubmission } from './onboarding.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const account = (name: string) => {
  const found = DEMO_ACCOUNTS.find((one) => one.account === name);
  if (!found) throw new Error(`no account ${name}`);
  return found;
};
const steward = account('steward');
const officer = account('privacy-officer');
const asked = {
  requestId: 'onboard:1',
  subjectHash: SOURCE.hash,
  deciders: ['steward'],
  submitter: officer,
  excludedPersons: [],
  excludedOrganisations: [],
} as const;
const decision = {
  key: 'a key',
  choice: 'approve',
  actor: steward,
  as: 'steward',
  reason: 'read',
  subjectHash: SOURCE.hash,
} as const;

/** What a client may ask of control in the name of a demo account, whatever the command line would say. */
const acts = (
  deps: Parameters<typeof makeRecordDecision>[0],
): readonly [string, () => Promise<unknown>][] => [
  ['a decision', () => stage().run(makeRecordDecision(deps), asked, decision)],
  [
    'a submission',
    () =>
      stage().run(makeRecordSubmission(deps), {
        request: {
          ...asked,
          requestId: 'onboard:2',
          deciders: ['steward', 'privacy-officer'],
          submitter: steward,
        },
        requestNumber: 2,
        decideBefore: '2026-04-01T10:00:00.000Z',
        subject: { kind: 'contract', contract: SOURCE.contract },
      }),
  ],
  [
    'a suspension',
    () =>
      stage().run(makeRecordMeasure(deps), {
        measure: 'suspension',
        sourceId: SOURCE.id,
        by: steward,
        reason: 'in doubt',
      }),
  ],
  [
    'a cancellation',
    () =>
      stage()
        .environment('cancel:run-1:1')
        .run(makeRecordCancellation(deps), { runId: 'run-1', by: steward, reason: 'in doubt' }),
  ],
  [
    'a lifting',
    () =>
      stage().run(makeRequestLifting(deps), {
        requestId: 'resume:1',
        requestNumber: 1,
        decideBefore: '2026-04-01T10:00:00.000Z',
        lifts: 'suspension',
        sourceId: SOURCE.id,
        by: steward,
        reason: 'settled',
      }),
  ],
  [
    'a follow-up',
    () =>
      stage().run(makeRecordFollowUp(deps), {
        act: 'tell',
        subjectId: 'none',
        by: steward,
        reason: 'by letter',
        language: 'nl',
      }),
  ],
];

describe('outside demo mode', () => {
  it('control takes nothing from a demo account, and the log has nothing of it', async () => {
    const deps = controlDeps(stage(), { mode: 'production', assignments: [] });
    const count = async () =>
      (await deps.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM catalog.event')).rows[0]?.n;
    const before = await count();
    for (const [name, act] of acts(deps))
      await expect(act(), name).rejects.toMatchObject({ code: 'DemoOnly' });
    expect(await count()).toBe(before);
  });

  it('control takes it from whom it knows in that very role', async () => {
    const knowing = controlDeps(stage(), { mode: 'production', assignments: DEMO_ASSIGNMENTS });
    const other = { ...decision, as: 'auditor', actor: { ...steward, roles: ['auditor'] } } as const;
    await expect(stage().run(makeRecordDecision(knowing), asked, other)).rejects.toMatchObject({
      code: 'DemoOnly',
    });
    await stage().run(makeRecordDecision(knowing), asked, decision);
    const { rows } = await knowing.pool.query('SELECT role FROM catalog.decision');
    expect(rows).toEqual([{ role: 'steward' }]);
  });
});
