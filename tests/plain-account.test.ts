import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { homeAt, repositoryRoot, SERVER_UID, startedAsRoot, worldSearchable } from '../infra/home.js';
import { recorded } from '../infra/servers/managed-process.js';
import { identify, isRunning, type ProcessIdentity } from '../infra/servers/process-table.js';
import { describeNeeding } from './needs.js';

/** An account without rights: that of the test itself, or `nobody` where the test runs as root. */
const account = startedAsRoot() ? { uid: SERVER_UID, gid: SERVER_UID } : {};
const uid = account.uid ?? process.getuid?.() ?? 0;
const root = repositoryRoot();
const folder = mkdtempSync(join(tmpdir(), 'sluis-plain-'));
const home = homeAt(join(folder, 'state'));
const env = {
  ...process.env,
  SLUIS_HOME: home.root,
  HOME: join(folder, 'home'),
  NO_COLOR: '1',
  LC_ALL: 'C.UTF-8',
};

/** Of root's repository in a closed folder nobody else can run anything. */
const reachable = !startedAsRoot() || worldSearchable(root);

let demo: ChildProcess;
let said = '';
let exit: Promise<number | null>;
/** Every process that was ever recorded, so that none is overlooked once its record is gone. */
let processes: readonly ProcessIdentity[] = [];

beforeAll(async () => {
  for (const path of [folder, env.HOME]) {
    mkdirSync(path, { recursive: true });
    if (startedAsRoot()) chownSync(path, uid, uid);
  }
  if (!reachable) return;
  // What `npm run demo` runs, in a group of its own: Ctrl-C reaches all of it.
  demo = spawn(process.execPath, ['infra/bootstrap/demo.mjs', '--persons', '1000'], {
    ...account,
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  exit = new Promise((resolve) => demo.once('close', (code) => resolve(code)));
  let isOver = false;
  exit.then(() => {
    isOver = true;
  });
  for (const stream of [demo.stdout, demo.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  while (!said.includes('Everything stays up.') && !isOver) await new Promise((done) => setTimeout(done, 50));
  processes = recordedNow();
}, 600_000);

afterAll(async () => {
  if (demo && demo.exitCode === null && demo.signalCode === null) interrupt();
  await exit;
  if (reachable) await sluis('down', '--wipe');
  rmSync(folder, { recursive: true, force: true });
});

function interrupt(): void {
  process.kill(-(demo.pid ?? 0), 'SIGINT');
}

function recordedNow(): readonly ProcessIdentity[] {
  const names = existsSync(home.run) ? readdirSync(home.run) : [];
  return names
    .flatMap((name) => recorded(home, name.replace('.json', '')) ?? [])
    .filter(({ pid }) => pid > 0);
}

async function sluis(...args: string[]): Promise<{ readonly exit: number; readonly out: string }> {
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'bin/sluis.mjs'), ...args],
      { ...account, env, cwd: root },
      (error, out) => resolve({ exit: error === null ? 0 : Number(error.code ?? -1), out }),
    );
  });
}

function ownersBelow(path: string): ReadonlySet<number> {
  const entries = readdirSync(path, { recursive: true }).map((name) => join(path, String(name)));
  return new Set([path, ...entries].flatMap((one) => statSync(one, { throwIfNoEntry: false })?.uid ?? []));
}

describeNeeding('account', reachable, 'an account without rights', () => {
  it('runs the whole demo: servers, workers, sources, a release', () => {
    expect(said).toContain('release:instroom-drugs:1');
    expect(processes.length).toBe(6);
    for (const { pid } of processes) expect(statSync(`/proc/${pid}`).uid).toBe(uid);
    expect([...ownersBelow(home.root)]).toEqual([uid]);
  });

  it('verifies the log', async () => {
    expect((await sluis('audit', 'verify')).exit).toBe(0);
  }, 120_000);

  it('is told by sluis doctor which wall is absent, and that nothing else is', async () => {
    const { exit, out } = await sluis('doctor', '--json');
    const findings = JSON.parse(out).findings as { area: string; check: string; state: string }[];
    // Room on the disk is the machine's affair.
    const amiss = findings.filter(({ check, state }) => state !== 'ok' && check !== 'disk');
    expect(amiss).toMatchObject([{ area: 'walls', check: 'accounts', state: 'absent' }]);
    expect(exit).toBe(findings.some(({ state }) => state === 'broken') ? 1 : 0);
  }, 120_000);
});

describeNeeding('account', reachable, 'Ctrl-C while the demo stays up', () => {
  it('ends with 0, and everything that was started with it', async () => {
    expect(processes.every(isRunning)).toBe(true);
    interrupt();
    expect(await exit).toBe(0);
    expect(processes.filter(isRunning)).toEqual([]);
    expect(identify(demo.pid ?? 0)).toBe(null);
    const { workers } = JSON.parse((await sluis('status', '--json')).out) as { workers: { state: string }[] };
    expect(workers.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  }, 120_000);

  it('keeps the data: it comes up again, verifies, and goes down', async () => {
    expect((await sluis('up')).exit).toBe(0);
    expect((await sluis('audit', 'verify')).exit).toBe(0);
    const again = recordedNow();
    expect(again.length).toBe(6);
    expect((await sluis('down')).exit).toBe(0);
    expect(again.filter(isRunning)).toEqual([]);
  }, 300_000);
});
