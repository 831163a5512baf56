import { activityInfo } from '@temporalio/activity';
import type pg from 'pg';
import type { EventIdentity } from '../../catalog/event-types.js';
import type { StaffKey } from '../../catalog/staff.js';
import { SluisError } from '../../domain/errors.js';
import type { RoleAssignment } from '../../domain/role-assignments.js';
import type { Organisation } from '../../policy/organisations.js';
import type { ThemeShelf } from '../../policy/schema/theme-bundle.js';
import { withTransaction } from '../catalog-session.js';

export interface ControlDeps {
  readonly pool: pg.Pool;
  readonly mode: 'demo' | 'production';
  readonly organisations: readonly Organisation[];
  readonly themes: ThemeShelf;
  readonly staffKey: StaffKey;
  /** Who has which role by whom; empty where nobody keeps it, as outside the demo. */
  readonly assignments: readonly RoleAssignment[];
  /** Instant in UTC, ISO 8601. */
  readonly now: () => string;
  /** Called after each commit: the signed checkpoint outside PostgreSQL follows the tree. */
  readonly committed: () => Promise<void>;
}

/** One transaction of the control role, and then the checkpoint that covers it. */
export async function transact<T>(
  deps: ControlDeps,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const result = await withTransaction(deps.pool, work);
  await deps.committed();
  return result;
}

/** The identity of a step in the run that calls it. */
export function stepOf(step: string, passage: number): EventIdentity {
  const { workflowExecution } = activityInfo();
  return { kind: 'step', ...workflowOf(workflowExecution), step, passage };
}

export function decisionOf(key: string): EventIdentity {
  const { workflowId } = workflowOf(activityInfo().workflowExecution);
  return { kind: 'decision', workflowId, key };
}

function workflowOf(execution: { workflowId: string; runId: string } | undefined) {
  if (!execution) throw new SluisError('UsageInvalid', 'this step belongs to a workflow');
  return { workflowId: execution.workflowId, runId: execution.runId };
}
