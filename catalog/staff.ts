import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { SluisError } from '../domain/errors.js';

/**
 * The key of control under which names of staff are sealed and found again. Its id tells keys apart and says nothing of
 * them. Without the key the rows lead to nobody; without a row a reference does not either.
 */
export interface StaffKey {
  readonly id: string;
  /** Seals the name: AES-256-GCM, 32 bytes. */
  readonly sealing: Uint8Array;
  /** Finds a person again: HMAC-SHA-256, 32 bytes. */
  readonly finding: Uint8Array;
}

const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @throws SluisError UsageInvalid where the secret is not 32 bytes */
export function staffKeyFrom(secret: Uint8Array): StaffKey {
  if (secret.length !== SECRET_BYTES)
    throw new SluisError('UsageInvalid', `A staff key has ${SECRET_BYTES} bytes, this one ${secret.length}.`);
  const derived = (use: string) => new Uint8Array(hkdfSync('sha256', secret, '', `sluis/staff/${use}`, 32));
  const id = createHash('sha256').update(derived('id')).digest('hex').slice(0, 8);
  return { id, sealing: derived('sealing'), finding: derived('finding') };
}

/**
 * The reference under which events speak of a natural person: HMAC-SHA-256 of the name that the system knows (the `person`
 * of an actor, so that two accounts of one person stay one person) under a salt that only its row holds, 64 hexadecimal
 * digits. The same name gets the same one until it is forgotten, then another that nothing joins to the first. Call it
 * before the append of the same transaction, never after: both wait for locks.
 */
export async function staffReference(
  client: Pool | ClientBase,
  name: string,
  key: StaffKey,
): Promise<string> {
  const lookup = lookupOf(name, key);
  const known = await referenceAt(client, lookup);
  if (known !== null) return known;
  const salt = randomBytes(SECRET_BYTES);
  const ref = createHmac('sha256', salt).update(name).digest('hex');
  await client.query(
    `INSERT INTO catalog.pii_vault (ref, lookup, salt, ciphertext, key_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (lookup) DO NOTHING`,
    [ref, lookup, salt, sealName(name, ref, key), key.id],
  );
  // Not ours where another was first.
  return (await referenceAt(client, lookup)) ?? ref;
}

/**
 * The name behind a reference, null where it was forgotten or never known. Reads what a reader may read.
 * @throws SluisError KeyUnavailable under another key, DigestMismatch where the row is not the one that was sealed
 */
export async function nameOfStaff(
  client: Pool | ClientBase,
  ref: string,
  key: StaffKey,
): Promise<string | null> {
  const { rows } = await client.query<{ ciphertext: Buffer; key_id: string }>(
    'SELECT ciphertext, key_id FROM reading.staff WHERE ref = $1',
    [ref],
  );
  const row = rows[0];
  if (!row) return null;
  if (row.key_id !== key.id)
    throw new SluisError(
      'KeyUnavailable',
      `The name behind ${ref} is sealed under the staff key ${row.key_id}.`,
    );
  return openName(row.ciphertext, ref, key);
}

/**
 * Forgets who stands behind a reference: events and proofs stay as they are, nobody can name the person any more. Answers
 * whether there was a name. PostgreSQL drops the deleted bytes, sealed as they are, at its next vacuum; backups hold them
 * until they are replaced.
 */
export async function forgetStaff(client: Pool | ClientBase, ref: string): Promise<boolean> {
  const { rowCount } = await client.query('DELETE FROM catalog.pii_vault WHERE ref = $1', [ref]);
  return rowCount === 1;
}

/** The reference that a name has already, null where it has none. Writes nothing and waits for no lock. */
export async function knownReference(
  client: Pool | ClientBase,
  name: string,
  key: StaffKey,
): Promise<string | null> {
  return await referenceAt(client, lookupOf(name, key));
}

function lookupOf(name: string, key: StaffKey): string {
  return createHmac('sha256', key.finding).update(name).digest('hex');
}

async function referenceAt(client: Pool | ClientBase, lookup: string): Promise<string | null> {
  const { rows } = await client.query<{ ref: string }>(
    'SELECT ref FROM catalog.pii_vault WHERE lookup = $1',
    [lookup],
  );
  return rows[0]?.ref ?? null;
}

/** Nonce, tag, ciphertext; bound to the reference, so that two rows cannot change names. */
function sealName(name: string, ref: string, key: StaffKey): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.sealing, nonce).setAAD(Buffer.from(ref));
  const sealed = Buffer.concat([cipher.update(name, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function openName(row: Buffer, ref: string, key: StaffKey): string {
  try {
    const nonce = row.subarray(0, NONCE_BYTES);
    const tag = row.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key.sealing, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(ref)).setAuthTag(tag);
    const sealed = row.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
  } catch {
    throw new SluisError('DigestMismatch', `The sealed name behind ${ref} is not the one that was written.`);
  }
}
