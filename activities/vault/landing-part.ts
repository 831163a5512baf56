import type { Readable, Transform } from 'node:stream';
import type { LandedPart } from '../../catalog/event-bodies.js';
import { SluisError } from '../../domain/errors.js';
import type { ObjectStore } from '../../lake/object-store.js';
import type { KeyCustodian } from '../../privacy/key-custodian.js';
import { decryptStream, encryptStream } from '../../privacy/landing-cipher.js';

export interface LandingDeps {
  /** The landing zone. */
  readonly objects: ObjectStore;
  readonly keys: KeyCustodian;
}

export interface PartAddress {
  readonly deliveryId: string;
  /** Each attempt has its own data key; an interrupted one is begun anew, never resumed under the same key. */
  readonly attempt: string;
  /** 1 for the first. */
  readonly part: number;
}

/** Key of a part's object in landing. */
export const partKey = ({ deliveryId, attempt, part }: PartAddress) => `${deliveryId}/${attempt}/${part}`;

/**
 * Encrypts one part on its way into landing, in constant memory, and says what arrived. The plain bytes touch no disk.
 * Where the sender fails or `guard`, through which they pass first, refuses them, no object is left.
 */
export async function storePart(
  { objects, keys }: LandingDeps,
  address: PartAddress,
  body: Readable,
  { guard = null, signal }: { readonly guard?: Transform | null; readonly signal?: AbortSignal } = {},
): Promise<LandedPart> {
  const { attempt, part } = address;
  await keys.createKey({ kind: 'landing', attempt });
  const lease = await keys.lease({ kind: 'landing', attempt });
  const encryptor = encryptStream(lease.secret, { attempt, part });
  lease.release();
  // Who went away before is not heard of any more.
  if (body.destroyed) throw senderGone(address);
  const source = guard ? body.pipe(guard) : body;
  if (guard) body.once('error', (error) => guard.destroy(error));
  source.once('error', (error) => encryptor.destroy(error));
  source.pipe(encryptor);
  try {
    await objects.put(partKey(address), encryptor, signal);
  } catch (error) {
    // What the guard refused was not the store's fault.
    throw guard?.errored instanceof SluisError ? guard.errored : error;
  } finally {
    body.unpipe();
    source.unpipe(encryptor);
  }
  const { bytes, sha256, cipherSha256 } = encryptor.digests();
  return { part, key: partKey(address), bytes, sha256, cipherSha256 };
}

/** The plain bytes of a sealed part. They count as whole only once the stream has ended: until then a cut may follow. */
export async function openPart({ objects, keys }: LandingDeps, address: PartAddress): Promise<Readable> {
  const { attempt, part } = address;
  const lease = await keys.lease({ kind: 'landing', attempt });
  const plain = decryptStream(lease.secret, { attempt, part });
  lease.release();
  const stored = await objects.get(partKey(address));
  stored.once('error', () => {
    plain.destroy(
      new SluisError('StoreUnavailable', `part ${part} of ${address.deliveryId} broke off while it was read`),
    );
  });
  plain.once('close', () => stored.destroy());
  return stored.pipe(plain);
}

function senderGone({ attempt, part }: PartAddress): SluisError {
  return new SluisError('StoreUnavailable', `The sender of part ${part} of ${attempt} went away.`);
}
