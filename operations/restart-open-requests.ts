import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { ErrorCode } from '../domain/errors.js';
import { SEARCH_ATTRIBUTES, TASK_QUEUES } from '../domain/names.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { fromTemporal } from './failure.js';
import { askerOf, type OpenRequest, startOf } from './open-workflows.js';
import { knownNames } from './staff-names.js';

export interface Restarted {
  readonly workflowId: string;
  /**
   * `restarted`: goes on with every decision that people took. `asker-forgotten`: nobody is left who asked for it, so it
   * cannot go on. `failed`: not started, or not known whether; `code` says why.
   */
  readonly outcome: 'restarted' | 'asker-forgotten' | 'failed';
  readonly code?: ErrorCode;
}

/**
 * Starts the workflows of requests that the catalog knows as open and that Temporal has forgotten (its development database
 * is disposable, the catalog is the record) or that ended there before their end was recorded: failed, terminated. A
 * request that runs is left alone. Each takes the decisions that people took from the log; gates are asked again.
 */
export async function restartOpenRequests(access: Access): Promise<Restarted[]> {
  const restarted: Restarted[] = [];
  for (const open of await openRequests(access)) {
    const { workflowId } = open;
    const outcome = await restart(access, open).catch((error: unknown) => fromTemporal(error).code);
    if (isOutcome(outcome)) restarted.push({ workflowId, outcome });
    else if (outcome !== 'running') restarted.push({ workflowId, outcome: 'failed', code: outcome });
  }
  return restarted;
}

type Outcome = Exclude<Restarted['outcome'], 'failed'>;

function isOutcome(outcome: Outcome | 'running' | ErrorCode): outcome is Outcome {
  return outcome === 'restarted' || outcome === 'asker-forgotten';
}

async function restart(access: Access, open: OpenRequest): Promise<Outcome | 'running'> {
  const { workflowId } = open;
  if (await isLeftAlone(access, workflowId)) return 'running';
  const asker = askerOf(open).ref;
  const name = (await knownNames(access, [asker]))[asker];
  if (name === undefined) return 'asker-forgotten';
  return (await isStarted(access, open, name)) ? 'restarted' : 'running';
}

/** False where somebody else has started it meanwhile. */
async function isStarted({ client }: Access, open: OpenRequest, name: string): Promise<boolean> {
  const { workflow, input } = startOf(open, name, Date.now());
  const { body, workflowId } = open;
  const source = 'sourceId' in body ? { [SEARCH_ATTRIBUTES.source]: [body.sourceId] } : {};
  try {
    await client.workflow.start(workflow, {
      taskQueue: TASK_QUEUES.control,
      workflowId,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [input],
      searchAttributes: source,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** It runs, or has recorded its end since the catalog was read. Only a workflow that Temporal says it has not is forgotten. */
async function isLeftAlone(access: Access, workflowId: string): Promise<boolean> {
  const handle = access.client.workflow.getHandle(workflowId);
  const status = await handle.describe().then(
    (found) => found.status.name,
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    },
  );
  if (status === null) return false;
  if (status === 'RUNNING' || status === 'PAUSED') return true;
  return !(await openRequests(access)).some((open) => open.workflowId === workflowId);
}

function openRequests(access: Access): Promise<OpenRequest[]> {
  return catalogRows<OpenRequest>(access, OPEN_REQUESTS, []);
}

/** The first event of each request that has not ended. A review belongs to its delivery, run or release. */
const OPEN_REQUESTS = `
  WITH open AS (
    SELECT workflow_id FROM reading.request WHERE state = 'open' AND kind <> 'review'
    UNION SELECT workflow_id FROM reading.delivery WHERE state IN ('opened', 'landed', 'profiled', 'pseudonymised', 'refused')
    UNION SELECT workflow_id FROM reading.run WHERE kind = 'theme' AND state = 'requested')
  SELECT o.workflow_id AS "workflowId", e.type, e.body, standing.request_id AS "standingReview",
    (extract(epoch FROM r.decide_before) * 1000)::float8 AS "decideBefore", r.reminded_at IS NOT NULL AS "isReminded"
  FROM open o
  JOIN reading.event e ON e.workflow_id = o.workflow_id AND e.type IN
    ('contractSubmitted', 'linkageSubmitted', 'deliveryOpened', 'runRequested', 'releaseRequested',
     'liftingRequested')
  LEFT JOIN reading.request standing ON standing.workflow_id = o.workflow_id AND standing.kind = 'review'
    AND standing.state = 'open'
  LEFT JOIN LATERAL (SELECT decide_before, reminded_at FROM reading.request q
    WHERE q.workflow_id = o.workflow_id ORDER BY q.opened_seq DESC LIMIT 1) r ON true
  ORDER BY e.seq`;
