import type { RequestState } from './request.js';

export interface RunState {
  readonly runId: string;
  readonly stage: 'checking' | 'analysing' | 'ready' | 'refused';
  readonly codes: readonly string[];
  /** Version of the unprotected result, which the analyst cannot read. */
  readonly version: string | null;
  readonly rows: number | null;
}

export interface ReleaseState {
  readonly releaseId: string;
  readonly stage: 'protecting' | 'awaitingDecision' | 'released' | 'refused' | 'rejected' | 'expired';
  readonly codes: readonly string[];
  readonly rows: number | null;
  readonly hidden: number | null;
  readonly version: string | null;
  readonly request: RequestState | null;
}
