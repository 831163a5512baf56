import type { FailedStep } from './failed-step.js';
import type { RequestState } from './request.js';

export interface RunState {
  readonly runId: string;
  readonly stage: 'checking' | 'awaitingReview' | 'analysing' | 'ready' | 'refused' | 'cancelled';
  readonly codes: readonly string[];
  /** Version of the unprotected result, which the analyst cannot read. */
  readonly version: string | null;
  readonly rows: number | null;
  /** The step that ended it, where no rule and nobody did. */
  readonly failure: FailedStep | null;
  /** What a gate put to people; null where it did not. */
  readonly review: RequestState | null;
}

export interface ReleaseState {
  readonly releaseId: string;
  readonly stage:
    | 'protecting'
    | 'awaitingReview'
    | 'awaitingDecision'
    | 'publishing'
    | 'released'
    | 'refused'
    | 'rejected'
    | 'expired';
  readonly codes: readonly string[];
  readonly rows: number | null;
  readonly hidden: number | null;
  readonly version: string | null;
  /** The step that ended it, where no rule and nobody did. */
  readonly failure: FailedStep | null;
  /** What a gate put to people before those who decide on the release. */
  readonly review: RequestState | null;
  readonly request: RequestState | null;
}
