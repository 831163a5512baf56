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
/** Origin, size, root, and lines of extensions, which are signed too and mean nothing here. */
const TEXT = /^(?<origin>[^\n]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;
const SIGNATURE = /^— (?<name>[^\s+]+) (?<signature>[A-Za-z0-9+/]+={0,2})$/u;
/** As many as C2SP asks a reader to take. */
const MOST_SIGNATURES = 16;

/** A checkpoint as a signed note (C2SP tlog-checkpoint over C2SP signed-note, Ed25519). */
export function signCheckpoint({ size, root }: Checkpoint, privateKey: KeyObject): string {
  const text = `${LOG_ORIGIN}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;
  const signature = sign(null, Buffer.from(text), privateKey);
  const named = Buffer.concat([Buffer.from(keyId(createPublicKey(privateKey)), 'hex'), signature]);
  return `${text}\n— ${LOG_ORIGIN} ${named.toString('base64')}\n`;
}

/**
 * Reads a note that this key signed; signatures of others (witnesses) may stand beside ours and are not looked at.
 * @throws SluisError ChainBroken where the note is not of this log, not whole or not signed by this key
 */
export function openCheckpoint(note: string, publicKey: KeyObject): Checkpoint {
  const { text, signatures } = partsOf(note);
  const { origin, size, root } = TEXT.exec(text)?.groups ?? {};
  if (origin !== LOG_ORIGIN || !Number.isSafeInteger(Number(size))) throw notANote();
  const ours = signatures.filter(({ name, bytes }) => {
    return name === LOG_ORIGIN && bytes.subarray(0, 4).toString('hex') === keyId(publicKey);
  });
  const holds = ours.every(({ bytes }) => verify(null, Buffer.from(text), publicKey, bytes.subarray(4)));
  if (ours.length === 0 || !holds) {
    throw new SluisError(
      'ChainBroken',
      'The signature of the checkpoint does not hold under the key of this log.',
    );
  }
  return { size: Number(size), root: Buffer.from(root ?? '', 'base64').toString('hex') };
}

/** The signed text ends with the newline before the last empty line; after it one signature a line. */
function partsOf(note: string): { text: string; signatures: { name: string; bytes: Buffer }[] } {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw notANote();
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw notANote();
  const signatures = lines.map((line) => {
    const { name, signature } = SIGNATURE.exec(line)?.groups ?? {};
    if (name === undefined || signature === undefined) throw notANote();
    const bytes = Buffer.from(signature, 'base64');
    // Unused bits of the last character: two texts would be one signature.
    if (bytes.toString('base64') !== signature) throw notANote();
    return { name, bytes };
  });
  return { text: note.slice(0, end + 1), signatures };
}

const notANote = () => new SluisError('ChainBroken', 'The checkpoint is no signed note of this log.');

/** What a signature names its key by: the first four bytes of SHA-256(name, newline, type, public key), in hexadecimal. */
export function keyId(publicKey: KeyObject): string {
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return createHash('sha256')
    .update(`${LOG_ORIGIN}\n`)
    .update(Buffer.from([ED25519]))
    .update(raw)
    .digest()
    .subarray(0, 4)
    .toString('hex');
}
