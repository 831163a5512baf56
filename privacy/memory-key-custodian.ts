import { randomBytes } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';
import { SluisError } from '../domain/errors.js';
import type { KeyAttestation, KeyCustodian, KeyLease, KeyPurpose } from './key-custodian.js';

interface HeldKey {
  readonly keyId: string;
  readonly secret: Buffer;
  readonly createdAt: string;
  destroyedAt?: string;
}

/** Keys of one process, gone with it: for tests and for runs that keep nothing. Nothing is wrapped. */
export function memoryKeyCustodian(): KeyCustodian {
  return new MemoryKeyCustodian();
}

class MemoryKeyCustodian implements KeyCustodian {
  /** By purpose; the key of epoch n stands at n - 1. */
  readonly #keys = new Map<string, HeldKey[]>();

  async createKey(purpose: KeyPurpose): Promise<KeyAttestation> {
    const held = this.#held(purpose);
    if (held.length === 0) held.push(newKey());
    if (held.at(-1)?.destroyedAt) throw keyDestroyed(purpose, held.length);
    return attestation(purpose, held, held.length);
  }

  async lease(purpose: KeyPurpose, epoch?: number): Promise<KeyLease> {
    const held = this.#held(purpose);
    const wanted = epoch ?? held.length;
    const key = find(purpose, held, wanted);
    if (key.destroyedAt) throw keyDestroyed(purpose, wanted);
    return new HeldLease(key.keyId, wanted, Uint8Array.from(key.secret));
  }

  async rotate(purpose: KeyPurpose): Promise<KeyAttestation> {
    refuseLandingRotation(purpose);
    const held = this.#held(purpose);
    if (held.length === 0) throw keyUnknown(purpose, 0);
    held.push(newKey());
    return attestation(purpose, held, held.length);
  }

  async destroy(purpose: KeyPurpose, epoch: number): Promise<KeyAttestation> {
    const held = this.#held(purpose);
    const key = find(purpose, held, epoch);
    key.secret.fill(0);
    key.destroyedAt ??= new Date().toISOString();
    return attestation(purpose, held, epoch);
  }

  async attest(purpose: KeyPurpose): Promise<readonly KeyAttestation[]> {
    const held = this.#held(purpose);
    return held.map((_key, index) => attestation(purpose, held, index + 1));
  }

  #held(purpose: KeyPurpose): HeldKey[] {
    const id = canonicalJson({ ...purpose });
    const held = this.#keys.get(id) ?? [];
    this.#keys.set(id, held);
    return held;
  }
}

function newKey(): HeldKey {
  return { keyId: newKeyId(), secret: randomBytes(32), createdAt: new Date().toISOString() };
}

function find(purpose: KeyPurpose, held: readonly HeldKey[], epoch: number): HeldKey {
  const key = held[epoch - 1];
  if (!key) throw keyUnknown(purpose, epoch);
  return key;
}

function attestation(purpose: KeyPurpose, held: readonly HeldKey[], epoch: number): KeyAttestation {
  const { keyId, createdAt, destroyedAt } = find(purpose, held, epoch);
  const base = { keyId, purpose, epoch, createdAt };
  if (destroyedAt) return { ...base, state: 'destroyed', destroyedAt };
  return { ...base, state: epoch === held.length ? 'active' : 'retired' };
}

/** A key in the memory of this process; printing or serialising the lease does not show the secret. */
export class HeldLease implements KeyLease {
  readonly keyId: string;
  readonly epoch: number;
  readonly #secret: Uint8Array;
  #released = false;

  /** @param secret becomes the lease's own, and is overwritten by `release()` */
  constructor(keyId: string, epoch: number, secret: Uint8Array) {
    this.keyId = keyId;
    this.epoch = epoch;
    this.#secret = secret;
  }

  get secret(): Uint8Array {
    if (this.#released) throw new SluisError('KeyUnavailable', `the lease of key ${this.keyId} was released`);
    return this.#secret;
  }

  release(): void {
    this.#released = true;
    this.#secret.fill(0);
  }
}

/** Random, so that an id says nothing about the purpose or the secret. */
export function newKeyId(): string {
  return `key-${randomBytes(16).toString('hex')}`;
}

export function purposeName(purpose: KeyPurpose): string {
  return purpose.kind === 'landing'
    ? `landing attempt ${purpose.attempt}`
    : `pseudonyms of ${purpose.entityType} in domain ${purpose.domain}`;
}

/** @param epoch 0 where any epoch would do */
export function keyUnknown(purpose: KeyPurpose, epoch: number): SluisError {
  const which = epoch > 0 ? `key of epoch ${epoch}` : 'key';
  return new SluisError(
    'KeyUnavailable',
    `there is no ${which} for ${purposeName(purpose)}; create it first`,
  );
}

export function keyDestroyed(purpose: KeyPurpose, epoch: number): SluisError {
  const message = `the key of epoch ${epoch} for ${purposeName(purpose)} was destroyed for good`;
  return new SluisError('KeyDestroyed', message, { epoch });
}

/** A landing attempt is written once under one key; a second epoch would outlive the first one's destruction. */
export function refuseLandingRotation(purpose: KeyPurpose): void {
  if (purpose.kind !== 'landing') return;
  throw new SluisError(
    'UsageInvalid',
    `the key of ${purposeName(purpose)} is not rotated: start a new attempt`,
  );
}
