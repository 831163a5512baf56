import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import type { ClientBase } from 'pg';
import type { DestroyedObject, Subject } from '../catalog/event-bodies.js';
import { type SealTable, seal, sealed } from '../catalog/seals.js';
import type { Json } from '../domain/canonical-json.js';
import type { Zone } from '../domain/names.js';
import type { ObjectStore } from '../lake/object-store.js';
import { withClient, withTransaction } from './catalog-session.js';
import type { RemovedCopy } from './contract.js';
import { isHeldVersion } from './held-version.js';
import { type Intent, intentsOf } from './intents.js';
import { lockOutput, removedKey } from './output-keys.js';
import { type SealedDataset, sealedUnder } from './sealed-dataset.js';

/** What one worker removes from. */
export interface Removing {
  readonly pool: pg.Pool;
  readonly table: SealTable;
  /** Its own zones, in which copies lie. */
  readonly stores: Partial<Record<Zone, ObjectStore>>;
  /** SQL that answers, as `<kind>:<id>`, for what the worker still makes or has made something. */
  readonly underWay: string;
}

/**
 * Removes what was made, or begun, for something that stands in quarantine, and what these versions of it are. What another
 * rests on stays: a version that is current, or an output that is being made for another too. Harmless to repeat: it
 * answers the same.
 */
export async function removeOutputs(
  removing: Removing,
  subject: Subject,
  versions: readonly string[],
): Promise<readonly RemovedCopy[]> {
  const made = versions.map((id) => ({ kind: 'dataset-version', id }) as const);
  const removed = await removeMade(removing, [subject, ...made], versions);
  return removed.filter(({ of, objects }) => of !== null || objects.length > 0);
}

/**
 * Removes what a version in quarantine is, and nothing that was made of it. Whoever does it looks for a legal hold itself:
 * one may have been placed since it was asked. Null where one stands.
 */
export async function removeVersion(
  removing: Removing,
  version: string,
): Promise<readonly DestroyedObject[] | null> {
  if (await withClient(removing.pool, (client) => isHeldVersion(client, version))) return null;
  return (await removeMade(removing, [], [version])).flatMap(({ objects }) => objects);
}

async function removeMade(
  removing: Removing,
  subjects: readonly Subject[],
  versions: readonly string[],
): Promise<readonly RemovedCopy[]> {
  const { pool, table, stores } = removing;
  const intents = await withClient(pool, (client) => intentsOf(client, table, subjects, versions));
  const removed: RemovedCopy[] = [];
  for (const intent of intents) {
    // What was published is taken back by a step of its own.
    const store = stores[intent.zone];
    if (!store) continue;
    const lying = await objectsUnder(removing, store, intent);
    const mark = await withTransaction(pool, (client) => markRemoved(client, removing, intent, lying));
    if (mark === null) continue;
    for (const { key } of mark.objects) await store.delete(key);
    const of = await withClient(pool, (client) => recordedVersion(client, intent, mark));
    removed.push({ of, objects: mark.objects });
  }
  return removed;
}

/** What the seal says lies there, and what lies there besides: by a step that was killed before it sealed. */
async function objectsUnder(
  { pool, table }: Removing,
  store: ObjectStore,
  { outputKey, zone, prefix }: Intent,
): Promise<readonly DestroyedObject[]> {
  const dataset = await withClient(pool, (client) => sealedUnder(client, table, outputKey));
  const objects = placesOf(dataset);
  const known = new Set(objects.map(({ key }) => key));
  for await (const { key } of store.list(prefix))
    if (!known.has(key)) objects.push({ zone, key, sha256: await digestOf(store, key) });
  return objects;
}

const placesOf = (dataset: SealedDataset | null): DestroyedObject[] =>
  (dataset?.manifest.objects ?? []).map(({ key, sha256 }) => ({
    zone: dataset?.manifest.zone as Zone,
    key,
    sha256,
  }));

async function digestOf(store: ObjectStore, key: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(await store.get(key), hash);
  return hash.digest('hex');
}

interface Mark {
  /** The version that was sealed, where one was. */
  readonly removed: string | null;
  readonly objects: readonly DestroyedObject[];
}

/** Seals that objects are gone before they go: whoever comes from now on makes others. Null where another rests on them. */
async function markRemoved(
  client: ClientBase,
  removing: Removing,
  intent: Intent,
  lying: readonly DestroyedObject[],
): Promise<Mark | null> {
  const { table } = removing;
  const { outputKey } = intent;
  await lockOutput(client, outputKey);
  const before = await sealed(client, table, removedKey(outputKey));
  if (before !== null) return before.body as unknown as Mark;
  if (await isRestedOn(client, removing, intent)) return null;
  const dataset = await sealedUnder(client, table, outputKey);
  const objects = new Map([...lying, ...placesOf(dataset)].map((object) => [object.key, object]));
  const mark: Mark = { removed: dataset?.version ?? null, objects: [...objects.values()] };
  const { body } = await seal(client, table, removedKey(outputKey), mark as unknown as Json);
  return body as unknown as Mark;
}

/** The version that events name, to which what was removed belongs: it itself, or what it was made of. */
async function recordedVersion(
  client: ClientBase,
  { madeFor }: Intent,
  { removed }: Mark,
): Promise<string | null> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT version FROM catalog.dataset_version WHERE version = $1 OR 'dataset-version:' || version = $2`,
    [removed, madeFor],
  );
  return rows[0]?.version ?? null;
}

/** What stands in the catalog goes where it is not current; of what does not, nobody else may be waiting for it. */
async function isRestedOn(
  client: ClientBase,
  { table, underWay }: Removing,
  { outputKey }: Intent,
): Promise<boolean> {
  const { rows } = await client.query<{ state: string }>(
    `SELECT v.state FROM catalog.${table} s JOIN catalog.dataset_version v ON v.version = s.body->>'version'
     WHERE s.seal_key = $1`,
    [outputKey],
  );
  if (rows[0]) return rows[0].state === 'current';
  const { rowCount } = await client.query(
    `SELECT FROM catalog.${table} WHERE body->>'outputKey' = $1 AND body->>'madeFor' IN (${underWay})`,
    [outputKey],
  );
  return rowCount !== 0;
}
