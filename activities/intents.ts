import type { ClientBase } from 'pg';
import type { Subject } from '../catalog/event-bodies.js';
import { type SealTable, seal } from '../catalog/seals.js';
import type { Zone } from '../domain/names.js';

/**
 * What a step is about to write, sealed before it writes anything: so what a stop, a crash or a failure left is found,
 * sealed or not.
 */
export interface Intent {
  /** `<kind>:<id>` of the delivery, dataset version, run or release that it is made for. */
  readonly madeFor: string;
  readonly outputKey: string;
  readonly zone: Zone;
  /** The keys of its objects begin so, and no others do. */
  readonly prefix: string;
}

export const madeFor = ({ kind, id }: Subject) => `${kind}:${id}`;

export async function sealIntent(client: ClientBase, table: SealTable, intent: Intent): Promise<void> {
  await seal(client, table, `intent:${intent.madeFor}:${intent.outputKey}`, { ...intent });
}

/** What was to be made for any of these, and what became one of these dataset versions; each output once. */
export async function intentsOf(
  client: ClientBase,
  table: SealTable,
  subjects: readonly Subject[],
  versions: readonly string[],
): Promise<readonly Intent[]> {
  const { rows } = await client.query<Intent>(
    `SELECT DISTINCT ON (i.body->>'outputKey') i.body->>'madeFor' AS "madeFor", i.body->>'outputKey' AS "outputKey",
       i.body->>'zone' AS zone, i.body->>'prefix' AS prefix
     FROM catalog.${table} i
     WHERE i.body->>'madeFor' = ANY($1) OR i.body->>'outputKey' IN (
       SELECT s.seal_key FROM catalog.${table} s WHERE s.body->>'version' = ANY($2))
     ORDER BY i.body->>'outputKey', i.body->>'madeFor' = ANY($1) DESC`,
    [subjects.map(madeFor), versions],
  );
  return rows;
}

/**
 * Keys under which something stands sealed that was made for this in a zone, by whatever code: first what the log knows,
 * then the oldest.
 */
export async function sealedFor(
  client: ClientBase,
  table: SealTable,
  subject: Subject,
  zone: Zone,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT s.seal_key AS key
     FROM catalog.${table} i JOIN catalog.${table} s ON s.seal_key = i.body->>'outputKey'
       LEFT JOIN catalog.dataset_version v ON v.version = s.body->>'version'
     WHERE i.body->>'madeFor' = $1 AND i.body->>'zone' = $2
     ORDER BY v.made_seq NULLS LAST, s.sealed_at, s.seal_key`,
    [madeFor(subject), zone],
  );
  return rows.map(({ key }) => key);
}
