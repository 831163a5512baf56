import type { SignalDefinition } from '@temporalio/common';
import { getExternalWorkflowHandle, log } from '@temporalio/workflow';

/** Signals workflows by their ids; one that has ended meanwhile has nothing to do with it any more. */
export async function tell<Args extends unknown[]>(
  workflowIds: readonly string[],
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<void> {
  for (const workflowId of workflowIds) {
    try {
      await getExternalWorkflowHandle(workflowId).signal(signal, ...args);
    } catch {
      log.info('a workflow had ended before it was told', { workflowId });
    }
  }
}
