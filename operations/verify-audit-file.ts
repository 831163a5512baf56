import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyId } from '../catalog/checkpoint.js';
import type { Verification } from '../catalog/finding.js';
import { readLogFileHeader, verifyLogFile } from '../catalog/verify-log-file.js';
import { SluisError } from '../domain/errors.js';

export interface AuditFileVerification extends Verification {
  /** Of the key that it was verified with, eight hexadecimal digits. */
  readonly keyId: string;
}

/**
 * An exported audit log, without any server: only what it holds itself, neither objects nor projections.
 * @throws SluisError UsageInvalid where it is no export
 */
export async function verifyAuditFile(
  chunks: AsyncIterable<Uint8Array>,
  publicKey: KeyObject,
): Promise<AuditFileVerification> {
  return { ...(await verifyLogFile(chunks, publicKey)), keyId: keyId(publicKey) };
}

/** The signed note of an exported audit log: what a live log is held against. @throws SluisError UsageInvalid */
export async function noteOfAuditFile(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return (await readLogFileHeader(chunks)).checkpoint;
}

/** A public key of a log, in PEM. @throws SluisError UsageInvalid */
export function readPublicKey(pem: string): KeyObject {
  const isPublic = pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----');
  try {
    const key = isPublic ? createPublicKey(pem) : null;
    if (key?.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below.
  }
  throw new SluisError(
    'UsageInvalid',
    'That is no public key of a log; it stands in credentials/checkpoint.pub of the lake.',
  );
}
