import type { ClientBase } from 'pg';
import { appendEvent, appendFirst } from '../../catalog/append.js';
import type { DeliveryOpened, StaffReference } from '../../catalog/event-bodies.js';
import type { NewEvent, StoredEvent } from '../../catalog/event-types.js';
import { withStaffReferences } from '../../catalog/staff-in-event.js';
import { SluisError } from '../../domain/errors.js';
import type { Role } from '../../domain/names.js';
import type { Actor, Decision } from '../../domain/people.js';
import type { DecisionRequest } from '../../domain/request.js';
import { grantorOf } from '../../domain/role-assignments.js';
import { roleFor } from '../../domain/who-may.js';
import { excludedOrganisations, LINKAGE_DECIDERS, requiredDeciders } from '../../policy/deciders.js';
import { parseContract, parseLinkageDomain } from '../../policy/schema/parse-contract.js';
import type { PlainEvent, Submission } from '../contract.js';
import { contractByHash } from '../contract-of.js';
import { refuseUnapproved } from './approving.js';
import { refuseForgedBeginning } from './beginnings.js';
import { type ControlDeps, decisionOf, stepOf, transact } from './deps.js';
import { refuseTakenName } from './key-names.js';
import { refuseUnknown } from './known-staff.js';
import { refuseForeign } from './own-source.js';

const reference = (actor: Actor, as: Role): StaffReference => ({
  ref: actor.person,
  as,
  organisation: actor.organisation,
});

/** Records what was submitted, by whom, and who must decide. */
export const makeRecordSubmission = (deps: ControlDeps) =>
  async function recordSubmission(submission: Submission): Promise<void> {
    const { request, requestNumber, decideBefore, subject } = submission;
    checkSubject(submission);
    const { requestId, subjectHash, deciders, submitter } = request;
    const asking = { requestId, requestNumber, subjectHash, deciders, decideBefore };
    const common = {
      identity: stepOf('submit', 0),
      occurredAt: deps.now(),
      actor: `person:${submitter.person}`,
    } as const;
    const by = { submitter: reference(submitter, roleFor('submit', submitter.roles)) };
    const event: NewEvent =
      subject.kind === 'contract'
        ? {
            ...common,
            type: 'contractSubmitted',
            body: {
              ...asking,
              ...by,
              sourceId: subject.contract.sourceId,
              contractHash: subjectHash,
              contract: subject.contract,
            },
          }
        : {
            ...common,
            type: 'linkageSubmitted',
            body: {
              ...asking,
              ...by,
              linkageId: subject.linkage.id,
              linkageHash: subjectHash,
              linkage: subject.linkage,
            },
          };
    await append(deps, event);
  };

/**
 * The form, the hash and who must decide are asked again where nobody can go round them: what came through another client than ours is
 * read as a file would be.
 * @throws SluisError ContractInvalid, StaleHash, UsageInvalid
 */
function checkSubject({ request, subject }: Submission): void {
  const { hash } =
    subject.kind === 'contract'
      ? parseContract(JSON.stringify(subject.contract))
      : parseLinkageDomain(JSON.stringify(subject.linkage));
  if (hash !== request.subjectHash)
    throw new SluisError(
      'StaleHash',
      `Request ${request.requestId} bears another hash than what was submitted.`,
    );
  const demanded = subject.kind === 'contract' ? requiredDeciders(subject.contract) : LINKAGE_DECIDERS;
  if (demanded.every((role) => request.deciders.includes(role))) return;
  throw new SluisError(
    'UsageInvalid',
    `Request ${request.requestId} must be decided by ${demanded.join(' and ')}.`,
  );
}

/**
 * Records one decision under its own key, and answers what stands in the catalog. Who granted the role is recorded by what
 * control knows, whatever the client says; in demo mode nothing is refused here, the gate judges what was recorded (S02, G5).
 * @throws SluisError DemoOnly
 */
export const makeRecordDecision = (deps: ControlDeps) =>
  async function recordDecision(request: DecisionRequest, decision: Decision): Promise<Decision> {
    const { key, choice, actor, as, reason, subjectHash } = decision;
    refuseUnknown(deps, actor.person, as);
    const grantedBy = grantorOf(deps.assignments, actor.person, as);
    const by = { ...reference(actor, as), ...(grantedBy === null ? {} : { grantedBy }) };
    await append(deps, {
      type: 'decisionRecorded',
      identity: decisionOf(key),
      occurredAt: deps.now(),
      actor: `person:${actor.person}`,
      body: { requestId: request.requestId, key, choice, by, reason, subjectHash },
    });
    return decision;
  };

/** Records a step of the control worker itself. */
export const makeRecord = (deps: ControlDeps) =>
  async function record({ type, step, passage, body }: PlainEvent): Promise<void> {
    const identity = stepOf(step, passage);
    const event = { type, identity, occurredAt: deps.now(), actor: 'worker:control', body } as NewEvent;
    await append(deps, event);
  };

/** Appends with references in the places of names: the name can be erased and every proof stays valid. */
async function append(deps: ControlDeps, event: NewEvent): Promise<void> {
  refuseForgedBeginning(deps, event);
  await transact(deps, async (client) => {
    await refuseUnapproved(client, event);
    await refuseForeignDelivery(client, deps, event);
    const referred = await withStaffReferences(client, event, deps.staffKey);
    const stored = await appendFirst(client, referred.identity, async () => {
      await refuseTakenName(client, event);
      return referred;
    });
    await appendEvent(client, { ...referred, body: { ...referred.body, ...datesOf(stored) } } as NewEvent);
  });
}

async function refuseForeignDelivery(
  client: ClientBase,
  deps: ControlDeps,
  { type, body }: NewEvent,
): Promise<void> {
  if (type !== 'deliveryOpened') return;
  const { sourceId, contractHash, deliveredBy } = body as DeliveryOpened;
  const contract = await contractByHash(client, contractHash);
  refuseForeign(deps, sourceId, excludedOrganisations(contract), deliveredBy);
}

/** Dates in a body rest on the clock of the attempt that was first: of a later one everything else must be the same. */
function datesOf({ body }: StoredEvent): object {
  const dates = Object.entries(body).filter(([field]) => field === 'decideBefore' || field === 'destroyBy');
  return Object.fromEntries(dates);
}
