import { readFileSync } from 'node:fs';
import { SluisError } from '../domain/errors.js';

/** A text file that the user named. UsageInvalid says why it cannot be read; never what stands in it. */
export function readTextFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new SluisError('UsageInvalid', `The ${what} cannot be read (${code}); name a file that exists.`);
  }
}
