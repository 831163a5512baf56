import { QueryNotRegisteredError } from '@temporalio/client';
import { fromTemporal } from './failure.js';

/** How long a worker that was just started may take to replay a workflow, in milliseconds. */
const REPLAY_MS = 20_000;

/**
 * Asks a workflow how it stands. A worker that has just started may refuse a query while it replays (Temporal's SDK for
 * TypeScript, issue 1966, is one such case): it is asked again for a while.
 * @throws SluisError TemporalUnavailable when it goes on being refused, or Temporal does not answer
 */
export async function askState<State>(query: () => Promise<State>, patience = REPLAY_MS): Promise<State> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await query();
    } catch (error) {
      const mayPass = error instanceof QueryNotRegisteredError;
      if (!mayPass || Date.now() > deadline) throw fromTemporal(error);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
