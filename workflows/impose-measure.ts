import type { MeasureOrder } from '../activities/contract.js';
import { control } from './activities.js';
import { sourceStopped } from './messages.js';
import { tell } from './tell.js';

export interface MeasureImposed {
  /** Workflows that were told. Each asks its gate again, and ends where the gate says that its source is stopped. */
  readonly told: readonly string[];
}

/** One person stops a source at once: recorded first, so that every gate knows, and then told to whatever runs. */
export async function imposeMeasure(order: MeasureOrder): Promise<MeasureImposed> {
  await control.recordMeasure(order);
  if (order.measure === 'hold') return { told: [] };
  const told = await control.openWork(order.sourceId);
  // What ended meanwhile has made nothing that does not stand before its next gate.
  await tell(told, sourceStopped, order.sourceId);
  return { told };
}
