import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { alone } from './lock.mjs';
import { runOnRecord } from './orphans.mjs';
import { cache } from './paths.mjs';
import { say, step, Unmet } from './report.mjs';
import { texts } from './texts.mjs';

const OLDEST_GO = [1, 25];
export const temporal = {
  name: 'temporal',
  source: 'github.com/temporalio/cli/cmd/temporal',
  version: 'v1.5.1',
  variable: 'SLUIS_TEMPORAL',
  override: 'TEMPORAL_ADDRESS',
};
export const versitygw = {
  name: 'versitygw',
  source: 'github.com/versity/versitygw/cmd/versitygw',
  version: 'v1.7.0',
  variable: 'SLUIS_VERSITYGW',
  override: 'S3_ENDPOINT',
};

/** The variable that names the binary, built if it is nowhere; nothing where a server of your own is named. */
export async function ensureBinary(tool) {
  if (process.env[tool.override]) return {};
  const known = find(tool);
  if (known) return { [tool.variable]: known };
  return alone(`${cache}/${tool.name}`, async () => ({ [tool.variable]: find(tool) ?? (await build(tool)) }));
}

function find(tool) {
  const given = process.env[tool.variable];
  if (given && !executable(given)) throw new Unmet(texts.noProgram(tool.variable));
  if (given) return given;
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, tool.name))
    .find(executable);
  if (onPath) {
    const version = versionOf(onPath);
    if (version && version !== tool.version) say(texts.otherVersion(onPath, version, tool.version));
    return onPath;
  }
  const built = join(cache, 'bin', tool.name);
  const current = executable(built) && [null, tool.version].includes(versionOf(built));
  return current ? built : null;
}

/** Built beside and renamed: a build that was killed leaves nothing that looks whole. */
async function build(tool) {
  checkGo(tool);
  try {
    mkdirSync(join(cache, 'bin'), { recursive: true, mode: 0o755 });
  } catch {
    throw new Unmet(texts.cacheClosed(cache));
  }
  const folder = mkdtempSync(join(cache, `build-${tool.name}-`));
  try {
    const options = { folder, cwd: cache, env: { ...process.env, CGO_ENABLED: '0', GOBIN: folder } };
    const install = () =>
      runOnRecord(
        join(cache, `build-${tool.name}.json`),
        'go',
        ['install', `${tool.source}@${tool.version}`],
        options,
      );
    await step(`go install ${tool.name} ${tool.version}`, texts.building[tool.name], install);
    renameSync(join(folder, tool.name), join(cache, 'bin', tool.name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return join(cache, 'bin', tool.name);
}

function checkGo(tool) {
  const said = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  if (said.error) throw new Unmet(texts.noGo(tool.name, tool.override));
  const [major, minor] = (/go(\d+)\.(\d+)/.exec(said.stdout) ?? [0, 0, 0]).slice(1).map(Number);
  if (major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1])) return;
  throw new Unmet(texts.oldGo(`${major}.${minor}`, tool.name, tool.override));
}

/** Null without Go, or where the binary does not tell. */
function versionOf(binary) {
  const said = spawnSync('go', ['version', '-m', binary], { encoding: 'utf8' });
  return said.error ? null : (/^\tmod\t\S+\t(\S+)/m.exec(said.stdout)?.[1] ?? null);
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
