import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ZONES, type Zone } from '../../domain/names.js';
import { describeNeeding } from '../../tests/needs.js';
import { bucketOf, type Endpoints, readConfig } from '../config.js';
import { type Home, homeAt, startedAsRoot, WORKER_UIDS } from '../home.js';
import { writePrivateFile } from '../private-file.js';
import { IDENTITIES, type Identity } from '../secrets.js';
import { temporalBinary, versitygwBinary } from './binaries.js';
import { serverStatus, startServers, stopServers } from './index.js';
import { end, running } from './managed-process.js';
import { findByArgument, isRunning } from './process-table.js';
import { clientFor } from './s3-zones.js';

/** The same but for ports, which somebody else may have taken meanwhile. Compared unseen: a difference would print secrets. */
function isSame(a: Endpoints, b: Endpoints): boolean {
  const withoutPorts = (one: Endpoints) => JSON.stringify(one).replaceAll(/(127\.0\.0\.1):[0-9]+/g, '$1');
  return withoutPorts(a) === withoutPorts(b);
}

const NAMES = ['postgres', 'temporal', 's3'] as const;
const overridden = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'S3_ENDPOINT'].some((name) => process.env[name]);

function serversAvailable(): boolean {
  try {
    const home = homeAt('/nonexistent');
    return Boolean(temporalBinary(home) && versitygwBinary(home));
  } catch {
    return false;
  }
}

/** A folder that the accounts of the servers can enter, too. */
async function newHome(): Promise<Home> {
  const root = await mkdtemp(join(tmpdir(), 'sluis-home-'));
  await chmod(root, 0o755);
  return homeAt(root);
}

async function query(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(sql);
    return String(Object.values(rows[0] ?? {})[0]);
  } catch (error) {
    return String((error as { code?: string }).code);
  } finally {
    await client.end();
  }
}

/** `ok`, or the name of the store's error. */
async function attempt(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error: Error) => error.name,
  );
}

function pids(home: Home): number[] {
  return NAMES.map((name) => running(home, name)?.pid ?? 0);
}

function listening(port: number): Promise<NetServer | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

describeNeeding('servers', !overridden && serversAvailable(), 'the embedded servers', () => {
  let home: Home;
  let endpoints: Endpoints;

  beforeAll(async () => {
    home = await newHome();
    endpoints = await startServers(home);
  });
  afterAll(async () => {
    await stopServers(home, { wipe: true });
    await rm(home.root, { recursive: true, force: true });
  });

  it('are used again by a second start, at the same time or later', async () => {
    const before = pids(home);
    const [first, second] = await Promise.all([startServers(home), startServers(home)]);
    expect(pids(home)).toEqual(before);
    expect([first, second].every((one) => isSame(one, endpoints))).toBe(true);
  });

  it('start again with their data, where they were, after all three were killed', async () => {
    await query(endpoints.database.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const vault = clientFor(endpoints.s3, endpoints.s3.credentials.vault);
    await vault.send(new PutObjectCommand({ Bucket: bucketOf('landing'), Key: 'kept', Body: 'x' }));
    const before = NAMES.map((name) => running(home, name));
    await Promise.all(before.map((process) => process && end(process, 'SIGKILL', 2_000)));
    expect(serverStatus(home).map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);

    const after = await startServers(home);
    expect(isSame(after, endpoints)).toBe(true);
    expect(await query(after.database.ownerUrl, 'SELECT answer FROM kept')).toBe('42');
    vault.destroy();
    const again = clientFor(after.s3, after.s3.credentials.vault);
    const kept = await again.send(new GetObjectCommand({ Bucket: bucketOf('landing'), Key: 'kept' }));
    expect(await kept.Body?.transformToString()).toBe('x');
    again.destroy();
    endpoints = after;
  });

  it('leave a process alone whose pid stands in a stale pid file', async () => {
    const s3 = running(home, 's3');
    if (!s3) throw new Error('S3 does not run');
    await end(s3, 'SIGTERM', 5_000);
    const stale = { name: 's3', pid: process.pid, started: '1', port: s3.port };
    writePrivateFile(join(home.run, 's3.json'), JSON.stringify(stale));
    await startServers(home);
    expect(running(home, 's3')?.pid).not.toBe(process.pid);
    expect(pids(home)).not.toContain(0);
  });

  it('end an orphan of which no pid file tells', async () => {
    const orphan = running(home, 's3');
    if (!orphan) throw new Error('S3 does not run');
    await rm(join(home.run, 's3.json'));
    await startServers(home);
    expect(isRunning(orphan)).toBe(false);
    expect(running(home, 's3')).not.toBeNull();
  });

  it('take another port where theirs is taken', async () => {
    const s3 = running(home, 's3');
    if (!s3) throw new Error('S3 does not run');
    await end(s3, 'SIGTERM', 5_000);
    const squatter = await listening(s3.port);
    try {
      const moved = await startServers(home);
      expect(moved.s3.endpoint).not.toBe(endpoints.s3.endpoint);
      expect(readConfig(home, 'data').s3.endpoint).toBe(moved.s3.endpoint);
      endpoints = moved;
    } finally {
      squatter?.close();
    }
  });

  it('let each identity do exactly what the zone table says', async () => {
    const root = clientFor(endpoints.s3, endpoints.s3.root!);
    for (const zone of ZONES) {
      await root.send(new PutObjectCommand({ Bucket: bucketOf(zone), Key: 'seen', Body: 'x' }));
    }
    root.destroy();
    const seen = {} as Record<Identity, string[]>;
    for (const who of IDENTITIES) seen[who] = await powers(endpoints, who);
    // Written out by hand from the table in the design, not derived from the code's.
    expect(seen).toEqual({
      control: ['audit:read', 'audit:list', 'audit:write'],
      vault: [
        ...['landing:read', 'landing:list', 'landing:write', 'landing:delete'],
        ...['pseudonymised:read', 'pseudonymised:list', 'pseudonymised:write', 'pseudonymised:delete'],
      ],
      data: [
        ...['pseudonymised:read', 'pseudonymised:list'],
        ...['curated:read', 'curated:list', 'curated:write', 'curated:delete'],
        ...['result:read', 'result:list', 'result:write', 'result:delete'],
        ...['released:read', 'released:list', 'released:write', 'released:delete'],
      ],
      person: ['released:read', 'released:list'],
    });
  });

  it('let no role but the owner make a table, and none become superuser', async () => {
    for (const who of IDENTITIES) {
      const url = endpoints.database.urls[who];
      expect(await query(url, 'SELECT current_database()')).toBe('sluis');
      expect(await query(url, 'CREATE TABLE public.mine (a int)')).toBe('42501');
      expect(await query(url, 'CREATE SCHEMA mine')).toBe('42501');
      expect(await query(url, 'SET ROLE sluis_owner')).toBe('42501');
      expect(await query(url, 'CREATE ROLE other')).toBe('42501');
    }
    expect(
      await query(
        endpoints.database.adminUrl,
        "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'sluis%' AND rolsuper",
      ),
    ).toBe('0');
  });

  it('keep every credential in a 0600 file, as root owned by the worker that may read it', async () => {
    for (const name of await readdir(home.credentials)) {
      const { mode, uid } = await stat(join(home.credentials, name));
      expect([name, (mode & 0o777).toString(8)]).toEqual([name, '600']);
      const role = name.replace('.json', '') as keyof typeof WORKER_UIDS;
      if (startedAsRoot()) expect([name, uid]).toEqual([name, WORKER_UIDS[role] ?? 0]);
    }
    const text = JSON.stringify(readConfig(home, 'data'));
    for (const secret of [endpoints.s3.credentials.vault.secretAccessKey, endpoints.database.ownerUrl])
      expect(text).not.toContain(secret);
  });

  it('leave nothing running after the stop, and keep the data for the next start', async () => {
    const before = NAMES.map((name) => running(home, name)!);
    await stopServers(home, { wipe: false });
    expect(before.filter(isRunning)).toEqual([]);
    for (const program of ['postgres', 'temporal', 'versitygw'])
      expect(findByArgument(program, join(home.servers, program))).toEqual([]);
    const again = await startServers(home);
    expect(await query(again.database.ownerUrl, 'SELECT answer FROM kept')).toBe('42');
  });
});

/** Tries everything in every zone with the real credentials of one identity. */
async function powers(endpoints: Endpoints, who: Identity): Promise<string[]> {
  const client = clientFor(endpoints.s3, endpoints.s3.credentials[who]);
  const found: string[] = [];
  for (const zone of ZONES) {
    for (const [power, work] of tries(zone)) {
      const outcome = await attempt(work(client));
      if (outcome === 'ok') found.push(`${zone}:${power}`);
      else expect([who, zone, power, outcome]).toEqual([who, zone, power, 'AccessDenied']);
    }
  }
  client.destroy();
  return found;
}

function tries(zone: Zone): [string, (client: ReturnType<typeof clientFor>) => Promise<unknown>][] {
  const Bucket = bucketOf(zone);
  return [
    ['read', (client) => client.send(new GetObjectCommand({ Bucket, Key: 'seen' }))],
    ['list', (client) => client.send(new ListObjectsV2Command({ Bucket }))],
    ['write', (client) => client.send(new PutObjectCommand({ Bucket, Key: 'made', Body: 'x' }))],
    ['delete', (client) => client.send(new DeleteObjectCommand({ Bucket, Key: 'made' }))],
  ];
}
