import { Context } from '@temporalio/activity';

const BEAT_MS = 2000;

/**
 * Runs a long step while a counter beats, so that a killed worker is noticed within the heartbeat timeout. The signal
 * aborts where the step is cancelled or the worker shuts down.
 */
export async function withHeartbeat<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { heartbeat, cancellationSignal } = Context.current();
  let beats = 0;
  const timer = setInterval(() => {
    beats += 1;
    heartbeat(beats);
  }, BEAT_MS);
  heartbeat(0);
  try {
    return await step(cancellationSignal);
  } finally {
    clearInterval(timer);
  }
}
