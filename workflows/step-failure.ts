import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import type { FailedStep, FailingStep, Failure } from '../domain/failed-step.js';

/** A step that ended for good. */
export interface Failed extends Failure {
  readonly kind: 'failed';
}

/**
 * What a step says that ended for good (never one that is still retried or was cancelled): a refusal that belongs in the
 * log. Null for anything else, which the caller throws on.
 */
export function stepFailure(error: unknown): Failed | null {
  // What a local activity throws comes as it is.
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type)
    return { kind: 'failed', code: cause.type, message: cause.message };
  if (cause instanceof TimeoutFailure) return stepFailure(cause.cause) ?? TOO_LATE;
  return null;
}

const TOO_LATE: Failed = {
  kind: 'failed',
  code: 'ServerUnavailable',
  message: 'A step did not end in its time. What runs, and where its log is: sluis status',
};

/** What a step gave, or how it ended for good. */
export async function attempted<T extends object>(step: () => Promise<T>): Promise<T | Failed> {
  try {
    return await step();
  } catch (error) {
    const failed = stepFailure(error);
    if (failed === null) throw error;
    return failed;
  }
}

export function failedAt(step: FailingStep, { code, message }: Failure): FailedStep {
  return { step, code, message };
}

export function isFailed<T extends object>(result: T | Failed): result is Failed {
  return 'kind' in result && result.kind === 'failed';
}
