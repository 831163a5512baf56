import { TASK_QUEUES, type WORKFLOWS } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/** Starts a workflow once under its id; what Temporal answers, now or at the end, comes back as an error of ours. */
export async function startWorkflow<Result>(
  { client }: Access,
  workflow: keyof typeof WORKFLOWS,
  workflowId: string,
  input: object,
) {
  const ours = (error: unknown): never => {
    throw fromTemporal(error);
  };
  const options = { taskQueue: TASK_QUEUES.control, workflowIdReusePolicy: 'REJECT_DUPLICATE' } as const;
  const handle = await client.workflow.start(workflow, { ...options, workflowId, args: [input] }).catch(ours);
  return { handle, result: (): Promise<Result> => handle.result().catch(ours) };
}
