import type { ClientBase } from 'pg';
import type { SealTable } from './seals.js';

/** A seal of a worker that an event names by its digest: the profile and the report stay behind, the event proves them. */
export interface SealDigest {
  readonly table: SealTable;
  readonly key: string;
  /** SHA-256 of the canonical JSON of the sealed body. */
  readonly sha256: string;
  /** The event that claims it. */
  readonly seq: number;
}

/** Every seal that the events claim by digest, in the order of the log. Needs a reader's rights only. */
export async function sealDigestsOf(client: ClientBase): Promise<readonly SealDigest[]> {
  const { rows } = await client.query<SealDigest>(
    `SELECT 'vault_profile' AS "table", 'profile:' || (body->>'deliveryId') AS key, body->>'profileHash' AS sha256,
       seq::int FROM reading.event WHERE type = 'deliveryProfiled'
     UNION ALL
     SELECT 'data_protection', 'protection:' || (body->>'releaseId'), body->>'reportHash', seq::int
     FROM reading.event WHERE type = 'protected' ORDER BY seq`,
  );
  return rows;
}
