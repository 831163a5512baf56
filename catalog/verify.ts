import type { ClientBase, Pool } from 'pg';
import type { Checkpoint } from './checkpoint.js';
import { rootOf } from './checkpoint-keeper.js';
import { bodySha256, eventLeafHash } from './leaf.js';
import { EVENT_COLUMNS, type EventRow, storedEvent } from './stored-event.js';

export interface Finding {
  readonly what: 'event-changed' | 'event-missing' | 'events-cut' | 'history-rewritten' | 'no-checkpoint';
  /** Sequence number or range: where to look. */
  readonly place: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  /** Events that the signed checkpoint covers. */
  readonly signed: number;
  readonly findings: readonly Finding[];
}

/**
 * Checks every event against its own hash, the sequence for gaps, and the whole against the checkpoint that was signed
 * outside the database: the tree must extend it. Projections and objects are not looked at here.
 */
export async function verifyEvents(
  client: Pool | ClientBase,
  checkpoint: Checkpoint | null,
): Promise<Verification> {
  const { rows } = await client.query<EventRow>(`SELECT ${EVENT_COLUMNS} FROM reading.event ORDER BY seq`);
  const events = rows.map(storedEvent);
  const findings: Finding[] = [];
  const leaves = events.map((event, index) => {
    const place = `event ${event.seq}`;
    const leaf = eventLeafHash(event, event.schemaVersion);
    const isWhole = leaf === event.leafHash && bodySha256(event.body) === event.bodySha256;
    if (!isWhole) findings.push({ what: 'event-changed', place });
    if (event.seq !== index && events[index - 1]?.seq !== event.seq - 1) {
      findings.push({ what: 'event-missing', place: `before ${place}` });
    }
    return leaf;
  });
  findings.push(...againstCheckpoint(leaves, checkpoint));
  return { ok: findings.length === 0, events: events.length, signed: checkpoint?.size ?? 0, findings };
}

function againstCheckpoint(leaves: readonly string[], checkpoint: Checkpoint | null): Finding[] {
  if (checkpoint === null) return leaves.length === 0 ? [] : [{ what: 'no-checkpoint', place: 'audit zone' }];
  const { size, root } = checkpoint;
  if (leaves.length < size) return [{ what: 'events-cut', place: `events ${leaves.length} to ${size - 1}` }];
  return rootOf(leaves, size) === root
    ? []
    : [{ what: 'history-rewritten', place: `events 0 to ${size - 1}` }];
}
