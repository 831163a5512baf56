import type { ClientBase } from 'pg';
import type { LandedPart } from '../../catalog/event-bodies.js';
import { SluisError } from '../../domain/errors.js';

/** One try at sending all parts, with a data key and a token digest of its own. */
export interface Attempt {
  readonly attempt: string;
  readonly deliveryId: string;
  readonly keyId: string;
  readonly tokenHash: string;
}

/** `<delivery>.<number>`, from 1. */
export function attemptName(deliveryId: string, number: number): string {
  return `${deliveryId}.${number}`;
}

/** Adds an attempt; the same again is harmless. */
export async function addAttempt(client: ClientBase, attempt: Attempt): Promise<void> {
  await client.query(
    `INSERT INTO catalog.vault_attempt (attempt, delivery_id, key_id, token_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT (attempt) DO NOTHING`,
    [attempt.attempt, attempt.deliveryId, attempt.keyId, attempt.tokenHash],
  );
}

/** All attempts of a delivery in their order. */
export async function attemptsOf(client: ClientBase, deliveryId: string): Promise<readonly Attempt[]> {
  const { rows } = await client.query<Attempt>(
    `SELECT attempt, delivery_id AS "deliveryId", key_id AS "keyId", token_hash AS "tokenHash"
     FROM catalog.vault_attempt WHERE delivery_id = $1 ORDER BY length(attempt), attempt`,
    [deliveryId],
  );
  return rows;
}

/** @throws SluisError TokenRefused: an unknown attempt is told from a wrong token by nobody outside */
export async function attemptNamed(client: ClientBase, name: string): Promise<Attempt> {
  const { rows } = await client.query<Attempt>(
    `SELECT attempt, delivery_id AS "deliveryId", key_id AS "keyId", token_hash AS "tokenHash"
     FROM catalog.vault_attempt WHERE attempt = $1`,
    [name],
  );
  const [found] = rows;
  if (found) return found;
  throw new SluisError('TokenRefused', 'The intake does not know this attempt or its token.');
}

/** Adds a stored part. @throws SluisError ObjectExists where the attempt has that part already */
export async function addPart(client: ClientBase, attempt: string, part: LandedPart): Promise<void> {
  const { rowCount } = await client.query(
    `INSERT INTO catalog.vault_part (attempt, part, object_key, bytes, sha256, cipher_sha256)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [attempt, part.part, part.key, part.bytes, part.sha256, part.cipherSha256],
  );
  if (rowCount === 1) return;
  throw new SluisError('ObjectExists', `Part ${part.part} of ${attempt} was sent already.`);
}

export async function partsOf(client: ClientBase, attempt: string): Promise<readonly LandedPart[]> {
  const { rows } = await client.query<Omit<LandedPart, 'bytes'> & { bytes: string }>(
    `SELECT part, object_key AS key, bytes, sha256, cipher_sha256 AS "cipherSha256"
     FROM catalog.vault_part WHERE attempt = $1 ORDER BY part`,
    [attempt],
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}
