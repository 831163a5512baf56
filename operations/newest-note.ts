import { randomUUID } from 'node:crypto';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/**
 * The newest signed note of the audit zone, which control alone may read; null where none was ever written.
 * @throws SluisError ChainBroken where one was, and it is gone; TemporalUnavailable
 */
export async function newestNote({ client }: Access): Promise<string | null> {
  const workflowId = `read-checkpoint:${randomUUID()}`;
  const note: unknown = await client.workflow
    .execute(WORKFLOWS.readCheckpoint, {
      taskQueue: TASK_QUEUES.control,
      workflowId,
      workflowExecutionTimeout: '30 s',
      args: [workflowId],
    })
    .catch((error: unknown) => {
      throw fromTemporal(error);
    });
  return typeof note === 'string' ? note : null;
}
