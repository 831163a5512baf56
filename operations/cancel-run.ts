import { cancellationPrefix, refuseUncancellable } from '../domain/cancellation.js';
import type { RunLifeState } from '../domain/lifecycle-tables.js';
import type { Actor } from '../domain/people.js';
import { roleFor } from '../domain/who-may.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { nextRequestNumber } from './request-number.js';
import { startWorkflow } from './start-workflow.js';

export interface CancelOptions {
  readonly runId: string;
  readonly by: Actor;
  readonly reason: string;
}

export interface CancelledRun {
  readonly runId: string;
  readonly cancellationId: string;
  /** Somebody had cancelled it before: that stands. */
  readonly already: boolean;
}

/** One person ends a run before its end; answered means recorded, and told to the run. */
export async function cancelRun(access: Access, options: CancelOptions): Promise<CancelledRun> {
  const { runId, by, reason } = options;
  roleFor('cancel', by.roles);
  // Control asks it again; here nothing has been numbered or started for it yet.
  refuseUncancellable(runId, await stateOf(access, runId));
  const prefix = cancellationPrefix(runId);
  const cancellationId = `${prefix}${await nextRequestNumber(access, `cancel:${runId}`)}`;
  const order = { runId, by, reason };
  const { result } = await startWorkflow<{ already: boolean }>(access, 'cancelRun', cancellationId, order);
  return { runId, cancellationId, ...(await result()) };
}

async function stateOf(access: Access, runId: string): Promise<RunLifeState | null> {
  const [run] = await catalogRows<{ state: RunLifeState }>(
    access,
    `SELECT state FROM reading.run WHERE run_id = $1 AND kind = 'theme'`,
    [runId],
  );
  return run?.state ?? null;
}
