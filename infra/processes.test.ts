import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHome, type Home, homeAt, worldSearchable } from './home.js';
import { startWorker, stopWorkers, workerStatus } from './processes.js';
import { end, running } from './servers/managed-process.js';

/** A worker that says it is ready as the real ones do, and tells the names of its environment. */
const PROGRAM = `
const { renameSync, writeFileSync } = require('node:fs');
const facts = { names: Object.keys(process.env).sort().join(' ') };
writeFileSync(process.env.HOME + '/new', JSON.stringify({ pid: process.pid, facts }));
renameSync(process.env.HOME + '/new', process.env.HOME + '/ready.json');
setInterval(() => {}, 1000);
`;

describe('worker processes', () => {
  let home: Home;
  let program: string;

  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'sluis-workers-'));
    await chmod(root, 0o755);
    home = homeAt(root);
    createHome(home);
    program = join(root, 'worker.cjs');
    await writeFile(program, PROGRAM);
  });
  afterEach(async () => {
    await stopWorkers(home);
    await rm(home.root, { recursive: true, force: true });
  });

  it('are ready once they say so, keep running for a second start, and are gone after the stop', async () => {
    const first = await startWorker(home, 'vault', program);
    expect(first.state).toBe('ready');
    expect((await startWorker(home, 'vault', program)).pid).toBe(first.pid);
    await stopWorkers(home);
    expect(workerStatus(home, 'vault')).toMatchObject({ state: 'stopped', pid: null });
  });

  it('start again after a kill: the ready file of the dead one does not count', async () => {
    const first = await startWorker(home, 'data', program);
    const process = running(home, 'worker-data');
    if (!process) throw new Error('the worker does not run');
    await end(process, 'SIGKILL', 1_000);
    expect(workerStatus(home, 'data').state).toBe('stopped');
    const second = await startWorker(home, 'data', program);
    expect([second.state, second.pid === first.pid]).toEqual(['ready', false]);
  });

  it('get nothing of the environment of whoever starts them, and log to a 0600 file', async () => {
    process.env.SLUIS_SECRET_OF_CALLER = 'x';
    const { facts, log } = await startWorker(home, 'control', program);
    delete process.env.SLUIS_SECRET_OF_CALLER;
    expect(facts.names).toBe(
      'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED HOME LC_ALL PATH SLUIS_HOME TMPDIR TZ',
    );
    expect((await stat(log)).mode & 0o777).toBe(0o600);
  });

  it('that end at once are told with the place of their log', async () => {
    await writeFile(program, 'process.exit(3)');
    await expect(startWorker(home, 'data', program)).rejects.toThrow(
      /data worker did not become ready: see .*log/,
    );
  });
});

describe('the state folder', () => {
  it('counts as closed to other accounts when any folder above it is', async () => {
    const root = await mkdtemp(join(tmpdir(), 'sluis-closed-')); // mkdtemp makes it 0700
    expect(worldSearchable(join(root, 'a', 'b'))).toBe(false);
    await chmod(root, 0o755);
    expect(worldSearchable(join(root, 'a', 'b'))).toBe(true);
    await rm(root, { recursive: true });
  });
});
