import { Buffer } from 'node:buffer';
import { SluisError } from '../domain/errors.js';

/** S3 allows 1,024 bytes a key; a store that keeps objects as files allows 255 a segment, less what it appends. */
const MAX_KEY_BYTES = 1024;
const MAX_SEGMENT_BYTES = 200;

/**
 * Refuses a key that not every store can hold: empty or longer than 1,024 bytes, with an empty, `.` or `..` segment,
 * a segment over 200 bytes, a control character or a lone surrogate.
 * @throws SluisError UsageInvalid, which does not repeat the key: a bad key may be anything.
 */
export function checkObjectKey(key: string): void {
  const fault = keyFault(key);
  if (fault !== null) throw new SluisError('UsageInvalid', `The object key cannot be used: ${fault}.`);
}

function keyFault(key: string): string | null {
  if (!key.isWellFormed()) return 'it holds a lone surrogate';
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > MAX_KEY_BYTES) return `it has ${bytes} bytes, allowed are 1 to ${MAX_KEY_BYTES}`;
  const control = key.search(/\p{Cc}/u);
  if (control >= 0) return `it holds a control character at position ${control}`;
  for (const [index, segment] of key.split('/').entries()) {
    if (segment === '' || segment === '.' || segment === '..') {
      return `segment ${index + 1} is empty, "." or ".."`;
    }
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
      return `segment ${index + 1} is longer than ${MAX_SEGMENT_BYTES} bytes`;
    }
  }
  return null;
}

/** The order of S3: by UTF-8 bytes (JavaScript's own order, by UTF-16 units, differs above U+FFFF). */
export function compareObjectKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
