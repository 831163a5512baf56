import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { openPart } from './landing-part.js';

/**
 * Decrypts the parts of a sealed landing for the length of one task. The plain bytes lie in files without a name, which
 * the engine reads through the open descriptors; they are gone with the process, however it ends.
 */
export async function withPlainParts<T>(
  { landing, keys }: Pick<VaultDeps, 'landing' | 'keys'>,
  { deliveryId, attempt, parts }: SealedLanding,
  folder: string,
  task: (paths: readonly string[]) => Promise<T>,
): Promise<T> {
  const files: FileHandle[] = [];
  try {
    for (const { part } of parts) {
      const file = await nameless(folder);
      files.push(file);
      const plain = await openPart({ objects: landing, keys }, { deliveryId, attempt, part });
      await pipeline(plain, createWriteStream(pathOf(file)));
    }
    return await task(files.map(pathOf));
  } finally {
    for (const file of files) await file.close();
  }
}

async function nameless(folder: string): Promise<FileHandle> {
  const path = join(folder, randomUUID());
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

function pathOf(file: FileHandle): string {
  return `/proc/self/fd/${file.fd}`;
}
