import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './home.js';

/** Folders whose code decides what bytes a step makes. */
const FOLDERS = ['domain', 'privacy', 'lake', 'activities'];

/** `sluis <version>+<digest of the running code>`: part of every output key, so that other code is another output. */
export function codeVersion(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    for (const file of codeFiles(join(root, folder)))
      hash.update(file).update(readFileSync(join(root, folder, file)));
  }
  const { version } = JSON.parse(readFileSync(join(repositoryRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return `sluis ${version}+${hash.digest('hex').slice(0, 12)}`;
}

function codeFiles(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names.filter((name) => /\.(js|ts)$/.test(name) && !/\.(test|d)\.[jt]s$|testing/.test(name)).sort();
}
