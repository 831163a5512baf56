import { isErrorCode } from '../domain/errors.js';
import type { FailedStep } from '../domain/failed-step.js';
import type { Access } from './access.js';
import { shownNow } from './shown-state.js';

/** How something ended that no rule and nobody ended. */
export interface ToldFailure {
  /** Null, as the message, where Temporal has forgotten the workflow: the catalog keeps the code alone. */
  readonly step: FailedStep['step'] | null;
  readonly code: string;
  readonly message: string | null;
}

/**
 * The step at which a delivery, run or release failed: what its workflow shows of itself, or, where that is gone, the code
 * that the catalog has. Null where rules or people ended it, or nothing has.
 *
 * @param codes that the catalog has of its end
 */
export async function failedStepOf(
  { client }: Pick<Access, 'client'>,
  workflowId: string,
  codes: readonly string[],
): Promise<ToldFailure | null> {
  const code = codes.find(isErrorCode);
  const shown = await shownNow<{ failure?: FailedStep | null }>(client.workflow.getHandle(workflowId)).catch(
    () => null,
  );
  const failure = shown?.state?.failure;
  if (failure) return failure;
  return code === undefined ? null : { step: null, code, message: null };
}
