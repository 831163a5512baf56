import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import type { Role } from '../../domain/names.js';
import type { Actor, Decision } from '../../domain/people.js';
import type { DecisionRequest } from '../../domain/request.js';
import type { RoleAssignment } from '../../domain/role-assignments.js';
import { isApproved } from '../../policy/rules/submission.js';
import { demo } from '../../policy/testing/asked.js';
import { withClient } from '../catalog-session.js';
import { makeProtectResult } from '../data/protect-result.js';
import { controlDeps, dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { releaseOf } from '../testing/release-stage.js';
import { sha256, stageForTests } from '../testing/stage.js';
import { submitSource } from '../testing/vault-stage.js';
import type { ControlDeps } from './deps.js';
import { decidedFacts } from './facts/contract-facts.js';
import { loadFacts } from './load-facts.js';
import { makeRecordDecision, makeRecordSubmission } from './onboarding.js';
import { makePartakersOf } from './partakers.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const BY = '00000001002220647000';
const assigned = (account: string, role: Role, grantedBy = 'the administrator'): RoleAssignment => ({
  account,
  person: `person of ${account}`,
  role,
  grantedBy,
});

/** Decides as this account of the assignments, as a client would that knows nobody who had a part in it. */
async function decide(deps: ControlDeps, request: DecisionRequest, account: string, as: Role): Promise<void> {
  const actor = { account, person: `person of ${account}`, roles: [as], organisation: BY };
  const { requestId, subjectHash } = request;
  const decision: Decision = {
    key: sha256(`${requestId} ${account}`),
    choice: 'approve',
    actor,
    as,
    reason: 'read',
    subjectHash,
  };
  await stage().environment(requestId).run(makeRecordDecision(deps), request, decision);
}

const requestOf = (requestId: string, subjectHash: string, deciders: readonly Role[]): DecisionRequest => ({
  requestId,
  subjectHash,
  deciders,
  submitter: { account: 'e', person: 'e', roles: [], organisation: BY },
  excludedPersons: [],
  excludedOrganisations: [],
});

/** Submits a text of a version of one contract as this account. */
async function submitted(
  deps: ControlDeps,
  version: string,
  title: string,
  account: string,
): Promise<DecisionRequest> {
  const contract = { ...demo('cbs-kwb-2024'), version, title };
  const hash = sha256Json(contract as unknown as Json);
  const submitter = {
    account,
    person: `person of ${account}`,
    roles: ['steward'] as const,
    organisation: BY,
  };
  const request = { ...requestOf(`onboard:${title}:${account}`, hash, ['steward']), submitter };
  const decideBefore = '2026-04-01T10:00:00.000Z';
  const submission = {
    request,
    requestNumber: 1,
    decideBefore,
    subject: { kind: 'contract', contract },
  } as const;
  await stage().environment(request.requestId).run(makeRecordSubmission(deps), submission);
  return request;
}

describe('who had a part in it', () => {
  it('decides on no release: an author that the theme names, whatever the client says; and the gate asks again', async () => {
    const themes = offencesShelf(undefined, (yaml) =>
      yaml.replace('question:', 'authors: [writer]\nquestion:'),
    );
    const assignments = [assigned('writer', 'output-checker'), assigned('reader', 'output-checker')];
    const deps = controlDeps(stage(), { themes, assignments });
    const data = dataDeps(stage(), { themes });
    const release = await releaseOf(stage(), data);
    const { version } = await stage().run(makeProtectResult(data), release);
    await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
    const request = requestOf(release.requestId, version, ['output-checker']);
    const approval = async (asking: ControlDeps) => {
      const subject = { kind: 'release', id: release.releaseId } as const;
      const question = { gate: 'G5', passage: 0, subject } as const;
      const { release: facts } = await withClient(deps.pool, (client) => loadFacts(client, asking, question));
      if (facts?.approval?.state !== 'decided') throw new Error('nobody was asked');
      return isApproved(facts.approval.request, facts.approval.decisions);
    };
    // A decision that was taken while nobody knew whose account that is.
    const before = controlDeps(stage(), { themes });
    await decide(before, request, 'writer', 'output-checker');
    expect(await approval(before)).toBe(true);
    expect(await approval(deps)).toBe(false);
    const partakersOf = makePartakersOf(deps);
    expect(await partakersOf(release.requestId)).toEqual(['person of writer']);
  });

  it('edited this version: whoever submitted it before, under any text, and neither another version nor who comes later', async () => {
    const deps = controlDeps(stage());
    const first = await submitted(deps, '3.0.0', 'first', 'editor');
    const second = await submitted(deps, '3.0.0', 'second', 'finisher');
    const again = await submitted(deps, '3.0.0', 'second', 'another');
    const next = await submitted(deps, '4.0.0', 'next', 'finisher');
    const partakersOf = makePartakersOf(deps);
    expect(await partakersOf(first.requestId)).toEqual([]);
    expect(await partakersOf(second.requestId)).toEqual(['person of editor']);
    expect(await partakersOf(again.requestId)).toEqual(['person of editor', 'person of finisher']);
    expect(await partakersOf(next.requestId)).toEqual([]);
    // The gate counts the same, by references.
    const approved = async (request: DecisionRequest, account: string) => {
      await decide(deps, request, account, 'steward');
      const { rows } = await deps.pool.query(
        `SELECT 1 FROM catalog.decision WHERE request_id = $1 AND choice = 'approve'`,
        [request.requestId],
      );
      expect(rows).toHaveLength(1);
      const facts = await withClient(deps.pool, (client) => decidedFacts(client, request.requestId, []));
      return isApproved(facts.request, facts.decisions);
    };
    expect(await approved(second, 'editor')).toBe(false);
    expect(await approved(next, 'editor')).toBe(true);
  });

  it('decides on no role that they granted themselves', async () => {
    const release = await releaseOf(stage(), dataDeps(stage(), { themes: offencesShelf() }));
    const assignments = [assigned('own', 'output-checker', 'person of own')];
    const deps = controlDeps(stage(), { themes: offencesShelf(), assignments });
    const request = requestOf(release.requestId, release.subjectHash, ['output-checker']);
    await decide(deps, request, 'own', 'output-checker');
    const facts = await withClient(deps.pool, (client) => decidedFacts(client, request.requestId, []));
    const [taken] = facts.decisions;
    expect(taken?.actor.grantedBy).toMatch(/^[0-9a-f]{64}$/);
    expect(taken?.actor.grantedBy).toBe(taken?.actor.person);
    expect(isApproved(facts.request, facts.decisions)).toBe(false);
    const { grantedBy: _, ...unknown } = taken?.actor ?? { grantedBy: '' };
    const without = facts.decisions.map((one) => ({ ...one, actor: unknown as Actor }));
    expect(isApproved(facts.request, without)).toBe(true);
  });
});
