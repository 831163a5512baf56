import { CancellationScope, condition, setHandler } from '@temporalio/workflow';
import type { GateAnswer } from '../domain/ingest.js';
import { sourceStopped } from './messages.js';

/** Rule of the decision table that says: suspended or withdrawn. */
const STOPPED = 'S05';

/** Why a piece of work ended before its time. */
export interface Stopped {
  readonly kind: 'stopped';
  /** The source that was suspended or whose contract was withdrawn. */
  readonly sourceId: string;
  readonly codes: readonly string[];
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

  /** Does the work unless a source is stopped meanwhile: then its waits and steps are cancelled. */
  async during<T>(ask: () => Promise<GateAnswer>, work: () => Promise<T>): Promise<T | Stopped> {
    const working = new CancellationScope();
    const watching = new CancellationScope();
    let stopped: Stopped | null = null;
    const watch = watching.run(async () => {
      while (stopped === null) {
        stopped = await this.next(ask);
      }
      working.cancel();
    });
    // It ends with the work, as cancelled.
    watch.catch(() => undefined);
    try {
      return await working.run(work);
    } catch (error) {
      // A step that is cut short may tell of it in its own way.
      if (stopped !== null) return stopped;
      throw error;
    } finally {
      watching.cancel();
    }
  }

  private async next(ask: () => Promise<GateAnswer>): Promise<Stopped | null> {
    await condition(() => this.told.length > this.heard);
    const sourceId = this.told[this.heard] as string;
    this.heard += 1;
    const { codes } = await ask();
    return codes.includes(STOPPED) ? { kind: 'stopped', sourceId, codes } : null;
  }
}

export function isStopped<T extends object>(result: T | Stopped | null): result is Stopped {
  return result !== null && 'kind' in result && result.kind === 'stopped';
}
