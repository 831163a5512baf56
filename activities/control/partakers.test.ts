import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReviewRequested, RunRequested } from '../../catalog/event-bodies.js';
import { asking } from '../../catalog/testing/life-parts.js';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import type { Role } from '../../domain/names.js';
import type { Actor, Decision } from '../../domain/people.js';
import type { DecisionRequest } from '../../domain/request.js';
import type { RoleAssignment } from '../../domain/role-assignments.js';
import { excludedOrganisations, REVIEW_DECIDERS } from '../../policy/deciders.js';
import { isApproved } from '../../policy/rules/submission.js';
import { parseLinkageDomain } from '../../policy/schema/parse-contract.js';
import type { ThemeShelf } from '../../policy/schema/theme-bundle.js';
import { demo } from '../../policy/testing/asked.js';
import { withClient } from '../catalog-session.js';
import { makeProtectResult } from '../data/protect-result.js';
import { curatedSource, submittedBy } from '../testing/curated-source.js';
import { controlDeps, dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { releaseAfter, releaseOf, runOver } from '../testing/release-stage.js';
import { sha256, stageForTests } from '../testing/stage.js';
import { submitSource } from '../testing/vault-stage.js';
import type { ControlDeps } from './deps.js';
import { decidedFacts } from './facts/contract-facts.js';
import { loadFacts } from './load-facts.js';
import { makeRecord, makeRecordDecision, makeRecordSubmission } from './onboarding.js';
import { makePartakersOf } from './partakers.js';
import { makeRecordReading } from './reading.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const LINKAGE_FILE = new URL('../../demo/linkage-domains/instroom-drugs.yaml', import.meta.url);
const POLICE = '00000001816076790000';
const MUNICIPALITY = '00000001822100824000';
const [CBS = ''] = excludedOrganisations(demo('cbs-kwb-2024'));
const BY = '00000001002220647000';
const assigned = (account: string, role: Role, grantedBy = 'the administrator'): RoleAssignment => ({
  account,
  person: `person of ${account}`,
  role,
  grantedBy,
});

/** Submits the linkage domain of the demo, and answers its request. */
async function linkageSubmitted(
  deps: ControlDeps,
  requestId = 'onboard:linkage',
  deciders = REVIEW_DECIDERS,
): Promise<string> {
  const { linkage, hash } = parseLinkageDomain(readFileSync(LINKAGE_FILE, 'utf8'));
  const submitter = { account: 'l', person: 'l', roles: ['steward'] as const, organisation: BY };
  const request = { ...requestOf(requestId, hash, deciders), submitter };
  const submission = {
    request,
    requestNumber: 1,
    decideBefore: '2026-04-01T10:00:00.000Z',
    subject: { kind: 'linkage-domain', linkage },
  } as const;
  await stage().environment(request.requestId).run(makeRecordSubmission(deps), submission);
  return request.requestId;
}

/** A run over what another run reads and over a dataset of another provider besides. */
async function runOverBoth(runId: string): Promise<string> {
  const contract = demo('cbs-kwb-2024');
  const contractHash = await submittedBy(stage(), contract);
  const { sourceId } = contract;
  const version = await curatedSource(stage(), { sourceId, contractHash, digits: ['0', '1', '2'] });
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ body: RunRequested }>(
      `SELECT body FROM catalog.event WHERE type = 'runRequested' AND body->>'runId' = $1`,
      [runId],
    );
  const [body] = rows.map((row) => row.body);
  if (!body) throw new Error('that run was not asked for');
  const inputs = [...body.inputs, { version, columns: ['wijk'] }];
  await stage().append('runRequested', { ...body, runId: 'run-over-both', inputs });
  return 'run-over-both';
}

/** Decides as this account of the assignments, as a client would that knows nobody who had a part in it. */
async function decide(
  deps: ControlDeps,
  request: DecisionRequest,
  account: string,
  as: Role,
  organisation = BY,
): Promise<void> {
  const actor = { account, person: `person of ${account}`, roles: [as], organisation };
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

/** Whether what the log says of a release that was protected approves it, by what the gate is given. */
async function isReleasable(deps: ControlDeps, releaseId: string): Promise<boolean> {
  const question = { gate: 'G5', passage: 0, subject: { kind: 'release', id: releaseId } } as const;
  const { release } = await withClient(deps.pool, (client) => loadFacts(client, deps, question));
  if (release?.approval?.state !== 'decided') throw new Error('nobody was asked');
  return isApproved(release.approval.request, release.approval.decisions);
}

/** A release with its protected tables, and the request by which people decide on them. */
async function protectedRelease(themes: ThemeShelf) {
  const data = dataDeps(stage(), { themes });
  const release = await releaseOf(stage(), data);
  const { version } = await stage().run(makeProtectResult(data), release);
  await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
  return { release, request: requestOf(release.requestId, version, ['output-checker']) };
}

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
    const { release, request } = await protectedRelease(themes);
    // A decision that was taken while the account was held to be somebody else's.
    const before = controlDeps(stage(), {
      themes,
      assignments: [{ ...assigned('writer', 'output-checker'), person: 'another' }],
    });
    await decide(before, request, 'writer', 'output-checker');
    expect(await isReleasable(before, release.releaseId)).toBe(true);
    expect(await isReleasable(deps, release.releaseId)).toBe(false);
    const partakersOf = makePartakersOf(deps);
    expect(await partakersOf(release.requestId)).toEqual({
      excludedPersons: ['person of writer'],
      excludedOrganisations: [POLICE],
    });
    // An author whom nobody knows excludes nobody: such a theme is not decided on at all.
    const unknown = controlDeps(stage(), { themes, assignments: [assigned('reader', 'output-checker')] });
    const refusal = { code: 'ThemeInvalid', message: expect.stringContaining('writer') };
    await expect(makePartakersOf(unknown)(release.requestId)).rejects.toMatchObject(refusal);
    await expect(isReleasable(unknown, release.releaseId)).rejects.toMatchObject(refusal);
  });

  it('asked for the run or wrote the theme: no approval of theirs lets it read what is restricted', async () => {
    const themes = offencesShelf(undefined, (yaml) =>
      yaml.replace('version: 1.0.0', 'version: 2.0.0').replace('question:', 'authors: [writer]\nquestion:'),
    );
    const assignments = [assigned('writer', 'steward'), assigned('reader', 'steward')];
    const deps = controlDeps(stage(), { themes, assignments });
    const run = await runOver(stage(), dataDeps(stage(), { themes }));
    const subject = { kind: 'run', id: run.runId } as const;
    const requestId = `${run.runId}:G4:1`;
    const request = requestOf(requestId, sha256(requestId), REVIEW_DECIDERS);
    const asked = {
      ...asking(requestId, request.subjectHash, REVIEW_DECIDERS),
      sourceId: null,
      codes: ['K01'],
    };
    await stage().append('reviewRequested', { ...asked, gate: 'G4', subject });
    expect((await makePartakersOf(deps)(requestId)).excludedPersons).toContain('person of writer');
    await decide(deps, request, 'writer', 'steward');
    await decide(deps, request, 'officer', 'privacy-officer');
    /** Whether the log approves the theme, by what the gate of another run of it is given. */
    const isApprovedFor = async (by: ControlDeps) => {
      const other = await runOver(stage(), dataDeps(stage(), { themes: by.themes }));
      const question = { gate: 'G4', passage: 0, subject: { kind: 'run', id: other.runId } } as const;
      const facts = await withClient(by.pool, (client) => loadFacts(client, by, question));
      return facts.run?.themeReviews.map((one) => isApproved(one.request, one.decisions));
    };
    expect(await isApprovedFor(deps)).toEqual([false]);
    // The same decisions where the account is somebody else's, or nobody's; and another theme, of which nobody was asked.
    const another = [{ ...assigned('writer', 'steward'), person: 'another' }];
    expect(await isApprovedFor(controlDeps(stage(), { themes, assignments: another }))).toEqual([true]);
    await expect(isApprovedFor(controlDeps(stage(), { themes }))).rejects.toMatchObject({
      code: 'ThemeInvalid',
    });
    expect(await isApprovedFor(controlDeps(stage(), { themes: offencesShelf() }))).toEqual([]);
  });

  it('provided what it is about: no staff of theirs decide on contract, linkage domain, review, run or release', async () => {
    const themes = offencesShelf();
    const deps = controlDeps(stage(), { themes });
    const { release, request } = await protectedRelease(themes);
    const staffOf = async (requestId: string) =>
      (await makePartakersOf(deps)(requestId)).excludedOrganisations;
    const reviewOf = async (subject: ReviewRequested['subject']) => {
      const requestId = `${subject.id}:review:1`;
      const asked = {
        ...asking(requestId, sha256(requestId), REVIEW_DECIDERS),
        sourceId: null,
        codes: ['X01'],
      };
      await stage().append('reviewRequested', { ...asked, gate: 'G4', subject });
      return await staffOf(requestId);
    };
    const { rows } = await deps.pool.query<{ id: string }>(
      'SELECT delivery_id AS id FROM catalog.delivery ORDER BY opened_at DESC LIMIT 1',
    );
    const contract = await submitted(deps, '5.0.0', 'open', 'editor');
    const linkage = await linkageSubmitted(deps);
    expect(await staffOf(contract.requestId)).toEqual([CBS]);
    expect(await staffOf(linkage)).toEqual([POLICE, MUNICIPALITY].sort());
    expect(await staffOf(release.requestId)).toEqual([POLICE]);
    expect(await reviewOf({ kind: 'delivery', id: rows[0]?.id ?? '' })).toEqual([POLICE]);
    expect(await reviewOf({ kind: 'run', id: await runOverBoth(release.runId) })).toEqual(
      [POLICE, CBS].sort(),
    );
    expect(await reviewOf({ kind: 'release', id: release.releaseId })).toEqual([POLICE]);
    // The gate counts the same: a decision that went round the workflow approves nothing.
    await decide(deps, request, 'checker of the police', 'output-checker', POLICE);
    expect(await isReleasable(deps, release.releaseId)).toBe(false);
  });

  it('edited this version: whoever submitted it before, under any text, and neither another version nor who comes later', async () => {
    const deps = controlDeps(stage());
    const first = await submitted(deps, '3.0.0', 'first', 'editor');
    const second = await submitted(deps, '3.0.0', 'second', 'finisher');
    const again = await submitted(deps, '3.0.0', 'second', 'another');
    const next = await submitted(deps, '4.0.0', 'next', 'finisher');
    const editors = async ({ requestId }: DecisionRequest) =>
      (await makePartakersOf(deps)(requestId)).excludedPersons;
    expect(await editors(first)).toEqual([]);
    expect(await editors(second)).toEqual(['person of editor']);
    expect(await editors(again)).toEqual(['person of editor', 'person of finisher']);
    expect(await editors(next)).toEqual([]);
    // The gate counts the same, by references.
    const approved = async (request: DecisionRequest, account: string) => {
      await decide(deps, request, account, 'steward');
      const { rows } = await deps.pool.query(
        `SELECT 1 FROM catalog.decision WHERE request_id = $1 AND choice = 'approve'`,
        [request.requestId],
      );
      expect(rows).toHaveLength(1);
      const facts = await withClient(deps.pool, (client) => decidedFacts(client, request.requestId));
      return isApproved(facts.request, facts.decisions);
    };
    expect(await approved(second, 'editor')).toBe(false);
    expect(await approved(next, 'editor')).toBe(true);
  });

  it('ran the analysis: the analyst checks and reads no release of it, whoever asked for that', async () => {
    const themes = offencesShelf();
    const data = dataDeps(stage(), { themes });
    const assignments = [assigned('runner', 'output-checker'), assigned('checker', 'output-checker')];
    const deps = controlDeps(stage(), { themes, assignments });
    const requester = { ref: 'person of runner', as: 'analyst', organisation: BY } as const;
    const run = { ...(await runOver(stage(), data)), runId: 'run-of-runner', requester };
    const requested = { type: 'runRequested', step: 'request', passage: 0, body: run } as const;
    await stage().environment(run.runId).run(makeRecord(deps), requested);
    const release = await releaseAfter(stage(), data, run, run);
    const { version } = await stage().run(makeProtectResult(data), release);
    await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
    const request = requestOf(release.requestId, version, ['output-checker']);
    expect((await makePartakersOf(deps)(release.requestId)).excludedPersons).toEqual(['person of runner']);
    const read = (account: string, organisation = BY) =>
      stage().run(makeRecordReading(deps), release.releaseId, {
        account,
        person: `person of ${account}`,
        roles: ['output-checker'],
        organisation,
      });
    await expect(read('runner')).rejects.toMatchObject({ code: 'FourEyes' });
    await expect(read('checker', POLICE)).rejects.toMatchObject({ code: 'FourEyes' });
    await read('checker');
    await decide(deps, request, 'runner', 'output-checker');
    expect(await isReleasable(deps, release.releaseId)).toBe(false);
  });

  it('decides on no role that they granted themselves', async () => {
    const release = await releaseOf(stage(), dataDeps(stage(), { themes: offencesShelf() }));
    const assignments = [assigned('own', 'output-checker', 'person of own')];
    const deps = controlDeps(stage(), { themes: offencesShelf(), assignments });
    const request = requestOf(release.requestId, release.subjectHash, ['output-checker']);
    await decide(deps, request, 'own', 'output-checker');
    const facts = await withClient(deps.pool, (client) => decidedFacts(client, request.requestId));
    const [taken] = facts.decisions;
    expect(taken?.actor.grantedBy).toMatch(/^[0-9a-f]{64}$/);
    expect(taken?.actor.grantedBy).toBe(taken?.actor.person);
    expect(isApproved(facts.request, facts.decisions)).toBe(false);
    const { grantedBy: _, ...unknown } = taken?.actor ?? { grantedBy: '' };
    const without = facts.decisions.map((one) => ({ ...one, actor: unknown as Actor }));
    expect(isApproved(facts.request, without)).toBe(true);
  });
});

describe('who must decide', () => {
  it('is said by policy: a submission that names fewer is not recorded', async () => {
    const deps = controlDeps(stage());
    const forged = linkageSubmitted(deps, 'onboard:one-decides', ['steward']);
    await expect(forged).rejects.toMatchObject({ code: 'UsageInvalid' });
    const { rows } = await deps.pool.query(
      `SELECT 1 FROM catalog.request WHERE request_id = 'onboard:one-decides'`,
    );
    expect(rows).toEqual([]);
  });

  it('has decided, by the log, before an approval is recorded that pseudonyms and gates rest on', async () => {
    const deps = controlDeps(stage());
    const requestId = await linkageSubmitted(deps, 'onboard:two-decide');
    const { hash } = parseLinkageDomain(readFileSync(LINKAGE_FILE, 'utf8'));
    const request = requestOf(requestId, hash, REVIEW_DECIDERS);
    const closes = { kind: 'linkage', linkageHash: hash } as const;
    const body = { requestId, closes, codes: [] };
    const approved = { type: 'onboardingApproved', step: 'close', passage: 0, body } as const;
    const approve = () => stage().environment(requestId).run(makeRecord(deps), approved);
    await expect(approve()).rejects.toMatchObject({ code: 'FourEyes' });
    await decide(deps, request, 'first', 'steward');
    await expect(approve()).rejects.toMatchObject({ code: 'FourEyes' });
    await decide(deps, request, 'second', 'privacy-officer');
    await approve();
    const { rows } = await deps.pool.query('SELECT 1 FROM catalog.linkage WHERE approved_in = $1', [
      requestId,
    ]);
    expect(rows).toHaveLength(1);
  });
});
