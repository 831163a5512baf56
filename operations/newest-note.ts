import { randomUUID } from 'node:crypto';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/**
 * The newest signed note of the audit zone, which control alone may read; null where none was ever written.
 * @throws SluisError ChainBroken where one was, and it is gone; TemporalUnavailable
 */
export async function newestNote({ client }: Access): Promise<string | null> {
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
