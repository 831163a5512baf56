import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import type { MeasureOrder } from '../activities/contract.js';
import { control } from './activities.js';
import { sourceStopped } from './messages.js';

export interface MeasureImposed {
  /** Workflows that were told. Each asks its gate again, and ends where the gate says that its source is stopped. */
  readonly told: readonly string[];
}

/** One person stops a source at once: recorded first, so that every gate knows, and then told to whatever runs. */
export async function imposeMeasure(order: MeasureOrder): Promise<MeasureImposed> {
  await control.recordMeasure(order);
  if (order.measure === 'hold') return { told: [] };
  const told = await control.openWork(order.sourceId);
  for (const workflowId of told) await tell(workflowId, order.sourceId);
  return { told };
}

async function tell(workflowId: string, sourceId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(sourceStopped, sourceId);
  } catch {
    // It has ended meanwhile; whatever it made stands before the next gate.
    log.info('a workflow had ended before it was told', { workflowId });
  }
}
