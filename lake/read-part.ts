import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SluisError } from '../domain/errors.js';
import type { ReadPlan } from '../domain/treatment-plan.js';

/** One delivered part as the engine can read it: UTF-8 without footer. The copy, if any, has no name on disk. */
export interface PreparedPart {
  readonly path: string;
  readonly bytes: number;
  /** The first megabyte as text, without byte order mark. */
  readonly head: string;
  close(): Promise<void>;
}

const HEAD_BYTES = 1 << 20;
const TAIL_BYTES = 1 << 16;
const DECODERS = { 'windows-1252': 'windows-1252', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be' } as const;

/**
 * Makes an unlinked copy in `workFolder` only where the encoding is not UTF-8 or a footer must go.
 * @throws SluisError SourceMalformed with the finding in its details, where there is nothing to read
 */
export async function preparePart(path: string, format: ReadPlan, workFolder: string): Promise<PreparedPart> {
  await regularFile(path);
  if (format.encoding === 'utf-8' && format.footerPattern === undefined) {
    return headed(path, null);
  }
  const copy = join(workFolder, `part-${randomUUID()}`);
  const file = await open(copy, 'wx+', 0o600);
  await unlink(copy);
  const own = `/proc/self/fd/${file.fd}`;
  try {
    await copyAsUtf8(path, own, format);
    if (format.footerPattern !== undefined) await dropFooter(file, format);
    return await headed(own, file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * A pipe, a device or a folder never becomes a part: opening a pipe would wait for ever.
 * @throws SluisError SourceMalformed (not-a-file)
 */
export async function regularFile(path: string): Promise<{ readonly bytes: number }> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    throw new SluisError('SourceMalformed', 'A part of the delivery is no regular file.', {
      finding: 'not-a-file',
    });
  }
  return { bytes: found.size };
}

async function copyAsUtf8(from: string, to: string, format: ReadPlan): Promise<void> {
  const target = createWriteStream(to);
  if (format.encoding === 'utf-8') return pipeline(createReadStream(from), target);
  // Node decodes windows-1252 with the five unassigned bytes as C1 controls, as the Encoding Standard says.
  const decoder = new TextDecoder(DECODERS[format.encoding], { fatal: true });
  const recode = new Transform({
    transform: (chunk: Buffer, _encoding, done) => decoded(decoder, chunk, done),
    flush: (done) => decoded(decoder, null, done),
  });
  return pipeline(createReadStream(from), recode, target);
}

function decoded(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Buffer | null,
  done: (error: Error | null, text?: string) => void,
): void {
  try {
    done(null, chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
  } catch {
    done(
      new SluisError('SourceMalformed', 'A part of the delivery has another encoding than agreed.', {
        finding: 'encoding',
      }),
    );
  }
}

/** Cuts the lines at the end whose first cell begins as agreed, blank lines among them. */
async function dropFooter(file: FileHandle, format: ReadPlan): Promise<void> {
  const { size } = await file.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  const tail = Buffer.alloc(size - from);
  await file.read(tail, 0, tail.length, from);
  const beginning = (format.footerPattern ?? '').replace(/^\^/, '');
  let end = tail.length;
  for (;;) {
    const last = tail
      .subarray(0, end)
      .toString('latin1')
      .replace(/[\r\n]+$/, '').length;
    const start = tail.lastIndexOf(10, last - 1) + 1;
    const line = tail.subarray(start, last).toString('utf8');
    const cell = line.split(format.delimiter ?? ',')[0]?.replace(/^"|"$/g, '') ?? '';
    if (last === 0 || start === 0 || !cell.startsWith(beginning)) break;
    end = start;
  }
  if (end < tail.length) await file.truncate(from + end);
}

/** Reads the beginning, on which the header stands. */
async function headed(path: string, file: FileHandle | null): Promise<PreparedPart> {
  const source = file ?? (await open(path));
  try {
    const { size } = await source.stat();
    const buffer = Buffer.alloc(Math.min(size, HEAD_BYTES));
    const { bytesRead } = await source.read(buffer, 0, buffer.length, 0);
    const head = buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '');
    return { path, bytes: size, head, close: async () => void (await file?.close()) };
  } finally {
    if (file === null) await source.close();
  }
}
