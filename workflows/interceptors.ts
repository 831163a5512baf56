import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { WorkflowInboundCallsInterceptor, WorkflowInterceptors } from '@temporalio/workflow';
import { FAMILIES, SluisError } from '../domain/errors.js';

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

const inbound: WorkflowInboundCallsInterceptor = {
  validateUpdate(input, next) {
    try {
      next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
  async handleUpdate(input, next) {
    try {
      return await next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
};

export const interceptors = (): WorkflowInterceptors => ({ inbound: [inbound], outbound: [], internals: [] });
