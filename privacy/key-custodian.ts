/** What a key is for: pseudonyms of one (domain, entity type), or the bytes of one landing attempt. */
export type KeyPurpose =
  | { readonly kind: 'pseudonym'; readonly domain: string; readonly entityType: string }
  | { readonly kind: 'landing'; readonly attempt: string };

export interface KeyLease {
  readonly keyId: string;
  /** 1 for the first; a rotation makes the next. Landing keys have only one. */
  readonly epoch: number;
  /** 32 bytes; overwritten by `release()`. Never logged, never in an error. */
  readonly secret: Uint8Array;
  release(): void;
}

export interface KeyAttestation {
  readonly keyId: string;
  readonly purpose: KeyPurpose;
  readonly epoch: number;
  readonly state: 'active' | 'retired' | 'destroyed';
  readonly createdAt: string;
  readonly destroyedAt?: string;
}

/**
 * Keeps independent random keys, wrapped under a key-encryption key that stands apart from the data.
 * Errors: KeyUnavailable (unknown, destroyed, or the wrapping key is wrong).
 */
export interface KeyCustodian {
  /** Makes the first key for a purpose; the existing one where there is one already (also in a race). */
  createKey(purpose: KeyPurpose): Promise<KeyAttestation>;
  /** The active key, or the one of an epoch. */
  lease(purpose: KeyPurpose, epoch?: number): Promise<KeyLease>;
  rotate(purpose: KeyPurpose): Promise<KeyAttestation>;
  /** Deletes the wrapped key for good; the attestation stays. */
  destroy(purpose: KeyPurpose, epoch: number): Promise<KeyAttestation>;
  attest(purpose: KeyPurpose): Promise<readonly KeyAttestation[]>;
}
