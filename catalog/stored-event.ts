import type { ClientBase, Pool } from 'pg';
import type { EventActor, StoredEvent } from './event-types.js';
import { identityOf } from './leaf.js';

/** The columns of catalog.event, in the order of `EventRow`. */
export const EVENT_COLUMNS =
  'seq, event_id, type, schema_version, occurred_at, recorded_at, actor, workflow_id, run_id, step, passage, trace_id, body, body_sha256, leaf_hash';

export interface EventRow {
  readonly seq: string;
  readonly event_id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly workflow_id: string;
  readonly run_id: string;
  readonly step: string;
  readonly passage: number;
  readonly trace_id: string | null;
  readonly body: unknown;
  readonly body_sha256: string;
  readonly leaf_hash: string;
}

export function storedEvent(row: EventRow): StoredEvent {
  return {
    seq: Number(row.seq),
    eventId: row.event_id,
    type: row.type,
    schemaVersion: row.schema_version,
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    actor: row.actor as EventActor,
    identity: identityOf({
      workflowId: row.workflow_id,
      runId: row.run_id,
      step: row.step,
      passage: row.passage,
    }),
    ...(row.trace_id === null ? {} : { traceId: row.trace_id }),
    body: row.body,
    bodySha256: row.body_sha256,
    leafHash: row.leaf_hash,
  } as StoredEvent;
}

const EVENTS_A_READ = 2_000;

/** All events in order, in constant memory. */
export async function* storedEvents(client: Pool | ClientBase): AsyncIterable<StoredEvent> {
  for (let last = -1; ; ) {
    const { rows } = await client.query<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM reading.event WHERE seq > $1 ORDER BY seq LIMIT ${EVENTS_A_READ}`,
      [last],
    );
    for (const row of rows) yield storedEvent(row);
    if (rows.length < EVENTS_A_READ) return;
    last = Number(rows.at(-1)?.seq);
  }
}
