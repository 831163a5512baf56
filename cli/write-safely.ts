import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
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
  const pending = `${path}.${process.pid}.pending`;
  try {
    const file = openSync(pending, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'failed';
    if (code !== 'EEXIST') rmSync(pending, { force: true });
    throw new SluisError('UsageInvalid', `The result cannot be written (${code}); name a folder of yours.`);
  }
  return {
    bytes: () => readFileSync(pending),
    publish: () => {
      chmodSync(pending, mode);
      renameSync(pending, path);
    },
    discard: () => rmSync(pending, { force: true }),
  };
}
