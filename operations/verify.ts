import { randomUUID } from 'node:crypto';
import { type Verification, verifyEvents } from '../catalog/verify.js';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/** Recomputes the log from the events that a reader sees and holds it against the checkpoints that control signed. */
export function verifyAudit(access: Access): Promise<Verification> {
  return verifyEvents(access.catalog, { note: () => newestNote(access), publicKey: access.checkpointKey() });
}

async function newestNote({ client }: Access): Promise<string | null> {
  const note: unknown = await client.workflow
    .execute(WORKFLOWS.readCheckpoint, {
      taskQueue: TASK_QUEUES.control,
      workflowId: `read-checkpoint:${randomUUID()}`,
      workflowExecutionTimeout: '30 s',
      args: [],
    })
    .catch((error: unknown) => {
      throw fromTemporal(error);
    });
  return typeof note === 'string' ? note : null;
}
