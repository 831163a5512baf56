import { stat } from 'node:fs/promises';
import { fileDigest } from './file-digest.js';
import type { Finding } from './read-csv.js';

/** Parts with the bytes of an earlier one: all their records would count twice. Of a size of its own no part is read. */
export async function sameParts(paths: readonly string[]): Promise<readonly Finding[]> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const seen = new Set<string>();
  const found: Finding[] = [];
  for (const [at, path] of paths.entries()) {
    if (sizes.filter((size) => size === sizes[at]).length === 1) continue;
    const digest = await fileDigest(path);
    if (seen.has(digest)) found.push({ finding: 'part-twice', part: at + 1 });
    seen.add(digest);
  }
  return found;
}
