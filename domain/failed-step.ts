/** Steps that may end something for good, by the stage that it stands in then; `checking` is a gate that could not judge. */
export type FailingStep =
  | 'checking'
  | 'landing'
  | 'profiling'
  | 'pseudonymising'
  | 'curating'
  | 'analysing'
  | 'protecting'
  | 'publishing';

/** What an error said as far as it may be told: its code, and ids, counts and the next command; never a value of a source. */
export interface Failure {
  /** Of `domain/errors.ts`, or the class of an error that is not ours. */
  readonly code: string;
  readonly message: string;
}

/** The step that ended a delivery, a run or a release for good. */
export interface FailedStep extends Failure {
  readonly step: FailingStep;
}
