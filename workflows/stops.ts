import { CancellationScope, condition, setHandler } from '@temporalio/workflow';
import type { GateAnswer } from '../domain/ingest.js';
import { sourceStopped } from './messages.js';
import { attempted, isFailed } from './step-failure.js';

/** Rule of the decision table that says: suspended or withdrawn. */
const STOPPED = 'S05';

/** Why a piece of work ended before its time. */
export interface Stopped {
  readonly kind: 'stopped';
  /** The source that was suspended or whose contract was withdrawn. */
  readonly sourceId: string;
  readonly codes: readonly string[];
  readonly unasked?: true;
}

/**
 * Ends what runs when a source that it rests on is stopped. A signal alone ends nothing: the gate is asked, and what it
 * answers stands in the log.
 */
export class Stops {
  private readonly told: string[] = [];
  private heard = 0;

  constructor() {
    setHandler(sourceStopped, (sourceId) => void this.told.push(sourceId));
  }

  /**
   * Does the work unless a source is stopped meanwhile: then its waits and steps are cancelled. What the watch ends with
   * decides: a step may end well although it was cancelled, and what it made then counts for nothing. So the work records
   * no end of its own; its caller does, once this has answered that nothing was stopped. A stop that comes after that
   * finds it ended.
   */
  async during<T>(ask: () => Promise<GateAnswer>, work: () => Promise<T>): Promise<T | Stopped> {
    const working = new CancellationScope();
    let isDone = false;
    const cancelled = <Ended>(ended: Ended): Ended => {
      if (ended !== null) working.cancel();
      return ended;
    };
    const watching = this.watch(ask, () => isDone).then(cancelled, (error) => {
      throw cancelled(error);
    });
    const worked = working.run(work).finally(() => {
      isDone = true;
    });
    const [stop, result] = await Promise.allSettled([watching, worked]);
    if (stop.status === 'rejected') throw stop.reason;
    if (stop.value !== null) return stop.value;
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  }

  /** Hears every source that it is told of, also those that come with the very end of the work. */
  private async watch(ask: () => Promise<GateAnswer>, isDone: () => boolean): Promise<Stopped | null> {
    for (;;) {
      await condition(() => this.told.length > this.heard || isDone());
      const sourceId = this.told[this.heard];
      if (sourceId === undefined) return null;
      this.heard += 1;
      const stop = await answered(ask);
      if (stop !== null) return { kind: 'stopped', sourceId, ...stop };
    }
  }
}

/** The rules that stop the work, or the code of the question that failed for good: what is not known to go on, ends. */
async function answered(ask: () => Promise<GateAnswer>): Promise<Pick<Stopped, 'codes' | 'unasked'> | null> {
  const answer = await attempted(ask);
  if (isFailed(answer)) return { codes: [answer.code] };
  const { codes, unasked } = answer;
  return codes.includes(STOPPED) ? { codes, ...(unasked ? { unasked } : {}) } : null;
}

export function isStopped<T extends object>(result: T | Stopped | null): result is Stopped {
  return result !== null && 'kind' in result && result.kind === 'stopped';
}
