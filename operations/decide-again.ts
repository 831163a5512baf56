import { setTimeout as sleep } from 'node:timers/promises';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Decision } from '../domain/people.js';
import type { RequestState } from '../domain/request.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { UPDATES } from './decide.js';
import { shownNow } from './shown-state.js';
import { knownNames } from './staff-names.js';

/** A request that waits for a step longer than this gets its decisions from people again. */
const DESK_WITHIN_MS = 60_000;

interface Recorded extends Omit<Decision, 'actor'> {
  readonly requestId: string;
  readonly kind: keyof typeof UPDATES;
  readonly decidedBy: string;
  readonly organisation: string;
}

/**
 * Gives a workflow that was started again the decisions that the log has on what still waits, each under its own key.
 * @returns whether all of them stand again: false where a person is forgotten, where one was refused, or where the
 *   request did not open in time. A workflow that has come to its end needs none.
 */
export async function decideAgain(access: Access, handle: WorkflowHandle): Promise<boolean> {
  const decisions = await catalogRows<Recorded>(access, DECISIONS, [handle.workflowId]);
  const names = await knownNames(
    access,
    decisions.map(({ decidedBy }) => decidedBy),
  );
  for (const { requestId, kind, decidedBy, organisation, ...decision } of decisions) {
    const person = names[decidedBy];
    if (person === undefined) return false;
    const desk = await deskOf(handle, requestId);
    if (desk !== 'open') return desk === 'ended';
    const actor = { account: decision.as, person, roles: [decision.as], organisation };
    if (!(await isAccepted(handle, kind, { ...decision, actor }))) return false;
  }
  return true;
}

async function isAccepted(
  handle: WorkflowHandle,
  kind: keyof typeof UPDATES,
  decision: Decision,
): Promise<boolean> {
  try {
    await handle.executeUpdate<RequestState, [Decision]>(UPDATES[kind], {
      args: [decision],
      updateId: decision.key,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return false;
    throw error;
  }
}

async function deskOf(handle: WorkflowHandle, requestId: string): Promise<'open' | 'ended' | 'closed'> {
  const deadline = Date.now() + DESK_WITHIN_MS;
  while (Date.now() < deadline) {
    const { review, request } = await shownNow(handle);
    const isOpen = (asked: RequestState | null) =>
      asked?.request.requestId === requestId && asked.stage === 'awaitingDecision';
    if (isOpen(review) || isOpen(request)) return 'open';
    const { status } = await handle.describe();
    if (status.name === 'COMPLETED') return 'ended';
    if (status.name !== 'RUNNING') return 'closed';
    await sleep(100);
  }
  return 'closed';
}

const DECISIONS = `
  SELECT d.request_id AS "requestId", r.kind, d.decision_key AS key, d.choice, d.decided_by AS "decidedBy", d.role AS as,
    d.organisation, d.reason, d.subject_hash AS "subjectHash"
  FROM reading.decision d JOIN reading.request r ON r.request_id = d.request_id
  WHERE d.workflow_id = $1 AND r.state = 'open' ORDER BY d.seq`;
