import type { WorkflowHandle } from '@temporalio/client';
import { SluisError } from '../domain/errors.js';
import type { MEMO } from '../domain/names.js';
import type { RequestState } from '../domain/request.js';
import { fromTemporal } from './failure.js';

/** How long a workflow that was just started may take to its first task, in milliseconds. */
const FIRST_TASK_MS = 20_000;

/** What a workflow shows of itself (workflows/shown.ts); null is what it has not shown yet. */
export interface Shown<State> {
  readonly state: State | null;
  /** What a gate put to people. */
  readonly review: RequestState | null;
  /** What the workflow itself puts to people. */
  readonly request: RequestState | null;
}

/** A handle of Temporal, as far as it is read here. */
export type Described = Pick<WorkflowHandle, 'describe'>;

/**
 * What stands in the memo of a workflow now, as its last completed task left it. No worker is asked.
 * @throws SluisError TemporalUnavailable
 */
export async function shownNow<State = never>(handle: Described): Promise<Shown<State>> {
  const { memo = {} } = await handle.describe().catch((error: unknown) => {
    throw fromTemporal(error);
  });
  const of = <T>(what: keyof typeof MEMO) => (memo[what] ?? null) as T | null;
  return { state: of<State>('state'), review: of('review'), request: of('request') };
}

/**
 * How a workflow stands, with what it puts to people; waits for its first task.
 * @throws SluisError TemporalUnavailable where no worker takes that task in time, or Temporal does not answer
 */
export async function shownState<State extends object>(
  handle: Described,
  patience = FIRST_TASK_MS,
): Promise<State & Omit<Shown<never>, 'state'>> {
  const deadline = Date.now() + patience;
  for (;;) {
    const { state, review, request } = await shownNow<State>(handle);
    if (state !== null) return { ...state, review, request };
    if (Date.now() > deadline)
      throw new SluisError('TemporalUnavailable', 'no worker takes it up; see what runs: sluis status');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
