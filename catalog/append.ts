import type { ClientBase } from 'pg';
import { SluisError } from '../domain/errors.js';
import type { EventType } from '../domain/names.js';
import { applyChanges } from './apply-changes.js';
import { EVENT_SCHEMA_VERSION, type EventIdentity, type NewEvent, type StoredEvent } from './event-types.js';
import { bodySha256, identityColumns, leafToAppend } from './leaf.js';
import { project } from './project.js';
import { EVENT_COLUMNS, type EventRow, storedEvent } from './stored-event.js';

/** The trigger takes the same lock; taken before the look-up it makes "first wins" free of races. */
const APPEND_LOCK = 'SELECT pg_advisory_xact_lock(1936483699, 1)';

/** Lets nobody else append until the transaction ends: what is read now still holds when the event is appended. */
export async function lockLog(tx: ClientBase): Promise<void> {
  await tx.query(APPEND_LOCK);
}

/**
 * Appends one event with its projections, inside the caller's READ COMMITTED transaction. The same identity with the same
 * type, actor and body is a no-op that returns the stored event (its first `occurredAt` stays).
 * @throws SluisError CatalogConflict where the identity has another body, or speaks of something unknown; ContractInvalid or
 *   UsageInvalid where the event is too long for an entry of the log.
 */
export async function appendEvent<T extends EventType>(
  tx: ClientBase,
  event: NewEvent<T>,
): Promise<StoredEvent<T>> {
  await lockLog(tx);
  const own = { ...event, identity: await continued(tx, event.identity) } as NewEvent;
  const existing = await findEvent(tx, own.identity);
  if (existing) return sameEvent(existing, own) as StoredEvent<T>;
  return (await insertEvent(tx, own)) as StoredEvent<T>;
}

/**
 * Makes an event only where its identity is still free: a gate is asked once a passage, and a second attempt, with another
 * clock, reads the first answer.
 */
export async function appendFirst(
  tx: ClientBase,
  identity: EventIdentity,
  make: () => Promise<NewEvent>,
): Promise<StoredEvent> {
  await lockLog(tx);
  const own = await continued(tx, identity);
  return (await findEvent(tx, own)) ?? (await appendEvent(tx, { ...(await make()), identity: own }));
}

/** Ends with a number that PostgreSQL gives out once: one request, however often its workflow is started. */
const NUMBERED = /^(onboard|deliver|run|release|resume|unhold):.+:[0-9]+$/;

/**
 * A request whose workflow was started again, because Temporal had forgotten it, continues the run that the catalog knows:
 * its steps find what they recorded before, and nothing is recorded twice. Its gates are asked again: a verdict is of its
 * moment, and much may have happened since.
 */
async function continued(tx: ClientBase, identity: EventIdentity): Promise<EventIdentity> {
  if (identity.kind !== 'step' || identity.step.startsWith('gate:')) return identity;
  if (!NUMBERED.test(identity.workflowId)) return identity;
  const { rows } = await tx.query<{ run_id: string }>(
    `SELECT run_id FROM catalog.event WHERE workflow_id = $1 AND run_id <> '' ORDER BY seq LIMIT 1`,
    [identity.workflowId],
  );
  return { ...identity, runId: rows[0]?.run_id ?? identity.runId };
}

export async function findEvent(client: ClientBase, identity: EventIdentity): Promise<StoredEvent | null> {
  const { workflowId, runId, step, passage } = identityColumns(identity);
  const { rows } = await client.query<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM catalog.event
     WHERE workflow_id = $1 AND run_id = $2 AND step = $3 AND passage = $4`,
    [workflowId, runId, step, passage],
  );
  return rows[0] ? storedEvent(rows[0]) : null;
}

/** Runs work in one READ COMMITTED transaction of a connection; rolls back where it throws. */
export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function sameEvent(stored: StoredEvent, event: NewEvent): StoredEvent {
  const same =
    stored.type === event.type &&
    stored.actor === event.actor &&
    stored.bodySha256 === bodySha256(event.body);
  if (same) return stored;
  throw new SluisError(
    'CatalogConflict',
    `Event ${stored.seq} (${stored.type}) has this identity and says something else.`,
    { seq: stored.seq, type: event.type },
  );
}

async function insertEvent(tx: ClientBase, given: NewEvent): Promise<StoredEvent> {
  const event = { ...given, occurredAt: instant(given.occurredAt) } as NewEvent;
  const { workflowId, runId, step, passage } = identityColumns(event.identity);
  const leaf = leafToAppend(event).toString('hex');
  const { rows } = await tx.query<EventRow>(
    `INSERT INTO catalog.event (type, schema_version, occurred_at, actor, workflow_id, run_id, step, passage, trace_id,
       body, body_sha256, leaf_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${EVENT_COLUMNS}`,
    [
      event.type,
      EVENT_SCHEMA_VERSION,
      event.occurredAt,
      event.actor,
      workflowId,
      runId,
      step,
      passage,
      event.traceId ?? null,
      JSON.stringify(event.body),
      bodySha256(event.body),
      leaf,
    ],
  );
  const stored = storedEvent(rows[0]!);
  await applyChanges(tx, 'catalog', project(stored));
  return stored;
}

function instant(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new SluisError('UsageInvalid', 'An event needs an instant in ISO 8601.');
  return time.toISOString();
}
