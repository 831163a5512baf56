import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { SluisError } from '../domain/errors.js';

/** A tree of events: how many leaves, and the root over them (RFC 6962). */
export interface Checkpoint {
  readonly size: number;
  /** 32 bytes in hexadecimal. */
  readonly root: string;
}

/** Origin line and key name; a log that moves keeps it. */
export const LOG_ORIGIN = 'sluis/catalog';
const ED25519 = 0x01;
const SIGNED =
  /^(?<text>(?<origin>[^\n]+)\n(?<size>0|[1-9]\d*)\n(?<root>[A-Za-z0-9+/]{43}=)\n)\n— (?<name>\S+) (?<signature>[A-Za-z0-9+/=]+)\n$/u;

/** A checkpoint as a signed note (C2SP tlog-checkpoint over C2SP signed-note, Ed25519). */
export function signCheckpoint({ size, root }: Checkpoint, privateKey: KeyObject): string {
  const text = `${LOG_ORIGIN}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;
  const signature = sign(null, Buffer.from(text), privateKey);
  const named = Buffer.concat([keyId(createPublicKey(privateKey)), signature]);
  return `${text}\n— ${LOG_ORIGIN} ${named.toString('base64')}\n`;
}

/** @throws SluisError ChainBroken where the note is not of this log, not whole or not signed by this key */
export function openCheckpoint(note: string, publicKey: KeyObject): Checkpoint {
  const parts = SIGNED.exec(note)?.groups;
  if (!parts || parts.origin !== LOG_ORIGIN || parts.name !== LOG_ORIGIN) {
    throw new SluisError('ChainBroken', 'The checkpoint is no signed note of this log.');
  }
  const signature = Buffer.from(parts.signature ?? '', 'base64');
  const isOurs = signature.subarray(0, 4).equals(keyId(publicKey));
  if (!isOurs || !verify(null, Buffer.from(parts.text ?? ''), publicKey, signature.subarray(4))) {
    throw new SluisError(
      'ChainBroken',
      'The signature of the checkpoint does not hold under the key of this log.',
    );
  }
  return { size: Number(parts.size), root: Buffer.from(parts.root ?? '', 'base64').toString('hex') };
}

/** First four bytes of SHA-256(name, newline, type, public key). */
function keyId(publicKey: KeyObject): Buffer {
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return createHash('sha256')
    .update(`${LOG_ORIGIN}\n`)
    .update(Buffer.from([ED25519]))
    .update(raw)
    .digest()
    .subarray(0, 4);
}
