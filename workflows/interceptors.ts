import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { log, type WorkflowInboundCallsInterceptor, type WorkflowInterceptors } from '@temporalio/workflow';
import { FAMILIES, SluisError } from '../domain/errors.js';
import { refuseUnsealed } from '../domain/sealed-arguments.js';

/** Anything thrown becomes what Temporal knows how to end with: a plain error in an Update would be retried for ever. */
export function toFailure(error: unknown): unknown {
  if (!(error instanceof SluisError)) return error;
  const traits = FAMILIES[error.family];
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: !traits.retry,
    details: [error.details],
    ...(traits.benign ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}

/** Whatever is sent to a workflow passes here, so that a message to come is not forgotten. */
const inbound: WorkflowInboundCallsInterceptor = {
  validateUpdate(input, next) {
    try {
      refuseUnsealed(input.args);
      next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
  async handleUpdate(input, next) {
    try {
      refuseUnsealed(input.args);
      return await next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
  /** Nobody is answered, so what is not ours is not heard. */
  async handleSignal(input, next) {
    try {
      refuseUnsealed(input.args);
    } catch {
      log.warn('a message without an encrypted argument was refused');
      return;
    }
    await next(input);
  },
  /** No workflow answers one; those of the SDK itself take no argument. */
  async handleQuery(input, next) {
    refuseUnsealed(input.args);
    return await next(input);
  },
  async execute(input, next) {
    try {
      refuseUnsealed(input.args);
      return await next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
};

export const interceptors = (): WorkflowInterceptors => ({ inbound: [inbound], outbound: [], internals: [] });
