import { setMaxListeners } from 'node:events';
import { SluisError } from '../domain/errors.js';
import type { Access } from './access.js';

const PAUSE_MS = 100;

/** A workflow as an operation hands it out. */
export interface Watched<State> {
  /** Null until it is known. */
  readonly state: () => Promise<State | null>;
  readonly result: () => Promise<State>;
}

/**
 * Asks until there is an answer.
 * @throws SluisError TemporalUnavailable after so many seconds
 */
export async function within<T>(what: string, seconds: number, read: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await read();
    if (found !== null) return found;
    if (Date.now() > deadline)
      throw new SluisError(
        'TemporalUnavailable',
        `${what} did not come within ${seconds} s; see: sluis status`,
      );
    await pause();
  }
}

type Client = Pick<Access['client'], 'withAbortSignal'>;

/**
 * Waits until a workflow has ended, or stands where it goes on only after people. A review may last for weeks: whoever
 * asked is told of it, and the workflow goes on alone. What it fails with is thrown. No question is left open: the client
 * would repeat it on a connection that may be closed by then, and nobody could catch what that throws.
 * @param waits whether it waits for people in this state
 */
export async function endedOrWaiting<State>(
  { client }: { readonly client: Client },
  { state, result }: Watched<State>,
  waits: (state: State) => boolean,
): Promise<State> {
  const leaving = new AbortController();
  // The client repeats this one question about once a minute, and each listens anew.
  setMaxListeners(0, leaving.signal);
  try {
    const ended = client.withAbortSignal(leaving.signal, result).then((end) => ({ end }));
    ended.catch(() => undefined);
    return await watch(client, ended, state, waits);
  } finally {
    leaving.abort();
  }
}

async function watch<State>(
  client: Client,
  ended: Promise<{ end: State }>,
  state: Watched<State>['state'],
  waits: (state: State) => boolean,
): Promise<State> {
  for (let failures = 0; ; ) {
    // A signal for each: questions never stop listening to theirs.
    const question = new AbortController();
    const asked = client.withAbortSignal(question.signal, state).then(
      (now) => ({ now }),
      (error: unknown) => ({ error }),
    );
    const told = await Promise.race([ended, asked]).finally(() => question.abort());
    if ('end' in told) return told.end;
    if ('now' in told && told.now !== null && waits(told.now)) return told.now;
    // What has just failed may refuse one question; how it failed then comes from the result.
    failures = 'error' in told ? failures + 1 : 0;
    if ('error' in told && failures > 1) throw told.error;
    await Promise.race([ended, pause()]);
  }
}

/** Between two questions. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
