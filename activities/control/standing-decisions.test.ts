import { beforeAll, expect, it } from 'vitest';
import { forgetStaff } from '../../catalog/staff.js';
import type { Decision } from '../../domain/people.js';
import { awaiting, withRecorded } from '../../domain/request.js';
import { controlDeps } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import { SOURCE, submitSource } from '../testing/vault-stage.js';
import { makeRecordDecision } from './onboarding.js';
import { makeStandingDecisions } from './standing-decisions.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const request = {
  requestId: 'onboard:1',
  subjectHash: SOURCE.hash,
  deciders: ['steward', 'privacy-officer'],
  submitter: { account: 's', person: 'submitter', roles: [], organisation: '00000001002220647000' },
  excludedPersons: [],
  excludedOrganisations: [],
} as const;
const decision = (person: string, as: 'steward' | 'privacy-officer'): Decision => ({
  key: `key of ${person}`,
  choice: 'approve',
  actor: { account: `account of ${person}`, person, roles: [as], organisation: '00000001002220647000' },
  as,
  reason: 'in order',
  subjectHash: SOURCE.hash,
});

it('gives a workflow the decisions of the log, in its order and by name; who was forgotten decided all the same', async () => {
  const deps = controlDeps(stage());
  const standing = () => makeStandingDecisions(deps)(request.requestId);
  expect(await standing()).toEqual([]);
  const taken = [decision('officer', 'privacy-officer'), decision('steward', 'steward')];
  for (const one of taken)
    await stage().environment(request.requestId).run(makeRecordDecision(deps), request, one);
  const recorded = await standing();
  expect(recorded.map(({ key, actor: { person } }) => [key, person])).toEqual([
    ['key of officer', 'officer'],
    ['key of steward', 'steward'],
  ]);
  expect(withRecorded(awaiting(request), recorded).stage).toBe('approved');
  // Whoever sent it sends it again under the same key: it is the same decision.
  const state = withRecorded(awaiting(request), taken.slice(0, 1));
  expect(withRecorded(state, recorded).decisions).toHaveLength(2);

  const { rows } = await deps.pool.query<{ ref: string }>(
    `SELECT decided_by AS ref FROM catalog.decision WHERE role = 'steward'`,
  );
  await forgetStaff(deps.pool, rows[0]?.ref ?? '');
  const [, forgotten] = await standing();
  expect(forgotten?.actor.person).toBe(rows[0]?.ref);
  expect(withRecorded(awaiting(request), await standing()).stage).toBe('approved');
});
