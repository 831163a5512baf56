import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { isErrorCode, SluisError } from '../domain/errors.js';

/** An error that came back from a workflow, as the SluisError that it was; anything else is Temporal being away. */
export function fromTemporal(error: unknown): SluisError {
  if (error instanceof SluisError) return error;
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type && isErrorCode(cause.type)) {
    return new SluisError(cause.type, cause.message);
  }
  return new SluisError('TemporalUnavailable', 'Temporal does not answer; start the servers: sluis up');
}
