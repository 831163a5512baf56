import type { ClientBase } from 'pg';
import { type SealTable, sealed } from '../catalog/seals.js';
import type { Json } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';

/** The key under which what a step makes is sealed: given, or the digest of all that it is made of. */
export type KeyOf = string | { readonly prefix: string; readonly made: Readonly<Record<string, Json>> };

/** The n-th key: what was removed is made anew under the next one. Null where there is only one. */
export function outputKey(of: KeyOf, again: number): string | null {
  if (typeof of === 'string') return again === 0 ? of : null;
  const { prefix, made } = of;
  return `${prefix}:${sha256Json(again === 0 ? made : { ...made, again })}`;
}

/**
 * A seal stays when its objects are removed. That they are is sealed under a key of its own, so that nobody takes what is
 * gone for what is made.
 */
export const removedKey = (outputKey: string) => `removed:${outputKey}`;

/** Lets nobody else begin, seal or remove what this key names, until the transaction ends. */
export async function lockOutput(tx: ClientBase, outputKey: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(1936483700, hashtext($1))', [outputKey]);
}

/** Whether what is sealed under a key is removed, or is to be: the version that it was stands in quarantine. */
export async function isLost(client: ClientBase, table: SealTable, outputKey: string): Promise<boolean> {
  if ((await sealed(client, table, removedKey(outputKey))) !== null) return true;
  const { rowCount } = await client.query(
    `SELECT FROM catalog.${table} s JOIN catalog.dataset_version v ON v.version = s.body->>'version'
     WHERE s.seal_key = $1 AND v.state <> 'current'`,
    [outputKey],
  );
  return rowCount !== 0;
}
