import type { FailedStep } from './failed-step.js';
import type { RequestState } from './request.js';

export type IngestStage =
  | 'awaitingParts'
  | 'landing'
  | 'profiling'
  | 'awaitingReview'
  | 'pseudonymising'
  | 'curating'
  | 'curated'
  | 'refused'
  | 'aborted';

/** Where one delivery is on its way; counts and codes only. */
export interface IngestState {
  readonly deliveryId: string | null;
  readonly stage: IngestStage;
  readonly rowsIn: number | null;
  readonly rowsOut: number | null;
  /** Rules of the gate that ended or held it. */
  readonly codes: readonly string[];
  /** The step that ended it, where no rule and nobody did. */
  readonly failure: FailedStep | null;
  readonly review: RequestState | null;
  readonly version: string | null;
}
