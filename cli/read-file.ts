import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { SluisError } from '../domain/errors.js';

/** Larger than any contract, specification or table of figures that people write or read. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
export const MAX_TABLE_BYTES = 512 * 1024 * 1024;

/** A text file that the user named. UsageInvalid says why it cannot be read; never what stands in it. */
export function readTextFile(path: string, what: string): string {
  return readBoundedFile(path, what, MAX_TEXT_BYTES).toString('utf8');
}

/**
 * The bytes of a regular file, of which no more than the limit is ever held; a pipe or device is not waited for.
 * @throws SluisError UsageInvalid
 */
export function readBoundedFile(path: string, what: string, limit: number): Buffer {
  const file = openFile(path, what);
  try {
    const { size } = regular(file, what);
    if (size > limit) throw tooLarge(what, limit);
    return readAtMost(file, what, limit);
  } finally {
    closeSync(file);
  }
}

/** The same in pieces, for a file of any size. */
export async function* readInPieces(path: string, what: string): AsyncGenerator<Uint8Array> {
  const file = openFile(path, what);
  try {
    regular(file, what);
    yield* createReadStream('', { fd: file, autoClose: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof SluisError) throw error;
    throw unreadable(what, error);
  } finally {
    closeSync(file);
  }
}

function openFile(path: string, what: string): number {
  try {
    // Without O_NONBLOCK the opening of a FIFO would wait for its writer.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw unreadable(what, error);
  }
}

function regular(file: number, what: string) {
  const about = fstatSync(file);
  if (about.isFile()) return about;
  const kind = about.isDirectory() ? 'a folder' : 'no regular file';
  throw new SluisError('UsageInvalid', `The ${what} is ${kind}; name a file.`);
}

/** A file may grow while it is read, and some say that they hold nothing (/proc). */
function readAtMost(file: number, what: string, limit: number): Buffer {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const read = readChunk(file, chunk, what);
    if (read === 0) return Buffer.concat(chunks);
    total += read;
    if (total > limit) throw tooLarge(what, limit);
    chunks.push(chunk.subarray(0, read));
  }
}

function readChunk(file: number, chunk: Buffer, what: string): number {
  try {
    return readSync(file, chunk);
  } catch (error) {
    throw unreadable(what, error);
  }
}

function unreadable(what: string, error: unknown): SluisError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
  return new SluisError('UsageInvalid', `The ${what} cannot be read (${code}); name a file that exists.`);
}

function tooLarge(what: string, limit: number): SluisError {
  return new SluisError(
    'UsageInvalid',
    `The ${what} is larger than ${limit / 1024 / 1024} MiB; name a smaller file.`,
  );
}
