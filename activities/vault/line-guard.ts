import { Transform } from 'node:stream';
import { SluisError } from '../../domain/errors.js';
import type { Format } from '../../policy/contract.js';

/** The longest line that the query engine reads. */
export const LONGEST_LINE = 2_097_152;
const LINE_FEED = 10;

/**
 * Passes the bytes of one part on, and ends with SourceMalformed as soon as a line is longer than the engine reads: what
 * is no CSV at all is not taken whole first. Null for what has no lines, or more bytes in them than the engine sees.
 */
export function lineGuard(part: number, { media, encoding }: Format): Transform | null {
  if (media !== 'text/csv' || encoding.startsWith('utf-16')) return null;
  let lines = 0;
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let at = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, at)) {
        length += end - at;
        if (length > LONGEST_LINE) return done(tooLong(part, lines + 1));
        lines += 1;
        length = 0;
        at = end + 1;
      }
      length += chunk.length - at;
      return length > LONGEST_LINE ? done(tooLong(part, lines + 1)) : done(null, chunk);
    },
  });
}

function tooLong(part: number, line: number): SluisError {
  const limit = new Intl.NumberFormat('en').format(LONGEST_LINE);
  return new SluisError(
    'SourceMalformed',
    `Part ${part} has more than ${limit} bytes in line ${line}, which no CSV of records has. Nothing of it is kept: export it anew and deliver again.`,
    { part, line },
  );
}
