import type { CancelOrder, RunCancelled } from '../activities/contract.js';
import { control } from './activities.js';
import { runCancelled } from './messages.js';
import { tell } from './tell.js';

/** One person ends a run: recorded first, so that nothing of it counts from then on, and then told to the run. */
export async function cancelRun(order: CancelOrder): Promise<RunCancelled> {
  const cancelled = await control.recordCancellation(order);
  await tell([order.runId], runCancelled);
  return cancelled;
}
