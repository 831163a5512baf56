import { randomUUID } from 'node:crypto';
import { openCheckpoint } from '../catalog/checkpoint.js';
import { type Verification, verifyEvents } from '../catalog/verify.js';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/** Recomputes the log from the events that a reader sees and holds it against the checkpoint that control signed. */
export async function verifyAudit(access: Access): Promise<Verification> {
  const note = await access.client.workflow
    .execute(WORKFLOWS.readCheckpoint, {
      taskQueue: TASK_QUEUES.control,
      workflowId: `read-checkpoint:${randomUUID()}`,
      workflowExecutionTimeout: '30 s',
      args: [],
    })
    .catch((error: unknown) => {
      throw fromTemporal(error);
    });
  const checkpoint = typeof note === 'string' ? openCheckpoint(note, access.checkpointKey()) : null;
  return await verifyEvents(access.catalog, checkpoint);
}
