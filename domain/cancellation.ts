import { SluisError } from './errors.js';
import type { RunLifeState } from './lifecycle-tables.js';

/** How the ids of workflows begin that cancel this run: each attempt has a number of its own. */
export const cancellationPrefix = (runId: string) => `cancel:${runId}:`;

/**
 * A run is cancelled while it is under way. Once more is no fault: it stands as it was cancelled first.
 * @param state null where there is no such run
 * @throws SluisError RunUnknown, RequestClosed
 */
export function refuseUncancellable(runId: string, state: RunLifeState | null): void {
  if (state === null) throw new SluisError('RunUnknown', 'There is no run of that id; see: sluis runs');
  if (state === 'requested' || state === 'cancelled') return;
  throw new SluisError(
    'RequestClosed',
    `Run ${runId} has ended already (${state}): there is nothing left to cancel; see: sluis runs show ${runId}`,
  );
}
