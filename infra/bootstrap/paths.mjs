import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Binaries built once for all copies of the repository (the same rule as infra/home.ts). */
export const cache =
  process.env.SLUIS_CACHE ??
  (process.getuid?.() === 0 ? '/var/cache/sluis' : join(homedir(), '.cache', 'sluis'));

export function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** The text of a file, or null where it cannot be read. */
export function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
