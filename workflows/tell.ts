import type { SignalDefinition } from '@temporalio/common';
import { getExternalWorkflowHandle, log } from '@temporalio/workflow';

/** Signals workflows by their ids, each with its own; one that has ended meanwhile has nothing to do with it any more. */
export async function tell(
  workflowIds: readonly string[],
  signal: SignalDefinition<[string]>,
  what?: string,
): Promise<void> {
  for (const workflowId of workflowIds) {
    try {
      await getExternalWorkflowHandle(workflowId).signal(signal, what ?? workflowId);
    } catch {
      log.info('a workflow had ended before it was told', { workflowId });
    }
  }
}
