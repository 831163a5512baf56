import { upsertMemo } from '@temporalio/workflow';
import type { MEMO } from '../domain/names.js';

/**
 * Shows how a workflow stands, in its memo: Temporal records it together with the commands of the same task, so nobody
 * reads what has not come to pass. No workflow answers a query: where no worker holds the workflow (its worker was
 * killed), Temporal's SDK runs the code ahead of the next task to answer one, local activities and all. A decision that
 * comes then is recorded behind the timer of that task, and a replay, which takes decisions first, fails (TMPRL1100).
 */
export function show(what: keyof typeof MEMO, value: object): void {
  upsertMemo({ [what]: value });
}
