import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './child.mjs';
import { root, sha256, textOf } from './paths.mjs';
import { writePolicyDigest } from './policy-digest.mjs';
import { main, step } from './report.mjs';
import { texts } from './texts.mjs';

const stamp = join(root, 'dist', '.built');

/** Compiles to `dist`, and bundles the workflows there, where a source has changed. SQL, themes and contracts are read from the repository itself. */
export async function ensureBuilt() {
  const wanted = fingerprint();
  if (textOf(stamp) === wanted) return;
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const compile = () => run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root });
  await step('tsc', texts.compiling, compile);
  writePolicyDigest();
  const bundler = join(root, 'dist/infra/workers/build-workflow-bundle.js');
  await step('workflow bundle', texts.bundling, () => run(process.execPath, [bundler], { cwd: root }));
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Name, size and time of every source: much quicker than asking the compiler. */
function fingerprint() {
  const settings = [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'infra/bootstrap/policy-digest.mjs',
  ];
  const folders = JSON.parse(textOf(join(root, 'tsconfig.json'))).include;
  const sources = folders.flatMap(sourcesBelow).sort();
  return sha256([...settings, ...sources].map(describe).join('\n'));
}

function sourcesBelow(folder) {
  try {
    const entries = readdirSync(join(root, folder), { recursive: true });
    return entries
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function describe(path) {
  const { size, mtimeMs } = statSync(join(root, path));
  return `${path} ${size} ${mtimeMs}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    await ensureBuilt();
    return 0;
  });
}
