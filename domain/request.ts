import type { Json } from './canonical-json.js';
import { sha256Json } from './digest.js';
import { SluisError } from './errors.js';
import type { Role } from './names.js';
import type { Actor, Decision } from './people.js';

export type RequestStage = 'awaitingDecision' | 'approved' | 'rejected' | 'expired' | 'refused';

/** Something that waits for people: a contract, a linkage domain, a review, a release. */
export interface DecisionRequest {
  readonly requestId: string;
  /** What is decided on; a decision on another hash is void. */
  readonly subjectHash: string;
  /** One decision a role, each by another natural person. */
  readonly deciders: readonly Role[];
  readonly submitter: Actor;
  /** Natural persons who may not decide beside the submitter: editors of this version, authors of the theme. */
  readonly excludedPersons: readonly string[];
  /** OINs whose staff may not decide: the provider's own. */
  readonly excludedOrganisations: readonly string[];
}

/** Who may not decide on a request beside its submitter. Control says it, and no client. */
export type Partakers = Pick<DecisionRequest, 'excludedPersons' | 'excludedOrganisations'>;

/** A request as its asker puts it to control. */
export type AskedRequest = Omit<DecisionRequest, keyof Partakers>;

export interface RequestState {
  readonly request: DecisionRequest;
  readonly stage: RequestStage;
  readonly decisions: readonly Decision[];
}

export function awaiting(request: DecisionRequest): RequestState {
  return { request, stage: 'awaitingDecision', decisions: [] };
}

/** Roles that have yet to decide, in the order of the request. */
export function waitingFor(state: RequestState): readonly Role[] {
  if (state.stage !== 'awaitingDecision') return [];
  return state.request.deciders.filter((role) => !state.decisions.some((decision) => decision.as === role));
}

/**
 * The state after one decision: the same function for the Update's validator, its handler and every preview.
 * The same key again changes nothing. One rejection rejects; the last missing approval approves.
 * @throws SluisError RequestClosed, StaleHash, RoleMissing, FourEyes, AlreadyDecided or UsageInvalid
 */
export function decided(state: RequestState, decision: Decision): RequestState {
  const known = state.decisions.find(({ key }) => key === decision.key);
  if (known) return sameDecision(known, decision) ? state : refuseOtherContent(state, decision);
  refuseUnlessDecidable(state, decision);
  const decisions = [...state.decisions, decision];
  if (decision.choice === 'reject') return { ...state, decisions, stage: 'rejected' };
  const next: RequestState = { ...state, decisions };
  return waitingFor(next).length === 0 ? { ...next, stage: 'approved' } : next;
}

/**
 * The state with what the log has besides, in the log's order: a worker may have been killed when it had recorded a decision
 * and told nobody. What four eyes no longer allow is left out; the gate judges the log itself.
 */
export function withRecorded(state: RequestState, recorded: readonly Decision[]): RequestState {
  return recorded.reduce((known, decision) => {
    if (known.decisions.some(({ key }) => key === decision.key)) return known;
    try {
      return decided(known, decision);
    } catch (error) {
      if (error instanceof SluisError) return known;
      throw error;
    }
  }, state);
}

/** By what is recorded of a decision: under which account somebody came is not. */
function sameDecision(a: Decision, b: Decision): boolean {
  const recorded = ({ choice, actor, as, reason, subjectHash }: Decision): Json => {
    const { person, organisation } = actor;
    return { choice, person, as, organisation, reason, subjectHash };
  };
  return sha256Json(recorded(a)) === sha256Json(recorded(b));
}

function refuseOtherContent({ request }: RequestState, { key }: Decision): never {
  throw new SluisError(
    'AlreadyDecided',
    `key ${key} already stands for another decision on request ${request.requestId}; take a new key, and see: sluis inbox --all`,
  );
}

function refuseUnlessDecidable(state: RequestState, decision: Decision): void {
  const { request } = state;
  const id = request.requestId;
  if (state.stage !== 'awaitingDecision') {
    throw new SluisError('RequestClosed', `request ${id} is closed (${state.stage}); see: sluis inbox --all`);
  }
  if (decision.subjectHash !== request.subjectHash) {
    throw new SluisError(
      'StaleHash',
      `request ${id} has changed since it was read; read it again: sluis inbox`,
    );
  }
  if (decision.reason.trim() === '') {
    throw new SluisError('UsageInvalid', `a decision on ${id} needs a reason: --reason "…"`);
  }
  if (!decision.actor.roles.includes(decision.as) || !request.deciders.includes(decision.as)) {
    const roles = request.deciders.join(' and ');
    throw new SluisError(
      'RoleMissing',
      `request ${id} is decided by ${roles}; this account is none of them; see: sluis inbox`,
    );
  }
  refuseSamePerson(state, decision.actor);
  if (state.decisions.some((known) => known.as === decision.as)) {
    throw new SluisError(
      'AlreadyDecided',
      `the ${decision.as} has already decided request ${id}; who is still missing: sluis inbox`,
    );
  }
}

/** Four eyes, by natural person and never by account or role (policy.md, "Four eyes"). */
function refuseSamePerson({ request, decisions }: RequestState, actor: Actor): void {
  const id = request.requestId;
  const refuse = (why: string) => {
    throw new SluisError(
      'FourEyes',
      `request ${id} needs another person: ${why}; who is still missing: sluis inbox`,
    );
  };
  if (actor.person === request.submitter.person) refuse('this one submitted it');
  if (request.excludedPersons.includes(actor.person)) refuse('this one had a part in it');
  if (request.excludedOrganisations.includes(actor.organisation)) refuse('this one works for the provider');
  if (actor.grantedBy === actor.person) refuse('this one granted their own role');
  if (decisions.some((known) => known.actor.person === actor.person))
    refuse('this one has already decided on it');
}

/** A request that nobody decided in time. */
export function expired(state: RequestState): RequestState {
  return state.stage === 'awaitingDecision' ? { ...state, stage: 'expired' } : state;
}
