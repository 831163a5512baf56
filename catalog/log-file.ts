import { canonicalJson, type Json } from '../domain/canonical-json.js';
import { SluisError } from '../domain/errors.js';
import { ENTRY_LIMIT_BYTES } from './leaf.js';
import type { LoggedEvent } from './log-check.js';
import { leafHash } from './merkle.js';

/**
 * The log as one file: a line of canonical JSON (RFC 8785) each, ended by a newline. The first names the format, the
 * signed checkpoint (C2SP tlog-checkpoint) and the key that signed it; then one line an event, `entry` being the text
 * that its leaf hash is of. Nothing stands in it that the checkpoint does not sign: no instant of recording, no event id,
 * no trace id.
 */
export const LOG_FILE_FORMAT = 'sluis-audit-log';
export const LOG_FILE_VERSION = 1;

/** An entry, its leaf hash and its number; or a header with a note of as many signatures as a reader takes. */
export const LINE_LIMIT_BYTES = ENTRY_LIMIT_BYTES + 4_096;

export interface LogFileHeader {
  /** The signed note. */
  readonly checkpoint: string;
  /** Eight hexadecimal digits: what the note names its key by. */
  readonly keyId: string;
}

export const headerLine = (header: LogFileHeader): string =>
  line({ format: LOG_FILE_FORMAT, version: LOG_FILE_VERSION, ...header });

/** @param entry canonical JSON, as the leaf hash is made of */
export const eventLine = (seq: number, entry: Buffer, leaf: string): string =>
  line({ seq, entry: JSON.parse(entry.toString('utf8')) as Json, leafHash: leaf });

/** @throws SluisError UsageInvalid where it is no header of this format */
export function readHeader(bytes: Buffer): LogFileHeader {
  const { format, version, checkpoint, keyId, ...more } = read(bytes) ?? {};
  const isOurs = format === LOG_FILE_FORMAT;
  if (isOurs && typeof version === 'number' && version > LOG_FILE_VERSION)
    throw new SluisError(
      'UsageInvalid',
      `The export is of format version ${version}, and this Sluis reads up to ${LOG_FILE_VERSION}; verify it with a newer one.`,
    );
  const isWhole = version === LOG_FILE_VERSION && Object.keys(more).length === 0;
  if (!isOurs || !isWhole || typeof checkpoint !== 'string' || typeof keyId !== 'string')
    throw new SluisError(
      'UsageInvalid',
      'The file is no export of an audit log; make one with: sluis audit export',
    );
  return { checkpoint, keyId };
}

/** Null where the line is none that `eventLine` could have written. */
export function readEvent(bytes: Buffer): LoggedEvent | null {
  const { seq, entry, leafHash: hash, ...more } = read(bytes) ?? {};
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return null;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null;
  if (typeof entry !== 'object' || entry === null || Object.keys(more).length > 0) return null;
  const leaf = leafHash(Buffer.from(canonicalJson(entry)));
  return { seq, leaf: leaf.toString('hex') === hash ? leaf : null, leafHash: hash };
}

const line = (document: Json): string => `${canonicalJson(document)}\n`;

/** The object that stands there in canonical form, so that no two texts say the same; null where it is none. */
function read(bytes: Buffer): Readonly<Record<string, Json>> | null {
  try {
    const document = JSON.parse(bytes.toString('utf8')) as Json;
    const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
    if (!isObject || !Buffer.from(canonicalJson(document)).equals(bytes)) return null;
    return document as Readonly<Record<string, Json>>;
  } catch {
    return null;
  }
}
