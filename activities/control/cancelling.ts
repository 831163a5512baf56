import type { ClientBase } from 'pg';
import { appendEvent, findEvent, lockLog } from '../../catalog/append.js';
import type { NewEvent } from '../../catalog/event-types.js';
import { withStaffReferences } from '../../catalog/staff-in-event.js';
import { cancellationPrefix, refuseUncancellable } from '../../domain/cancellation.js';
import { SluisError } from '../../domain/errors.js';
import type { RunLifeState } from '../../domain/lifecycle-tables.js';
import { roleFor } from '../../domain/who-may.js';
import { withClient } from '../catalog-session.js';
import type { CancelOrder, RunCancelled, StandingRun } from '../contract.js';
import { type ControlDeps, stepOf, transact } from './deps.js';
import { refuseUnknown } from './known-staff.js';
import { requireReason } from './require-reason.js';

/**
 * Records that one person ends a run, and with it the review that it waits for: from then on nothing that it makes becomes
 * an event. Once is enough, whoever comes again.
 * @throws SluisError RoleMissing, DemoOnly, UsageInvalid, RunUnknown, RequestClosed
 */
export const makeRecordCancellation = (deps: ControlDeps) =>
  async function recordCancellation({ runId, by, reason }: CancelOrder): Promise<RunCancelled> {
    const as = roleFor('cancel', by.roles);
    refuseUnknown(deps, by.person, as);
    requireReason(reason);
    const identity = stepOf('cancel', 0);
    if (!identity.workflowId.startsWith(cancellationPrefix(runId)))
      throw new SluisError(
        'UsageInvalid',
        `Workflow ${identity.workflowId} begins nothing under another id.`,
      );
    return await transact(deps, async (client) => {
      await lockLog(client);
      // An attempt that was killed after its commit is the one that recorded it.
      if ((await findEvent(client, identity)) !== null) return { already: false };
      const state = await stateOf(client, runId);
      refuseUncancellable(runId, state);
      if (state === 'cancelled') return { already: true };
      const event: NewEvent<'runCancelled'> = {
        type: 'runCancelled',
        identity,
        occurredAt: deps.now(),
        actor: `person:${by.person}`,
        body: {
          runId,
          review: await openReview(client, runId),
          by: { ref: by.person, as, organisation: by.organisation },
          reason,
        },
      };
      await appendEvent(client, await withStaffReferences(client, event, deps.staffKey));
      return { already: false };
    });
  };

/** How a run stands in the log. @throws SluisError RunUnknown */
export const makeStandingRun = ({ pool }: ControlDeps) =>
  async function standingRun(runId: string): Promise<StandingRun> {
    const state = await withClient(pool, (client) => stateOf(client, runId));
    if (state === null) throw new SluisError('RunUnknown', `The catalog has no run ${runId}.`);
    return { state };
  };

/** Of a run of a theme: what workers make besides has no workflow of its own. */
async function stateOf(client: ClientBase, runId: string): Promise<RunLifeState | null> {
  const { rows } = await client.query<{ state: RunLifeState }>(
    `SELECT state FROM catalog.run WHERE run_id = $1 AND kind = 'theme'`,
    [runId],
  );
  return rows[0]?.state ?? null;
}

async function openReview(client: ClientBase, runId: string): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT request_id AS id FROM catalog.request
     WHERE kind = 'review' AND subject_kind = 'run' AND subject_id = $1 AND state = 'open'`,
    [runId],
  );
  return rows[0]?.id ?? null;
}
