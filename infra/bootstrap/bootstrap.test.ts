import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A checkout with the real scripts, of a package that depends on nothing: `npm ci` is the real one, and quick. */
let checkout: string;
let env: NodeJS.ProcessEnv;
const running: ChildProcess[] = [];
let orphan: number | null = null;

beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'sluis-bootstrap-'));
  await cp(dirname(fileURLToPath(import.meta.url)), join(checkout, 'infra/bootstrap'), { recursive: true });
  const { SLUIS_TEMPORAL: _1, SLUIS_VERSITYGW: _2, TEMPORAL_ADDRESS: _3, ...rest } = process.env;
  env = { ...rest, SLUIS_CACHE: join(checkout, 'cache'), LC_ALL: 'C' };
});

afterEach(async () => {
  if (orphan !== null && isRunning(orphan)) process.kill(-orphan, 'SIGKILL');
  orphan = null;
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  }
  await rm(checkout, { recursive: true, force: true });
});

describe('what must be built', () => {
  it('says in one sentence that there is no Go, and three ways to go on', async () => {
    const { code, said } = await call('go-binaries', 'ensureBinary(m.temporal)', {
      PATH: await folder('none'),
    });
    expect(code).toBe(1);
    expect(said).toBe(
      'temporal must be built and there is no Go: install Go 1.25 or later, or put temporal on PATH, or set TEMPORAL_ADDRESS to a server of yours.\n',
    );
  });

  it('says in one sentence that Go is too old', async () => {
    const PATH = await folder('old', { go: 'echo go1.21.3' });
    const { code, said } = await call('go-binaries', 'ensureBinary(m.versitygw)', { PATH });
    expect(code).toBe(1);
    expect(said).toBe(
      'Go 1.21 is too old to build versitygw: install Go 1.25 or later, or put versitygw on PATH, or set S3_ENDPOINT to a server of yours.\n',
    );
  });

  it('says it in Dutch where the locale is Dutch', async () => {
    const { said } = await call('go-binaries', 'ensureBinary(m.temporal)', {
      PATH: await folder('geen'),
      LC_ALL: 'nl_NL.UTF-8',
    });
    expect(said).toBe(
      'temporal moet worden gebouwd en er is geen Go: installeer Go 1.25 of later, zet temporal op het PATH, of laat TEMPORAL_ADDRESS een eigen server noemen.\n',
    );
  });

  it('says in one sentence that a variable names no program', async () => {
    const { code, said } = await call('go-binaries', 'ensureBinary(m.temporal)', {
      SLUIS_TEMPORAL: join(checkout, 'nowhere'),
    });
    expect(code).toBe(1);
    expect(said).toBe('SLUIS_TEMPORAL names no program: correct it or unset it.\n');
  });

  it('shows what the compiler said where a build fails, and leaves nothing that looks whole', async () => {
    const go = 'case "$1" in env) echo go1.25.0;; *) echo no space left on device >&2; exit 1;; esac';
    const PATH = [await folder('full', { go }), dirname(process.execPath), '/bin', '/usr/bin'].join(
      delimiter,
    );
    const { code, said } = await call('go-binaries', 'ensureBinary(m.temporal)', { PATH });
    expect(code).toBe(1);
    expect(said).toMatch(
      /no space left on device\ngo install .+ failed \(1\): see above, then try again\.\n$/,
    );
    expect(await readdir(join(checkout, 'cache'))).toEqual(['bin']);
    expect(await readdir(join(checkout, 'cache/bin'))).toEqual([]);
  });

  it('is built by the next try after a run that was killed halfway, and its go is ended', async () => {
    const pidFile = join(checkout, 'building');
    // As go does it, the program appears in GOBIN at the end; the first build does not get there by itself.
    const go = `case "$1" in
      env) echo go1.25.0;;
      version) exit 1;;
      *) test -e ${checkout}/finish || { echo $$ > ${pidFile}; sleep 600; }
        printf '#!/bin/sh\n' > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal";;
    esac`;
    const PATH = [await folder('slow', { go }), dirname(process.execPath), '/bin', '/usr/bin'].join(
      delimiter,
    );
    const killed = start('go-binaries', 'ensureBinary(m.temporal)', { PATH });
    await expect.poll(() => readFile(pidFile, 'utf8').catch(() => ''), { timeout: 50_000 }).not.toBe('');
    orphan = Number(await readFile(pidFile, 'utf8'));
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(isRunning(orphan)).toBe(true);
    await writeFile(join(checkout, 'finish'), '');
    const { code, said } = await call('go-binaries', 'ensureBinary(m.temporal)', { PATH });
    expect(code).toBe(0);
    expect(said).toMatch(/^go install temporal .+\ngo install temporal v[0-9.]+: done in \d+ s\n$/);
    await expect.poll(() => isRunning(orphan ?? 0), { timeout: 30_000 }).toBe(false);
    expect(await readdir(join(checkout, 'cache'))).toEqual(['bin']);
    expect(await readdir(join(checkout, 'cache/bin'))).toEqual(['temporal']);
    expect(await call('go-binaries', 'ensureBinary(m.temporal)', { PATH })).toEqual({ code: 0, said: '' });
  });
});

describe('the packages', () => {
  it('are installed once, and again where the lockfile is another', async () => {
    await packageOf({});
    expect((await call('packages', 'ensurePackages()')).said).toMatch(
      /^npm ci … .+\nnpm ci: done in \d+ s\n$/,
    );
    expect(await call('packages', 'ensurePackages()')).toEqual({ code: 0, said: '' });
    await packageOf({ version: '2.0.0' });
    expect((await call('packages', 'ensurePackages()')).said).toMatch(/^npm ci … /);
    expect(await call('packages', 'ensurePackages()')).toEqual({ code: 0, said: '' });
  });

  it('are installed whole by the next try after a run that was killed halfway, and its npm is ended', async () => {
    const pidFile = join(checkout, 'installing');
    await packageOf({
      postinstall: `test -e ${checkout}/finish || { echo $$ > ${pidFile}; sleep 600; touch spoiled; }`,
    });
    const killed = start('packages', 'ensurePackages()');
    await expect.poll(() => readFile(pidFile, 'utf8').catch(() => ''), { timeout: 50_000 }).not.toBe('');
    const npm = Number(await readFile(pidFile, 'utf8'));
    orphan = npm;
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(isRunning(npm)).toBe(true);
    await writeFile(join(checkout, 'finish'), '');
    expect((await call('packages', 'ensurePackages()')).code).toBe(0);
    await expect.poll(() => isRunning(npm), { timeout: 30_000 }).toBe(false);
    expect(await call('packages', 'ensurePackages()')).toEqual({ code: 0, said: '' });
  });

  it('are left alone where the first of two runs at once installs them', async () => {
    await packageOf({});
    const alone = `alone('x', async () => (await import(${quoted('packages')})).ensurePackages())`;
    const both = await Promise.all([call('lock', alone), call('lock', alone)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ said }) => said.includes('npm ci … '))).toHaveLength(1);
  });
});

/** A folder with these shell scripts as programs. */
async function folder(name: string, programs: Record<string, string> = {}): Promise<string> {
  const path = join(checkout, name);
  await mkdir(path);
  for (const [program, script] of Object.entries(programs)) {
    await writeFile(join(path, program), `#!/bin/sh\n${script}\n`);
    await chmod(join(path, program), 0o755);
  }
  return path;
}

/** A package with one part beside it, so that there is something to install and nothing to fetch. */
async function packageOf({ version = '1.0.0', postinstall = 'true' }): Promise<void> {
  const about = { name: 'checkout', version: '1.0.0', dependencies: { part: 'file:part' } };
  const packages = {
    '': about,
    part: { version, hasInstallScript: true },
    'node_modules/part': { resolved: 'part', link: true },
  };
  const lock = { name: 'checkout', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
  const scripts = { postinstall };
  await mkdir(join(checkout, 'part'), { recursive: true });
  await writeFile(join(checkout, 'part/package.json'), JSON.stringify({ name: 'part', version, scripts }));
  await writeFile(join(checkout, 'package.json'), JSON.stringify(about));
  await writeFile(join(checkout, 'package-lock.json'), JSON.stringify(lock));
}

const quoted = (script: string) =>
  JSON.stringify(pathToFileURL(join(checkout, `infra/bootstrap/${script}.mjs`)).href);

/** Calls one function of a script as the entry points do. */
function start(script: string, expression: string, more: NodeJS.ProcessEnv = {}): ChildProcess {
  const program = `const { main } = await import(${quoted('report')}); const m = await import(${quoted(script)});
    const { ${expression.split('(')[0]} } = m; await main(async () => { await ${expression}; return 0; });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...env, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.push(child);
  return child;
}

async function call(script: string, expression: string, more: NodeJS.ProcessEnv = {}) {
  const child = start(script, expression, more);
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
