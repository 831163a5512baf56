import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError, type WorkflowHandle } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, TASK_QUEUES } from '../domain/names.js';
import type { Decision } from '../domain/people.js';
import type { RequestState } from '../domain/request.js';
import { openIntake, sealDelivery } from '../workflows/messages.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { UPDATES } from './decide.js';
import { fromTemporal } from './failure.js';
import { askerOf, type OpenRequest, startOf } from './open-workflows.js';
import { shownNow } from './shown-state.js';
import { knownNames } from './staff-names.js';

export interface Restarted {
  readonly workflowId: string;
  /** `asker-forgotten`: nobody is left who asked for it, so it cannot go on. `failed`: see the log of the control worker. */
  readonly outcome: 'restarted' | 'asker-forgotten' | 'failed';
}

/** A request that waits for a step longer than this gets its decisions from people again. */
const DESK_WITHIN_MS = 60_000;

/**
 * Starts the workflows of requests that the catalog knows as open and Temporal does not: its development database is
 * disposable, the catalog is the record. A request that runs is left alone. Decisions that were answered are given again
 * under their own keys, which records nothing new.
 */
export async function restartOpenRequests(access: Access): Promise<Restarted[]> {
  const restarted: Restarted[] = [];
  for (const open of await catalogRows<OpenRequest>(access, OPEN_REQUESTS, [])) {
    const outcome = await restart(access, open).catch(() => 'failed' as const);
    if (outcome !== 'running') restarted.push({ workflowId: open.workflowId, outcome });
  }
  return restarted;
}

async function restart(access: Access, open: OpenRequest): Promise<Restarted['outcome'] | 'running'> {
  if (await isKnown(access, open.workflowId)) return 'running';
  const asker = askerOf(open).ref;
  const name = (await knownNames(access, [asker]))[asker];
  if (name === undefined) return 'asker-forgotten';
  const { workflow, input } = startOf(open, name, Date.now());
  const { body } = open;
  const source = 'sourceId' in body ? { [SEARCH_ATTRIBUTES.source]: [body.sourceId] } : {};
  const options = {
    taskQueue: TASK_QUEUES.control,
    workflowId: open.workflowId,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    args: [input],
    searchAttributes: source,
  } as const;
  try {
    const handle = await access.client.workflow.start(workflow, options);
    if (workflow === 'ingestDelivery') await sendAgain(access, handle, open);
    await decideAgain(access, handle);
    return 'restarted';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'running';
    throw fromTemporal(error);
  }
}

async function isKnown({ client }: Access, workflowId: string): Promise<boolean> {
  return client.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      () => true,
      () => false,
    );
}

/** What has landed is announced as its sender announced it; the vault finds it sealed. */
async function sendAgain(access: Access, handle: WorkflowHandle, { body }: OpenRequest): Promise<void> {
  if (!('deliveryId' in body)) return;
  await handle.executeUpdate(openIntake);
  const [landed] = await catalogRows<{
    attempt: string | null;
    parts: { part: number; sha256: string; bytes: number }[];
  }>(access, 'SELECT attempt, parts FROM reading.delivery WHERE delivery_id = $1', [body.deliveryId]);
  if (!landed || landed.attempt === null) return;
  const parts = landed.parts.map(({ part, sha256, bytes }) => ({ part, sha256, bytes }));
  await handle.executeUpdate(sealDelivery, { args: [{ attempt: landed.attempt, parts }] });
}

interface Recorded extends Omit<Decision, 'actor'> {
  readonly requestId: string;
  readonly kind: keyof typeof UPDATES;
  readonly decidedBy: string;
  readonly organisation: string;
}

async function decideAgain(access: Access, handle: WorkflowHandle): Promise<void> {
  const decisions = await catalogRows<Recorded>(access, DECISIONS, [handle.workflowId]);
  const names = await knownNames(
    access,
    decisions.map(({ decidedBy }) => decidedBy),
  );
  for (const { requestId, kind, decidedBy, organisation, ...decision } of decisions) {
    const person = names[decidedBy];
    if (person === undefined || !(await deskOpens(handle, requestId))) return;
    const actor = { account: decision.as, person, roles: [decision.as], organisation };
    const args: [Decision] = [{ ...decision, actor }];
    await handle.executeUpdate<RequestState, [Decision]>(UPDATES[kind], { args, updateId: decision.key });
  }
}

async function deskOpens(handle: WorkflowHandle, requestId: string): Promise<boolean> {
  const deadline = Date.now() + DESK_WITHIN_MS;
  while (Date.now() < deadline) {
    const { review, request } = await shownNow(handle);
    const isOpen = (asked: RequestState | null) =>
      asked?.request.requestId === requestId && asked.stage === 'awaitingDecision';
    if (isOpen(review) || isOpen(request)) return true;
    await sleep(50);
  }
  return false;
}

const DECISIONS = `
  SELECT d.request_id AS "requestId", r.kind, d.decision_key AS key, d.choice, d.decided_by AS "decidedBy", d.role AS as,
    d.organisation, d.reason, d.subject_hash AS "subjectHash"
  FROM reading.decision d JOIN reading.request r ON r.request_id = d.request_id
  WHERE d.workflow_id = $1 ORDER BY d.seq`;

/** The first event of each request that has not ended. A review belongs to its delivery. */
const OPEN_REQUESTS = `
  WITH open AS (
    SELECT workflow_id, NULL::text AS contract_hash, NULL::jsonb AS parts FROM reading.request
    WHERE state = 'open' AND kind <> 'review'
    UNION SELECT workflow_id, contract_hash, parts FROM reading.delivery
    WHERE state IN ('opened', 'landed', 'profiled', 'pseudonymised', 'refused')
    UNION SELECT workflow_id, NULL, NULL FROM reading.run WHERE kind = 'theme' AND state = 'requested')
  SELECT o.workflow_id AS "workflowId", e.type, e.body, c.body AS contract, jsonb_array_length(o.parts) AS parts,
    (extract(epoch FROM r.decide_before) * 1000)::float8 AS "decideBefore", r.reminded_at IS NOT NULL AS "isReminded"
  FROM open o
  JOIN reading.event e ON e.workflow_id = o.workflow_id AND e.type IN
    ('contractSubmitted', 'linkageSubmitted', 'deliveryOpened', 'runRequested', 'releaseRequested',
     'liftingRequested')
  LEFT JOIN reading.contract c ON c.contract_hash = o.contract_hash
  LEFT JOIN LATERAL (SELECT decide_before, reminded_at FROM reading.request q
    WHERE q.workflow_id = o.workflow_id ORDER BY q.opened_seq DESC LIMIT 1) r ON true
  ORDER BY e.seq`;
