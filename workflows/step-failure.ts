import { ActivityFailure, ApplicationFailure } from '@temporalio/common';

/**
 * Code of a step that ended for good (never of one that is still retried or was cancelled): a refusal that belongs in the
 * log. Null for anything else, which the caller throws on.
 */
export function stepFailure(error: unknown): string | null {
  // What a local activity throws comes as it is.
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure ? (cause.type ?? null) : null;
}

/** What a step gave, or the code with which it ended for good. */
export async function attempted<T>(step: () => Promise<T>): Promise<T | string> {
  try {
    return await step();
  } catch (error) {
    const code = stepFailure(error);
    if (code === null) throw error;
    return code;
  }
}
