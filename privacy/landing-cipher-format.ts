import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';
import { SluisError } from '../domain/errors.js';

/** Where an encrypted landing file belongs; bound into its keys and every chunk, so a file cannot stand in for another. */
export interface LandingContext {
  /** 1 to 200 visible ASCII characters. */
  readonly attempt: string;
  /** Number of the file in its attempt, from 0. */
  readonly part: number;
}

/*
 * A landing file is a header and chunks, by the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, "Online
 * authenticated-encryption and its nonce-reuse misuse-resistance", CRYPTO 2015):
 *   header  6 bytes magic, 1 byte version, 1 byte log2 of the chunk size, 32 bytes random salt
 *   chunk   AES-256-GCM of 2^log2 bytes of plaintext (the last one may be shorter), 16 bytes tag
 *   nonce   7 bytes prefix, 4 bytes chunk number (big endian), 1 byte: 1 for the last chunk, otherwise 0
 */
const MAGIC = Buffer.from('SLUISL', 'latin1');
const VERSION = 1;
const PREFIX_BYTES = 7;
const MAX_CHUNKS = 2 ** 32;
export const SALT_BYTES = 32;
export const HEADER_BYTES = 40;
export const KEY_BYTES = 32;
export const TAG_BYTES = 16;
/** 1 MiB of plaintext a chunk; also the most that a header may ask, as it sets the memory that reading takes. */
export const CHUNK_LOG2 = 20;

export type ChunkPlace = 'inner' | 'last';

/** What seals and opens the chunks of one file. */
export interface ChunkKeys {
  readonly key: Buffer;
  readonly prefix: Buffer;
  readonly aad: Buffer;
}

export function makeHeader(chunkLog2: number, salt: Uint8Array): Buffer {
  return Buffer.concat([MAGIC, Uint8Array.of(VERSION, chunkLog2), salt], HEADER_BYTES);
}

/** Bytes of plaintext in a whole chunk. @throws SluisError DigestMismatch where the header is not one of ours */
export function readChunkSize(header: Buffer, context: LandingContext): number {
  const chunkLog2 = header[MAGIC.length + 1] ?? Number.POSITIVE_INFINITY;
  const known = header.subarray(0, MAGIC.length).equals(MAGIC) && header[MAGIC.length] === VERSION;
  if (header.length !== HEADER_BYTES || !known || chunkLog2 > CHUNK_LOG2) throw tampered(context, 'header');
  return 2 ** chunkLog2;
}

/**
 * HKDF-SHA-256 (RFC 5869) of the data key: the header and the context are bound in, so a changed header opens nothing.
 * @throws SluisError UsageInvalid for a key that is not 32 bytes or a context out of its shape
 */
export function deriveChunkKeys(dataKey: Uint8Array, header: Buffer, context: LandingContext): ChunkKeys {
  checkUse(dataKey, context);
  const aad = Buffer.from(canonicalJson({ attempt: context.attempt, part: context.part }), 'utf8');
  const info = Buffer.concat([header, aad]);
  const salt = header.subarray(HEADER_BYTES - SALT_BYTES);
  const derived = Buffer.from(hkdfSync('sha256', dataKey, salt, info, KEY_BYTES + PREFIX_BYTES));
  return { key: derived.subarray(0, KEY_BYTES), prefix: derived.subarray(KEY_BYTES), aad };
}

/** @throws SluisError UsageInvalid */
export function checkUse(dataKey: Uint8Array, { attempt, part }: LandingContext): void {
  if (dataKey.length !== KEY_BYTES) {
    throw new SluisError('UsageInvalid', `a landing key has ${KEY_BYTES} bytes, not ${dataKey.length}`);
  }
  if (!/^[\x21-\x7e]{1,200}$/.test(attempt) || !Number.isSafeInteger(part) || part < 0) {
    throw new SluisError('UsageInvalid', 'a landing context is an attempt id and a part number from 0');
  }
}

/** @throws SluisError UsageInvalid after 2^32 chunks (4 PiB): a nonce is never used twice */
export function sealChunk(keys: ChunkKeys, counter: number, place: ChunkPlace, plain: Uint8Array): Buffer {
  if (counter >= MAX_CHUNKS) throw new SluisError('UsageInvalid', 'a landing file has at most 2^32 chunks');
  const cipher = createCipheriv('aes-256-gcm', keys.key, nonce(keys.prefix, counter, place));
  cipher.setAAD(keys.aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext of a chunk, or null where it is not the chunk that belongs at this place. */
export function openChunk(
  keys: ChunkKeys,
  counter: number,
  place: ChunkPlace,
  sealed: Uint8Array,
): Buffer | null {
  if (counter >= MAX_CHUNKS || sealed.length < TAG_BYTES) return null;
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', keys.key, nonce(keys.prefix, counter, place), options);
  decipher.setAAD(keys.aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return null;
  }
}

function nonce(prefix: Buffer, counter: number, place: ChunkPlace): Buffer {
  const bytes = Buffer.alloc(PREFIX_BYTES + 5);
  prefix.copy(bytes);
  bytes.writeUInt32BE(counter, PREFIX_BYTES);
  bytes[PREFIX_BYTES + 4] = place === 'last' ? 1 : 0;
  return bytes;
}

export function tampered({ attempt, part }: LandingContext, where: string): SluisError {
  return new SluisError(
    'DigestMismatch',
    `landing attempt ${attempt}, part ${part}: the stored file is not what was landed (${where}); land it again`,
    { attempt, part, where },
  );
}
