import { condition, setHandler } from '@temporalio/workflow';
import { control } from './activities.js';
import { isAddressed } from './addressed.js';
import { runCancelled } from './messages.js';
import { attempted, type Failed, isFailed } from './step-failure.js';
import { watched } from './watched.js';

/** A person ended the run before its end; who and why stands in the log. */
export interface Cancelled {
  readonly kind: 'cancelled';
}

/** Ends a run that a person cancelled. A signal alone ends nothing: the log is asked. */
export class Cancellation {
  private told = 0;
  private heard = 0;

  constructor(private readonly runId: string) {
    setHandler(runCancelled, (to) => {
      if (isAddressed(to)) this.told += 1;
    });
  }

  /** Does the work unless the run is cancelled meanwhile, or nobody can say whether it is. */
  during<T>(work: () => Promise<T>): Promise<T | Cancelled | Failed> {
    return watched((isDone) => this.watch(isDone), work);
  }

  /**
   * Records an end of the run. False where somebody has cancelled it: that stands in the log, also where the run was told
   * of nothing because a worker was killed in between.
   */
  async unlessCancelled(record: () => Promise<void>): Promise<boolean> {
    try {
      await record();
      return true;
    } catch (error) {
      if ((await control.standingRun(this.runId)).state === 'cancelled') return false;
      throw error;
    }
  }

  /** Hears also what comes with the very end of the work. */
  private async watch(isDone: () => boolean): Promise<Cancelled | Failed | null> {
    for (;;) {
      await condition(() => this.told > this.heard || isDone());
      if (this.told === this.heard) return null;
      this.heard = this.told;
      const standing = await attempted(() => control.standingRun(this.runId));
      // What is not known to go on, ends.
      if (isFailed(standing)) return standing;
      if (standing.state === 'cancelled') return { kind: 'cancelled' };
    }
  }
}

export function isCancelled<T extends object>(result: T | Cancelled): result is Cancelled {
  return 'kind' in result && result.kind === 'cancelled';
}
