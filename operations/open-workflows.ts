import { createHash, randomBytes } from 'node:crypto';
import type {
  ContractSubmitted,
  DeliveryOpened,
  LiftingRequested,
  LinkageSubmitted,
  ReleaseRequested,
  RunRequested,
  StaffReference,
} from '../catalog/event-bodies.js';
import type { WORKFLOWS } from '../domain/names.js';
import type { Actor } from '../domain/people.js';
import { REVIEW_DECIDERS } from '../policy/deciders.js';

/** What the catalog knows of a request that has not ended, with its first event. */
export interface OpenRequest {
  readonly workflowId: string;
  readonly type:
    | 'contractSubmitted'
    | 'linkageSubmitted'
    | 'deliveryOpened'
    | 'runRequested'
    | 'releaseRequested'
    | 'liftingRequested';
  readonly body:
    | ContractSubmitted
    | LinkageSubmitted
    | DeliveryOpened
    | RunRequested
    | ReleaseRequested
    | LiftingRequested;
  /** Id of a review that waits for people. */
  readonly standingReview: string | null;
  /** Until when people may decide, in milliseconds since 1970; null where nobody has been asked. */
  readonly decideBefore: number | null;
  readonly isReminded: boolean;
}

export interface WorkflowStart {
  readonly workflow: keyof typeof WORKFLOWS;
  readonly input: object;
}

const DAY = 24 * 3_600_000;

/** Who asked for it: the one natural person of its first event. */
export function askerOf({ body }: OpenRequest): StaffReference {
  if ('submitter' in body) return body.submitter;
  return 'deliveredBy' in body ? body.deliveredBy : body.requester;
}

/** The workflow and the input with which a request was started, from its first event and the name of who asked. */
export function startOf(open: OpenRequest, name: string, now: number): WorkflowStart {
  const { ref: _, as, organisation } = askerOf(open);
  const asker: Actor = { account: as, person: name, roles: [as], organisation };
  const decideWithin = open.decideBefore === null ? 30 * DAY : Math.max(0, open.decideBefore - now);
  // A reminder that was given is not given again.
  const patience = { decideWithin, remindAfter: open.isReminded ? Math.max(1, decideWithin) : 7 * DAY };
  const { body, standingReview } = open;
  const standing = standingReview === null ? {} : { standing: standingReview };
  if ('contract' in body || 'linkage' in body)
    return { workflow: 'onboardSource', input: { submission: submissionOf(body, asker), ...patience } };
  if ('deliveryId' in body)
    return {
      workflow: 'ingestDelivery',
      input: { ...deliveryOf(open, body, asker), ...patience, ...standing },
    };
  if ('lifts' in body)
    return { workflow: 'liftMeasure', input: { order: liftingOf(body, asker), ...patience } };
  const named = { ...body, requester: { ...body.requester, ref: name } };
  const review = { subjectHash: open.workflowId, deciders: REVIEW_DECIDERS, submitter: asker };
  const reviewing = {
    review,
    requestNumber: Number(open.workflowId.split(':').at(-1)),
    ...patience,
    ...standing,
  };
  if (!('releaseId' in named)) return { workflow: 'runTheme', input: { request: named, reviewing } };
  return { workflow: 'releaseResult', input: { body: named, reviewing, ...patience } };
}

function liftingOf(body: LiftingRequested, by: Actor) {
  const { requestId, requestNumber, decideBefore, lifts, sourceId, reason } = body;
  return { requestId, requestNumber, decideBefore, lifts, sourceId, by, reason };
}

function submissionOf(body: ContractSubmitted | LinkageSubmitted, submitter: Actor) {
  const { requestId, requestNumber, subjectHash, deciders, decideBefore } = body;
  const request = { requestId, subjectHash, deciders, submitter };
  const common = { requestNumber, decideBefore };
  if ('linkage' in body)
    return { ...common, request, subject: { kind: 'linkage-domain', linkage: body.linkage } };
  const { contract } = body;
  return { ...common, request, subject: { kind: 'contract', contract } };
}

function deliveryOf({ workflowId }: OpenRequest, body: DeliveryOpened, deliveredBy: Actor) {
  const { deliveryId, sourceId, contractHash } = body;
  // Nobody holds a token of this hash: what has landed needs none, and the rest is sent as another delivery.
  const tokenHash = createHash('sha256').update(randomBytes(32)).digest('hex');
  return {
    order: { sourceId, contractHash, tokenHash, parts: 1, deliveredBy },
    requestNumber: Number(workflowId.split(':').at(-1)),
    review: { subjectHash: contractHash, deciders: REVIEW_DECIDERS, submitter: deliveredBy },
    sendWithin: 0,
    reopens: deliveryId,
  };
}
