import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { canonicalJson } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';
import { SluisError } from '../domain/errors.js';
import type { KeyAttestation, KeyCustodian, KeyLease, KeyPurpose } from './key-custodian.js';
import {
  HeldLease,
  keyDestroyed,
  keyUnknown,
  newKeyId,
  purposeName,
  refuseLandingRotation,
} from './memory-key-custodian.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Which key a wrapped secret is; bound into the wrapping, so one key file cannot stand in for another. */
interface KeyName {
  readonly keyId: string;
  readonly purpose: KeyPurpose;
  readonly epoch: number;
}

interface EpochRecord extends KeyName {
  readonly createdAt: string;
}

/**
 * Keys in a folder, wrapped under a key-encryption key (KEK) in a file that stands outside it. Files are made once and
 * never changed, so any number of processes may share the folder (on one file system with hard links):
 *   <keyId>.key                          nonce, 32 random bytes under AES-256-GCM, tag
 *   <purpose, SHA-256>/<epoch>.json            which key it is, and since when
 *   <purpose, SHA-256>/<epoch>.destroyed.json  since when it is gone
 * @throws SluisError KeyUnavailable where the KEK is absent, not 32 bytes or open to other accounts;
 *   UsageInvalid where it lies in the folder itself
 */
export async function fileKeyCustodian(place: { folder: string; kekFile: string }): Promise<KeyCustodian> {
  const folder = resolve(place.folder);
  const way = relative(folder, resolve(place.kekFile));
  if (way !== '..' && !way.startsWith(`..${sep}`)) {
    throw new SluisError(
      'UsageInvalid',
      'the key-encryption key may not lie in the folder of the keys it wraps',
    );
  }
  const kek = await readKek(place.kekFile);
  await makeFolder(folder);
  return new FileKeyCustodian(folder, kek);
}

/** Makes a key-encryption key (32 random bytes, mode 0600) where there is none; leaves an existing one as it is. */
export async function createKek(path: string): Promise<void> {
  await makeFolder(dirname(path));
  const kek = randomBytes(KEY_BYTES);
  await publish(path, kek);
  kek.fill(0);
}

class FileKeyCustodian implements KeyCustodian {
  readonly #folder: string;
  readonly #kek: Buffer;

  constructor(folder: string, kek: Buffer) {
    this.#folder = folder;
    this.#kek = kek;
  }

  async createKey(purpose: KeyPurpose): Promise<KeyAttestation> {
    if ((await this.#lastEpoch(purpose)) === 0) await this.#make(purpose, 1);
    const last = await this.#lastEpoch(purpose);
    const made = await this.#attestation(purpose, last, last);
    if (made.state === 'destroyed') throw keyDestroyed(purpose, last);
    return made;
  }

  async lease(purpose: KeyPurpose, epoch?: number): Promise<KeyLease> {
    const wanted = epoch ?? (await this.#lastEpoch(purpose));
    const record = await this.#record(purpose, wanted);
    const wrapped = await readIfThere(this.#keyFile(record.keyId));
    // Asked after the read: a destruction between the two is then told as what it is.
    if (await this.#destroyedAt(purpose, wanted)) throw keyDestroyed(purpose, wanted);
    const name = { keyId: record.keyId, purpose, epoch: wanted };
    const secret = wrapped && unwrap(this.#kek, name, wrapped);
    if (secret) return new HeldLease(record.keyId, wanted, secret);
    const why = wrapped ? 'does not open under this key-encryption key' : 'is gone without a record';
    throw new SluisError('KeyUnavailable', `key ${record.keyId} for ${purposeName(purpose)} ${why}`, {
      keyId: record.keyId,
      epoch: wanted,
    });
  }

  /** Where another process rotates at the same moment, both get the one new key. */
  async rotate(purpose: KeyPurpose): Promise<KeyAttestation> {
    refuseLandingRotation(purpose);
    const last = await this.#lastEpoch(purpose);
    if (last === 0) throw keyUnknown(purpose, 0);
    // Fails under another key-encryption key: one purpose may not get keys that need two of them.
    if (!(await this.#destroyedAt(purpose, last))) (await this.lease(purpose, last)).release();
    await this.#make(purpose, last + 1);
    return this.#attestation(purpose, last + 1, await this.#lastEpoch(purpose));
  }

  /** Removes first and records then: a record never promises more than was done, and a repeat finishes a broken one. */
  async destroy(purpose: KeyPurpose, epoch: number): Promise<KeyAttestation> {
    const { keyId } = await this.#record(purpose, epoch);
    await onDisk(rm(this.#keyFile(keyId), { force: true }));
    await syncFolder(this.#folder);
    const destroyed = { keyId, purpose, epoch, destroyedAt: new Date().toISOString() };
    await publish(this.#path(purpose, `${epoch}.destroyed.json`), Buffer.from(canonicalJson(destroyed)));
    return this.#attestation(purpose, epoch, await this.#lastEpoch(purpose));
  }

  async attest(purpose: KeyPurpose): Promise<readonly KeyAttestation[]> {
    const last = await this.#lastEpoch(purpose);
    const epochs = Array.from({ length: last }, (_, index) => index + 1);
    return Promise.all(epochs.map((epoch) => this.#attestation(purpose, epoch, last)));
  }

  /** The wrapped key comes before its record, so a record that won the race always has its key. */
  async #make(purpose: KeyPurpose, epoch: number): Promise<void> {
    const name: KeyName = { keyId: newKeyId(), purpose, epoch };
    const secret = randomBytes(KEY_BYTES);
    await writeNew(this.#keyFile(name.keyId), wrap(this.#kek, name, secret));
    secret.fill(0);
    await makeFolder(this.#path(purpose));
    await syncFolder(this.#folder);
    const record: EpochRecord = { ...name, createdAt: new Date().toISOString() };
    const outcome = await publish(
      this.#path(purpose, `${epoch}.json`),
      Buffer.from(canonicalJson({ ...record })),
    );
    if (outcome === 'was-there') await onDisk(rm(this.#keyFile(name.keyId)));
  }

  /** 0 where the purpose has no key; epochs follow on without gaps, since a record is never removed. */
  async #lastEpoch(purpose: KeyPurpose): Promise<number> {
    const names = (await onDisk(readdir(this.#path(purpose)).catch(nullIfAbsent))) ?? [];
    return Math.max(0, ...names.map((name) => Number(/^(\d+)\.json$/.exec(name)?.[1] ?? 0)));
  }

  async #attestation(purpose: KeyPurpose, epoch: number, last: number): Promise<KeyAttestation> {
    const { keyId, createdAt } = await this.#record(purpose, epoch);
    const destroyedAt = await this.#destroyedAt(purpose, epoch);
    const base = { keyId, purpose, epoch, createdAt };
    if (destroyedAt) return { ...base, state: 'destroyed', destroyedAt };
    return { ...base, state: epoch === last ? 'active' : 'retired' };
  }

  async #record(purpose: KeyPurpose, epoch: number): Promise<{ keyId: string; createdAt: string }> {
    const bytes = await readIfThere(this.#path(purpose, `${epoch}.json`));
    if (!bytes) throw keyUnknown(purpose, epoch);
    const keyId = member(bytes, 'keyId', purpose);
    // The id becomes a file name: nothing but an id of ours may.
    if (!/^key-[0-9a-f]{32}$/.test(keyId)) throw unreadable(purpose);
    return { keyId, createdAt: member(bytes, 'createdAt', purpose) };
  }

  async #destroyedAt(purpose: KeyPurpose, epoch: number): Promise<string | null> {
    const bytes = await readIfThere(this.#path(purpose, `${epoch}.destroyed.json`));
    return bytes && member(bytes, 'destroyedAt', purpose);
  }

  #keyFile(keyId: string): string {
    return join(this.#folder, `${keyId}.key`);
  }

  #path(purpose: KeyPurpose, ...names: string[]): string {
    return join(this.#folder, sha256Json({ ...purpose }), ...names);
  }
}

function wrap(kek: Buffer, name: KeyName, secret: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', kek, nonce);
  cipher.setAAD(Buffer.from(canonicalJson({ ...name })));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** Null under another KEK and for a file that was changed or belongs to another key: these cannot be told apart. */
function unwrap(kek: Buffer, name: KeyName, wrapped: Buffer): Uint8Array | null {
  if (wrapped.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', kek, wrapped.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(canonicalJson({ ...name })));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  const secret = decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
    return secret;
  } catch {
    secret.fill(0);
    return null;
  }
}

async function readKek(path: string): Promise<Buffer> {
  const file = await onDisk(open(path, 'r'));
  try {
    const { mode } = await onDisk(file.stat());
    const kek = await onDisk(file.readFile());
    if (kek.length === KEY_BYTES && (mode & 0o077) === 0) return kek;
  } finally {
    await file.close();
  }
  throw new SluisError(
    'KeyUnavailable',
    `the key-encryption key must be a file of ${KEY_BYTES} bytes, mode 0600`,
  );
}

function member(bytes: Buffer, name: string, purpose: KeyPurpose): string {
  try {
    const value = (JSON.parse(bytes.toString('utf8')) as Record<string, unknown> | null)?.[name];
    if (typeof value === 'string') return value;
  } catch {
    // Said below: the parser's own message quotes the text.
  }
  throw unreadable(purpose);
}

function unreadable(purpose: KeyPurpose): SluisError {
  return new SluisError('KeyUnavailable', `a key record for ${purposeName(purpose)} is damaged; restore it`);
}

/** A record appears whole or not at all, and link() lets one of all writers win. */
async function publish(path: string, bytes: Uint8Array): Promise<'made' | 'was-there'> {
  const draft = join(dirname(path), `.${randomUUID()}.draft`);
  try {
    await writeNew(draft, bytes);
    const won = await onDisk(link(draft, path).then(() => true, falseIfThere));
    return won ? 'made' : 'was-there';
  } finally {
    await onDisk(rm(draft, { force: true }));
    await syncFolder(dirname(path));
  }
}

/** Not by a draft: a draft left by a killed process would be a copy of the key that `destroy` does not know. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file = await onDisk(open(path, 'wx', 0o600));
  try {
    await onDisk(file.writeFile(bytes));
    await onDisk(file.sync());
  } finally {
    await file.close();
  }
}

async function makeFolder(path: string): Promise<void> {
  await onDisk(mkdir(path, { recursive: true, mode: 0o700 }));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await onDisk(open(path, 'r'));
  try {
    await onDisk(folder.sync());
  } finally {
    await folder.close();
  }
}

function readIfThere(path: string): Promise<Buffer | null> {
  return onDisk(readFile(path).catch(nullIfAbsent));
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function falseIfThere(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false;
  throw error;
}

/** Says the code of the file system and no path. */
async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new SluisError('KeyUnavailable', `the key files cannot be used (${code})`, { reason: code });
  }
}
