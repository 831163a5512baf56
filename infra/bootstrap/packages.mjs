import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOnRecord } from './orphans.mjs';
import { cache, root, sha256, textOf } from './paths.mjs';
import { step } from './report.mjs';
import { texts } from './texts.mjs';

const lockfile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const marker = join(modules, '.sluis-lockfile');
const npmRecord = join(cache, `npm-${sha256(root).slice(0, 12)}.json`);

/** Runs `npm ci` unless node_modules was installed whole from this very lockfile. */
export async function ensurePackages() {
  const wanted = `${sha256(textOf(lockfile) ?? '')} ${process.platform}-${process.arch}`;
  if (textOf(marker) === wanted) return;
  if (!installedByHand()) await step('npm ci', texts.packages, install);
  writeFileSync(marker, wanted);
}

function install() {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  return runOnRecord(npmRecord, 'npm', args, { cwd: root });
}

/** npm writes its own record last: where it says the same as the lockfile, `npm install` did the work already. */
function installedByHand() {
  const hidden = textOf(join(modules, '.package-lock.json'));
  if (hidden === null) return false;
  const installed = JSON.parse(hidden).packages;
  const locked = JSON.parse(textOf(lockfile)).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return entry.optional === true || entry.peer === true;
    return found.version === entry.version && existsSync(join(root, path));
  });
}
