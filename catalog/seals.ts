import type { ClientBase } from 'pg';
import { canonicalJson, type Json } from '../domain/canonical-json.js';
import { sha256Text } from '../domain/digest.js';
import { SluisError } from '../domain/errors.js';

/** Tables in which the vault and the data worker seal what they made; insert and read only, for their owner alone. */
export const SEAL_TABLES = [
  'vault_profile',
  'vault_object',
  'data_object',
  'data_risk',
  'data_protection',
] as const;
export type SealTable = (typeof SEAL_TABLES)[number];

export interface Seal<T> {
  readonly key: string;
  readonly body: T;
  /** SHA-256 of the canonical JSON of the body. */
  readonly sha256: string;
}

/** Seals a body under a key. First wins: a second attempt, whatever it made, gets what stands there already. */
export async function seal<T extends Json>(
  client: ClientBase,
  table: SealTable,
  key: string,
  body: T,
): Promise<Seal<T>> {
  const text = canonicalJson(body);
  await client.query(
    `INSERT INTO catalog.${table} (seal_key, body, body_sha256) VALUES ($1, $2, $3) ON CONFLICT (seal_key) DO NOTHING`,
    [key, text, sha256Text(text)],
  );
  const winner = await sealed<T>(client, table, key);
  if (winner) return winner;
  throw new SluisError('CatalogConflict', `The seal ${key} in ${table} was written and is not there.`);
}

/** What is sealed under a key, or null. DigestMismatch where the body is no longer the one that was sealed. */
export async function sealed<T extends Json>(
  client: ClientBase,
  table: SealTable,
  key: string,
): Promise<Seal<T> | null> {
  const { rows } = await client.query<{ body: T; sha256: string }>(
    `SELECT body, body_sha256 AS sha256 FROM catalog.${table} WHERE seal_key = $1`,
    [key],
  );
  const row = rows[0];
  if (!row) return null;
  if (sha256Text(canonicalJson(row.body)) !== row.sha256) {
    throw new SluisError(
      'DigestMismatch',
      `The seal ${key} in ${table} does not hold what was sealed; see: sluis audit verify`,
    );
  }
  return { key, ...row };
}
