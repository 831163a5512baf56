import { ActivityFailure, ApplicationFailure } from '@temporalio/common';

/**
 * Code of a step that ended for good (never of one that is still retried or was cancelled): a refusal that belongs in the
 * log. Null for anything else, which the caller throws on.
 */
export function stepFailure(error: unknown): string | null {
  const cause = error instanceof ActivityFailure ? error.cause : null;
  return cause instanceof ApplicationFailure ? (cause.type ?? null) : null;
}
