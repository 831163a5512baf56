import { AsyncLocalStorage } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import { endedOrWaiting, within } from './waiting.js';

interface Stage {
  readonly stage: string;
}

const callSignal = new AsyncLocalStorage<AbortSignal>();
/** Every signal under which a question was asked. */
const signals = new Set<AbortSignal>();
const access = {
  client: {
    withAbortSignal: async <T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> =>
      await callSignal.run(signal, ask),
  },
};

/** A question that listens for its end and never stops to, as those of Temporal's client do. */
function asks<T>(answer: () => Promise<T>): () => Promise<T> {
  return () => {
    const signal = callSignal.getStore();
    if (!signal) throw new Error('a question that nobody can end');
    signals.add(signal);
    signal.addEventListener('abort', () => undefined);
    return answer();
  };
}

const never = () => new Promise<Stage>(() => undefined);
const isAsking = ({ stage }: Stage) => stage === 'asking';

/** A workflow that tells these stages one after the other, and the last of them ever after. */
function telling(...stages: readonly (string | null | Error)[]) {
  let at = 0;
  return async () => {
    const said = stages[Math.min(at++, stages.length - 1)] ?? null;
    if (said instanceof Error) throw said;
    return said === null ? null : { stage: said };
  };
}

describe('waiting for a workflow', () => {
  it('ends with the end, whatever it says of itself in the meantime', async () => {
    const one = { state: telling('asking'), result: async () => ({ stage: 'done' }) };
    expect(await endedOrWaiting(access, one, isAsking)).toEqual({ stage: 'done' });
  });

  it('ends with the state in which people are asked, while the workflow goes on', async () => {
    const one = { state: asks(telling(null, 'working', 'asking')), result: asks(never) };
    signals.clear();
    expect(await endedOrWaiting(access, one, isAsking)).toEqual({ stage: 'asking' });
    expect([...signals].map(({ aborted }) => aborted)).toEqual([true, true, true, true]);
  });

  it('asks for long without gathering listeners, of which a program would be warned', async () => {
    const long = Array.from({ length: 15 }, () => 'working');
    const one = { state: asks(telling(...long, 'asking')), result: asks(never) };
    signals.clear();
    await endedOrWaiting(access, one, isAsking);
    expect(Math.max(...[...signals].map((signal) => getEventListeners(signal, 'abort').length))).toBe(1);
  });

  it('throws what the workflow failed with, though it answers no question any more', async () => {
    const refused = new SluisError('UsageInvalid', 'no hold stands on it');
    const result = async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      throw refused;
    };
    const state = telling(new Error('a failed workflow'));
    await expect(endedOrWaiting(access, { state, result }, isAsking)).rejects.toBe(refused);
  });

  it('does not give up at one question without an answer, and does at the second in a row', async () => {
    const away = new SluisError('TemporalUnavailable', 'Temporal does not answer');
    const back = { state: telling(away, 'working', away, 'asking'), result: never };
    expect(await endedOrWaiting(access, back, isAsking)).toEqual({ stage: 'asking' });
    await expect(endedOrWaiting(access, { state: telling(away), result: never }, isAsking)).rejects.toBe(
      away,
    );
  });
});

describe('asking until there is an answer', () => {
  it('gives the first that is one', async () => {
    expect(await within('the answer', 60, telling(null, null, 'here'))).toEqual({ stage: 'here' });
  });

  it('says what did not come, and where to look', async () => {
    await expect(within('the answer', 0, telling(null))).rejects.toMatchObject({
      code: 'TemporalUnavailable',
      message: 'the answer did not come within 0 s; see: sluis status',
    });
  });
});
