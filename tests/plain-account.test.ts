import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { homeAt, repositoryRoot, SERVER_UIDS, startedAsRoot, worldSearchable } from '../infra/home.js';
import { recorded } from '../infra/servers/managed-process.js';
import { identify, isRunning, type ProcessIdentity } from '../infra/servers/process-table.js';
import { demoDocument } from './demo-document.js';
import { DATA, describeNeeding, describeOnData } from './needs.js';

/** An account without rights: that of the test itself, or `nobody` where the test runs as root. */
const account = startedAsRoot() ? { uid: SERVER_UIDS.postgres, gid: SERVER_UIDS.postgres } : {};
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
/** What the catalog listed after the first run. */
let settled: Readonly<Record<string, unknown>> = {};

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

interface Run {
  readonly exit: number;
  readonly out: string;
  /** Everything it told beside its output. */
  readonly told: string;
}

/** A program as that account, to its end: the end of its output too, which a process that it left could hold open. */
function run(program: string, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(program, args, { ...account, env, cwd: root }, (error, out, told) =>
      resolve({ exit: error === null ? 0 : Number(error.code ?? -1), out, told }),
    );
  });
}

function sluis(...args: string[]): Promise<Run> {
  return run(process.execPath, join(root, 'bin/sluis.mjs'), ...args);
}

/** What a second start must find again: nothing is onboarded, landed, made or released twice. */
async function inCatalog(): Promise<Readonly<Record<string, unknown>>> {
  const lists = [['sources'], ['deliveries', 'list'], ['datasets'], ['results', 'list']];
  const found = await Promise.all(lists.map((list) => sluis(...list, '--json')));
  expect(found.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
  return Object.fromEntries(found.map(({ out }, at) => [lists[at]?.join(' '), JSON.parse(out)]));
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

describeNeeding('account', reachable, 'a second start of the demo', () => {
  it('with --json prints one document of the promised form, and uses what runs and what is there', async () => {
    settled = await inCatalog();
    const { exit, out, told } = await run('npm', 'run', '-s', 'demo', '--', '--json', '--persons', '1000');
    expect({ exit, told }).toMatchObject({ exit: 0 });
    expect(recordedNow()).toEqual(processes);
    expect(await inCatalog()).toEqual(settled);

    const { sources, releases, audit } = demoDocument(out);
    expect(Object.fromEntries(sources.map(({ id, stage, outcome }) => [id, `${stage} ${outcome}`]))).toEqual({
      brp: 'curated CONDITIONS',
      'politie-verdachte': 'curated CONDITIONS',
      bag: 'curated CONDITIONS',
      'belasting-huishouden': 'curated CONDITIONS',
      'belasting-huishouden-convenant': 'refused DENY',
      'cbs-records': 'refused DENY',
      'airbnb-amsterdam': 'refused DENY',
    });
    const refusals = sources
      .filter(({ stage }) => stage === 'refused')
      .map(({ rules }) => rules.map(({ code }) => code));
    expect(refusals).toEqual([
      expect.arrayContaining(['W05']),
      expect.arrayContaining(['W06']),
      expect.arrayContaining(['S04', 'L05']),
    ]);
    const city =
      readFileSync(join(home.root, 'city/1000-1/brp.csv'), 'utf8').trimEnd().split('\n').length - 1;
    expect(sources.find(({ id }) => id === 'brp')).toMatchObject({ rowsIn: city, rowsOut: city });
    expect(audit).toEqual({
      ok: true,
      events: JSON.parse((await sluis('audit', 'verify', '--json')).out).events,
    });
    expect(releases.map(({ theme }) => theme)).toEqual(['instroom-drugs']);
    expect(releases[0]).toMatchObject(await releasedCells('release:instroom-drugs:1'));
  }, 240_000);
});

/** Rows of a release, and hidden figures (not those of rates, which follow), counted in the files that anybody downloads. */
async function releasedCells(
  release: string,
): Promise<{ readonly rows: number; readonly suppressed: number }> {
  const out = join(folder, 'home/released');
  expect((await sluis('results', 'download', release, '--out', out)).exit).toBe(0);
  const csvs = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.csv'),
  );
  const linesOf = (names: readonly string[]) =>
    names.flatMap((name) => readFileSync(join(out, name), 'utf8').trimEnd().split(/\r?\n/).slice(1));
  const counted = linesOf(csvs.filter((name) => !/-per-\d+\.csv$/.test(name)));
  return {
    rows: linesOf(csvs).length,
    suppressed: counted.filter((line) => line.endsWith(',suppressed')).length,
  };
}

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

  it('keeps the data: --detach brings all of it up again, and sluis down ends it', async () => {
    const { exit, out, told } = await run('npm', 'run', '-s', 'demo', '--', '--detach', '--persons', '1000');
    expect({ exit, told }).toMatchObject({ exit: 0 });
    expect(out).toContain('sluis down');
    const again = recordedNow();
    expect(again.length).toBe(6);
    expect(again.every(isRunning)).toBe(true);
    expect(await inCatalog()).toEqual(settled);
    expect((await sluis('audit', 'verify')).exit).toBe(0);
    expect((await sluis('down')).exit).toBe(0);
    expect(again.filter(isRunning)).toEqual([]);
  }, 300_000);
});

describeOnData('the demo on the real files', () => {
  it.skipIf(!reachable)(
    'with --once takes them the whole way, ends with 0 and leaves no process',
    async () => {
      const { exit, out, told } = await run(
        'npm',
        'run',
        '-s',
        'demo',
        '--',
        '--once',
        '--json',
        '--real',
        DATA,
      );
      expect({ exit, told }).toMatchObject({ exit: 0 });
      expect(recordedNow().filter(isRunning)).toEqual([]);
      const { sources, releases, audit } = demoDocument(out);
      expect(audit.ok).toBe(true);
      expect(releases.map(({ theme }) => theme)).toEqual(['veiligheid-den-haag']);
      expect(sources.map(({ id, stage, rowsIn }) => [id, stage, rowsIn])).toEqual([
        ['cbs-kwb-2024', 'curated', 18_310],
        ['politie-den-haag-2017', 'curated', 13_392],
        ['inbrekers-den-haag', 'curated', 548],
        ['den-haag-buurten', 'curated', 89],
        ['airbnb-amsterdam', 'refused', null],
      ]);
    },
    300_000,
  );
});
