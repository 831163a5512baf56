import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { isErrorCode, SluisError } from '../domain/errors.js';

/** An error that came back from a workflow, as the SluisError that it was; anything else is Temporal being away. */
export function fromTemporal(error: unknown): SluisError {
  if (error instanceof SluisError) return error;
  const cause = deepest(error);
  if (cause instanceof ApplicationFailure && cause.type && isErrorCode(cause.type)) {
    return new SluisError(cause.type, cause.message);
  }
  return new SluisError('TemporalUnavailable', 'Temporal does not answer; start the servers: sluis up');
}

/** What a step threw lies below the failures of the activity and of the workflow that called it. */
function deepest(error: unknown): unknown {
  const isWrapped =
    error instanceof WorkflowUpdateFailedError ||
    error instanceof WorkflowFailedError ||
    error instanceof ActivityFailure;
  return isWrapped && error.cause ? deepest(error.cause) : error;
}
