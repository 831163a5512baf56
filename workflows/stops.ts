import { condition, setHandler } from '@temporalio/workflow';
import type { GateAnswer } from '../domain/ingest.js';
import { sourceStopped } from './messages.js';
import { attempted, isFailed } from './step-failure.js';
import { watched } from './watched.js';

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

  /** Does the work unless a source is stopped meanwhile. */
  during<T>(ask: () => Promise<GateAnswer>, work: () => Promise<T>): Promise<T | Stopped> {
    return watched((isDone) => this.watch(ask, isDone), work);
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
