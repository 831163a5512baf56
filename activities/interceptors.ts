import type { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import { type ErrorFamily, FAMILIES, SluisError } from '../domain/errors.js';
import { refuseUnsealed } from '../domain/sealed-arguments.js';

/**
 * The one place where an error of a step becomes what Temporal knows. An error that is not ours carries its class alone:
 * the text of a driver quotes values.
 */
export function toActivityFailure(error: unknown): unknown {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (error instanceof SluisError) {
    return failure(error.code, error.message, error.family, error.details);
  }
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return failure(
    kind,
    `a step failed with ${kind}; the text is withheld because it may quote data`,
    'Transient',
    {},
  );
}

function failure(type: string, message: string, family: ErrorFamily, details: SluisError['details']) {
  const traits = FAMILIES[family];
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: !traits.retry,
    details: [details],
    ...(traits.benign ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}

export const activityInterceptors = (_context: Context) => ({
  inbound: {
    async execute<I extends { readonly args: readonly unknown[] }, O>(
      input: I,
      next: (input: I) => Promise<O>,
    ): Promise<O> {
      try {
        refuseUnsealed(input.args);
        return await next(input);
      } catch (error) {
        throw toActivityFailure(error);
      }
    },
  },
});
