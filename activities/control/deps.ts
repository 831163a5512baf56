import { activityInfo } from '@temporalio/activity';
import pg from 'pg';
import { inTransaction } from '../../catalog/append.js';
import type { EventIdentity } from '../../catalog/event-types.js';
import { SluisError } from '../../domain/errors.js';
import type { Organisation } from '../../policy/organisations.js';

export interface ControlDeps {
  readonly pool: pg.Pool;
  readonly mode: 'demo' | 'production';
  readonly organisations: readonly Organisation[];
  /** Instant in UTC, ISO 8601. */
  readonly now: () => string;
  /** Called after each commit: the signed checkpoint outside PostgreSQL follows the tree. */
  readonly committed: () => Promise<void>;
}

/** One transaction of the control role; what the driver says never leaves, because it may quote what was sent. */
export async function transact<T>(
  deps: ControlDeps,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(deps.pool);
  try {
    const result = await inTransaction(client, () => work(client));
    await deps.committed();
    return result;
  } catch (error) {
    throw error instanceof pg.DatabaseError ? catalogError(error) : error;
  } finally {
    client.release();
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch {
    throw new SluisError(
      'CatalogUnavailable',
      'The catalog does not answer; it is tried again. See: sluis status',
    );
  }
}

/** SQLSTATE classes 08, 40, 53, 57: the server is away, busy or stopping; everything else will not pass by itself. */
function catalogError(error: pg.DatabaseError): SluisError {
  const state = error.code ?? 'unknown';
  const passes = ['08', '40', '53', '57'].includes(state.slice(0, 2));
  const code = passes ? 'CatalogUnavailable' : 'CatalogConflict';
  return new SluisError(
    code,
    `The catalog refused a record (SQLSTATE ${state}, ${error.table ?? 'no table'}).`,
  );
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
