import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Row } from './rows.js';

const LINES_A_CHUNK = 500;

/**
 * Writes a header and rows as CSV (UTF-8, comma, LF) and ends the target. Rows are asked for only as fast as the target
 * takes them, so memory does not grow with their number.
 * @returns how many rows were written, without the header
 */
export async function writeCsv(
  header: readonly string[],
  rows: Iterable<Row>,
  target: Writable,
  linesAChunk = LINES_A_CHUNK,
): Promise<number> {
  let written = 0;
  async function* chunks(): AsyncGenerator<string> {
    let lines = [header.join(',')];
    for (const row of rows) {
      lines.push(row.join(','));
      written += 1;
      if (lines.length >= linesAChunk) {
        yield `${lines.join('\n')}\n`;
        lines = [];
      }
    }
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
  await pipeline(Readable.from(chunks(), { highWaterMark: 1 }), target);
  return written;
}
