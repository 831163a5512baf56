import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import { destructionId } from '../domain/quarantine.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { fromTemporal } from './failure.js';

interface Standing {
  readonly kind: 'delivery' | 'run' | 'release' | 'dataset-version';
  readonly id: string;
}

/**
 * Has everything that the catalog holds in quarantine destroyed at its term, also where Temporal has forgotten it: what is
 * past its date goes at once, and so do the tables of a release that ended and was not published. One that runs is left
 * alone. Returns the workflows that were started.
 */
export async function restartDestructions(access: Access): Promise<readonly string[]> {
  const started: string[] = [];
  for (const subject of await catalogRows<Standing>(access, STANDING, [])) {
    const workflowId = destructionId(subject);
    if (await start(access, workflowId, subject)) started.push(workflowId);
  }
  return started;
}

async function start({ client }: Access, workflowId: string, subject: Standing): Promise<boolean> {
  try {
    await client.workflow.start(WORKFLOWS.destroyQuarantined, {
      taskQueue: TASK_QUEUES.control,
      workflowId,
      args: [{ subject }],
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw fromTemporal(error);
  }
}

/**
 * A dataset version goes with that of which it was made, and by itself where it is past its retention. Of a run that
 * ended no version stands in the log.
 */
const STANDING = `
  SELECT subject_kind AS kind, subject_id AS id FROM (
    SELECT subject_kind, subject_id, since FROM reading.quarantine
    WHERE state = 'quarantined' AND (subject_kind <> 'dataset-version' OR past_retention)
    UNION ALL
    SELECT 'release', r.release_id, r.closed_at
    FROM reading.release r JOIN reading.dataset_version v ON v.version = r.protected_version
    WHERE r.state IN ('refused', 'rejected', 'expired') AND v.state <> 'destroyed' AND NOT EXISTS (
      SELECT FROM reading.quarantine q WHERE q.subject_kind = 'release' AND q.subject_id = r.release_id)) standing
  ORDER BY since, subject_id`;
