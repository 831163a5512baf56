import type { ClientBase } from 'pg';

/** What the log held at an instant. */
export interface KnownAt {
  /** Events with a number below this were known: all before the first that was recorded later. */
  readonly events: number;
  /** False where the log could still record something at or before that instant. */
  readonly isPast: boolean;
}

/**
 * By the clock of the database, which recorded the events. Once an event was recorded after the instant, nothing that is
 * appended changes the answer, also where that clock was set back. Until then nothing can either: whoever is appending is
 * waited for, and who comes later records later.
 * @param tx a READ COMMITTED transaction
 * @param instant UTC, ISO 8601 with milliseconds
 */
export async function knownAt(tx: ClientBase, instant: string): Promise<KnownAt> {
  await tx.query("SET LOCAL lock_timeout = '10s'");
  // The lock of appends (append.ts), shared: whoever is appending now is done once it is ours.
  await tx.query('SELECT pg_advisory_xact_lock_shared(1936483699, 1)');
  const { rows } = await tx.query<{ events: string; isPast: boolean }>(
    `SELECT coalesce((SELECT min(seq) FROM reading.event WHERE recorded_at > $1::timestamptz),
       (SELECT max(seq) + 1 FROM reading.event), 0) AS events,
       clock_timestamp() > $1::timestamptz + interval '1 millisecond' AS "isPast"`,
    [instant],
  );
  const [known] = rows;
  return { events: Number(known?.events ?? 0), isPast: known?.isPast === true };
}
