import type { GateAnswer } from '../../domain/ingest.js';
import type { Role } from '../../domain/names.js';
import type { Actor, Decision } from '../../domain/people.js';
import type { AskedRequest, Partakers } from '../../domain/request.js';

/** Parts of which tests of workflows are made: a request by one person, decided by others. */
export const HASH = 'a'.repeat(64);
export const PATIENCE = { decideWithin: 30_000, remindAfter: 20_000 };
export const allow: GateAnswer = { outcome: 'ALLOW', codes: [], verdictHash: HASH };
export const deny = (code: string): GateAnswer => ({ outcome: 'DENY', codes: [code], verdictHash: HASH });

const person = (name: string, role: Role): Actor => ({
  account: name,
  person: name,
  roles: [role],
  organisation: '00000001002564440000',
});

export const request: AskedRequest = {
  requestId: 'r1',
  subjectHash: HASH,
  deciders: ['steward', 'privacy-officer'],
  submitter: person('submitter', 'steward'),
};

export const decision = (name: string, as: Role, more: Partial<Decision> = {}): Decision => ({
  key: `${name}-key`,
  choice: 'approve',
  actor: person(name, as),
  as,
  reason: 'in order',
  subjectHash: HASH,
  ...more,
});

const PROVIDER = '00000001816076790000';
/** What control says of a request that one organisation provided something to. */
export const providing = async (): Promise<Partakers> => ({
  excludedPersons: [],
  excludedOrganisations: [PROVIDER],
});
/** The same decision by one of that organisation's staff. */
export const ofProvider = (taken: Decision): Decision => ({
  ...taken,
  actor: { ...taken.actor, organisation: PROVIDER },
});

const part = { part: 1, sha256: HASH, bytes: 5 };
export const SENT = { attempt: 'a1', parts: [part] };
const order = {
  sourceId: 's',
  contractHash: HASH,
  tokenHash: HASH,
  parts: 1,
  deliveredBy: request.submitter,
};
/** A run and a release, each as its event says it. */
export const RUN = { request: { runId: 'run-1' } };
const { person: ref, organisation } = request.submitter;
export const RELEASE = {
  body: {
    releaseId: 'x1',
    requestId: 'x1',
    subjectHash: HASH,
    deciders: ['output-checker'],
    requester: { ref, as: 'analyst', organisation },
  },
  ...PATIENCE,
};
/** Whom a gate's REVIEW is put to. */
export const REVIEWING = { review: request, requestNumber: 1, ...PATIENCE };
export const INGEST = { order, review: request, requestNumber: 1, sendWithin: 20_000, ...PATIENCE };
