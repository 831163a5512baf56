import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { Subject } from '../catalog/event-bodies.js';
import type { GateAnswer } from '../domain/ingest.js';
import { TASK_QUEUES, WORKFLOWS, type Zone } from '../domain/names.js';
import { DESTROY_WITHIN, destructionId, needsAssessment, quarantineTerm } from '../domain/quarantine.js';
import { control } from './activities.js';
import type { DestructionOrder } from './destroy-quarantined.js';

/** How long quarantine lasts, in milliseconds, as the client wants it. */
export interface Quarantining extends Omit<DestructionOrder, 'subject'> {
  readonly destroyWithin: number;
}

export interface ToQuarantine {
  readonly subject: Subject;
  readonly sourceId: string;
  /** The furthest zone that holds something of it. */
  readonly zone: Zone;
  readonly codes: readonly string[];
  /** The gate said that personal data came without being allowed. */
  readonly unasked?: true;
  readonly mode?: GateAnswer['mode'];
}

/**
 * Puts what was refused or stopped in quarantine, and has it destroyed: what was made of it at once, itself after 14 days,
 * whatever the client asks for (policy.md).
 */
export async function quarantine(
  { subject, sourceId, zone, codes, unasked, mode }: ToQuarantine,
  { destroyWithin, ...asking }: Quarantining = { destroyWithin: DESTROY_WITHIN },
): Promise<void> {
  const destroyBy = new Date(Date.now() + quarantineTerm(destroyWithin, mode)).toISOString();
  const breachAssessment = unasked || needsAssessment(codes) ? 'opened' : 'not-needed';
  const body = { subject, sourceId, zone, codes, destroyBy, breachAssessment } as const;
  await control.record({ type: 'quarantined', step: 'quarantine', passage: 0, body });
  await destroyAtItsTerm({ subject, ...asking });
}

/**
 * Has whatever was made removed for a run that ended without a result, or a release that was not published: nobody decides
 * on it any more.
 */
export async function removeMade(
  subject: Subject,
  { askAgainAfter }: Partial<Quarantining> = {},
): Promise<void> {
  await destroyAtItsTerm({ subject, ...(askAgainAfter === undefined ? {} : { askAgainAfter }) });
}

/** It goes on after the workflow that starts it. Where it runs already, because `sluis up` started it, once is enough. */
export async function destroyAtItsTerm(order: DestructionOrder): Promise<void> {
  try {
    await startChild(WORKFLOWS.destroyQuarantined, {
      workflowId: destructionId(order.subject),
      taskQueue: TASK_QUEUES.control,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      args: [order],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
