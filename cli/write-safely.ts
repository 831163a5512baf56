import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { SluisError } from '../domain/errors.js';

/** A file that stands beside its place until it is known to be good. */
export interface PendingFile {
  /** What stands on disk, read again. */
  readonly bytes: () => Uint8Array;
  /** Puts it in its place at once, over whatever stood there. */
  readonly publish: () => void;
  readonly discard: () => void;
}

/**
 * Writes a text beside its place, readable by its owner alone until it is published.
 * @param mode permissions of the published file
 * @throws SluisError UsageInvalid where the folder cannot be written
 */
export function writePending(path: string, text: string, mode: number): PendingFile {
  const pending = pendingOf(path);
  writing(pending, () => {
    const file = openSync(pending, 'wx', 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
  return {
    bytes: () => readFileSync(pending),
    publish: () => {
      chmodSync(pending, mode);
      renameSync(pending, path);
    },
    discard: () => rmSync(pending, { force: true }),
  };
}

/**
 * Puts lines in a new file, at once and whole or not at all; nothing is held of them.
 * @param lines what they throw is thrown on, and nothing is left behind
 * @param mode permissions of the file
 * @throws SluisError UsageInvalid where the folder cannot be written, or the file is there and may not be replaced
 */
export async function writeLines(
  path: string,
  lines: AsyncIterable<string>,
  { mode, replace }: { readonly mode: number; readonly replace: boolean },
): Promise<void> {
  const pending = pendingOf(path);
  refuseExisting(path, replace);
  const file = writing(pending, () => openSync(pending, 'wx', 0o600));
  try {
    for await (const line of lines) writing(pending, () => writeFileSync(file, line));
    writing(pending, () => fsyncSync(file));
    refuseExisting(path, replace);
    chmodSync(pending, mode);
    writing(pending, () => renameSync(pending, path));
  } finally {
    closeSync(file);
    rmSync(pending, { force: true });
  }
}

const pendingOf = (path: string) => `${path}.${process.pid}.pending`;

function writing<T>(pending: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'failed';
    if (code !== 'EEXIST') rmSync(pending, { force: true });
    throw new SluisError('UsageInvalid', `The result cannot be written (${code}); name a folder of yours.`);
  }
}

/** Also a link that leads nowhere. */
function refuseExisting(path: string, replace: boolean): void {
  if (replace || lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new SluisError('UsageInvalid', `${path} is there already; name another file, or say --overwrite.`);
}
