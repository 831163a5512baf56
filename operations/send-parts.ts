import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isErrorCode, SluisError } from '../domain/errors.js';
import type { PartDigest, SentParts } from '../domain/ingest.js';

export interface Intake {
  readonly intakeUrl: string;
  readonly attempt: string;
  /** One-time token; the vault knows its digest only. */
  readonly token: string;
}

/** Told after each part. */
export type SendProgress = (done: {
  readonly part: number;
  readonly of: number;
  readonly bytes: number;
}) => void;

const ATTEMPTS = 3;

/**
 * Streams files to the vault's intake, in order, and says what was read. An interrupted attempt is given up and begun
 * anew, never resumed.
 * @throws SluisError SourceMalformed for what is no file or changes while it is sent; the intake's own refusals;
 *   ServerUnavailable where the intake does not answer
 */
export async function sendParts(
  intake: Intake,
  files: readonly string[],
  progress: SendProgress,
): Promise<SentParts> {
  let { attempt } = intake;
  for (let tried = 1; ; tried += 1) {
    try {
      return { attempt, parts: await sendAll({ ...intake, attempt }, files, progress) };
    } catch (error) {
      const passes = error instanceof SluisError && error.family === 'Transient';
      if (!passes || tried === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * tried));
      attempt = (await post<{ attempt: string }>({ ...intake, attempt }, 'next')).attempt;
    }
  }
}

async function sendAll(
  intake: Intake,
  files: readonly string[],
  progress: SendProgress,
): Promise<PartDigest[]> {
  const parts: PartDigest[] = [];
  for (const [index, file] of files.entries()) {
    const sent = await sendPart(intake, index + 1, file);
    parts.push(sent);
    progress({ part: sent.part, of: files.length, bytes: sent.bytes });
  }
  return parts;
}

/** What can be seen before anything is asked for: nothing is opened for a delivery that cannot be sent. */
export async function refuseUnsendable(files: readonly string[]): Promise<void> {
  for (const [index, file] of files.entries()) await (await openFile(file, index + 1)).close();
}

/** Reads through one descriptor, so that what is measured is what is sent. */
async function sendPart(intake: Intake, part: number, path: string): Promise<PartDigest> {
  const file = await openFile(path, part);
  try {
    const before = await file.stat();
    const hash = createHash('sha256');
    let bytes = 0;
    const counting = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    const { request, answer } = call<PartDigest>(intake, 'PUT', `parts/${part}`);
    const body = file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 });
    const sending = pipeline(body, counting, request);
    const [received] = await Promise.all([answer, sending.catch(() => undefined)]);
    const after = await file.stat();
    const sent = { part, sha256: hash.digest('hex'), bytes };
    if (bytes !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs)
      throw new SluisError(
        'SourceMalformed',
        `Part ${part} changed while it was sent, so nothing of this delivery is kept; deliver again once the file is still.`,
      );
    if (received.sha256 === sent.sha256 && received.bytes === sent.bytes) return sent;
    throw new SluisError('ServerUnavailable', `Part ${part} arrived otherwise than it was sent.`);
  } finally {
    await file.close();
  }
}

/** Without blocking on a FIFO; a directory or device is told as what it is. */
async function openFile(path: string, part: number): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      throw new SluisError(
        'UsageInvalid',
        `Part ${part} cannot be opened (${error.code ?? 'unknown'}); name a file that exists and that you may read.`,
      );
    },
  );
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new SluisError(
    'UsageInvalid',
    `Part ${part} is no regular file but a folder, a pipe or a device; name the file itself.`,
  );
}

async function post<T>(intake: Intake, step: string): Promise<T> {
  const { request, answer } = call<T>(intake, 'POST', step);
  request.end();
  return await answer;
}

function call<T>({ intakeUrl, attempt, token }: Intake, method: string, step: string) {
  const url = `${intakeUrl}/attempts/${attempt}/${step}`;
  const request = httpRequest(url, { method, headers: { authorization: `Bearer ${token}` } });
  const answer = new Promise<T>((resolve, reject) => {
    const lost = () =>
      reject(new SluisError('ServerUnavailable', 'The intake does not answer; see: sluis status'));
    request.once('error', lost);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', lost);
      response.once('end', () => {
        const told = parse(Buffer.concat(chunks).toString('utf8'));
        if (response.statusCode === 200) resolve(told as T);
        else reject(refusalOf(told));
      });
    });
  });
  return { request, answer };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function refusalOf(told: unknown): SluisError {
  const { code = '', message = 'The intake refused.' } = told as { code?: string; message?: string };
  return new SluisError(isErrorCode(code) ? code : 'ServerUnavailable', message);
}
