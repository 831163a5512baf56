import type { ClientBase } from 'pg';
import type { DestroyedObject } from '../catalog/event-bodies.js';
import { type SealTable, seal, sealed } from '../catalog/seals.js';
import type { Json } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';
import type { ObjectStore } from '../lake/object-store.js';
import type { SealedDataset } from './sealed-dataset.js';

/**
 * A seal stays when its objects are removed. That they are is sealed under a key of its own, so that nobody takes what is
 * gone for what is made: the same bytes delivered again are made anew, under another key.
 */
const removedKey = (outputKey: string) => `removed:${outputKey}`;

/** The key under which what rests on `made` is sealed, or is to be: the first whose objects were never removed. */
export async function lastingKey(
  client: ClientBase,
  table: SealTable,
  prefix: string,
  made: Readonly<Record<string, Json>>,
): Promise<string> {
  for (let again = 0; ; again += 1) {
    const key = `${prefix}:${sha256Json(again === 0 ? made : { ...made, again })}`;
    if ((await sealed(client, table, removedKey(key))) === null) return key;
  }
}

/** A seal whose objects are to go. */
export interface Doomed {
  readonly outputKey: string;
  readonly dataset: SealedDataset;
}

/** Seals that objects are gone, and then removes them: whoever comes in between makes others. Harmless to repeat. */
export async function removeSealed(
  client: ClientBase,
  table: SealTable,
  store: ObjectStore,
  { outputKey, dataset }: Doomed,
): Promise<readonly DestroyedObject[]> {
  await seal(client, table, removedKey(outputKey), { removed: dataset.version });
  const { zone, objects } = dataset.manifest;
  for (const { key } of objects) await store.delete(key);
  return objects.map(({ key, sha256 }) => ({ zone, key, sha256 }));
}
