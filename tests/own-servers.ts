import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import pg from 'pg';
import { homeAt, SERVER_UIDS, startedAsRoot } from '../infra/home.js';
import { postgresBinaries, temporalBinary, versitygwBinary } from '../infra/servers/binaries.js';
import { freePort } from '../infra/servers/ports.js';
import { clientFor } from '../infra/servers/s3-zones.js';

/** Servers as an operator has them: started by nothing of `infra/`, and reached by the variables of the README. */
export interface OwnServers {
  readonly variables: Readonly<Record<string, string>>;
  readonly processes: readonly ChildProcess[];
  readonly stop: () => Promise<void>;
}

/** What an operator gives each user of the store, by hand from the zone table of docs/architecture.md. */
const OWN = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
];
const GRANTS: readonly (readonly [zone: string, user: string, onObjects: readonly string[]])[] = [
  ['landing', 'vault', OWN],
  ['pseudonymised', 'vault', OWN],
  ['pseudonymised', 'data', ['s3:GetObject']],
  ['curated', 'data', OWN],
  ['result', 'data', OWN],
  ['released', 'data', OWN],
  ['released', 'person', ['s3:GetObject']],
  ['audit', 'control', ['s3:GetObject', 's3:PutObject']],
];
const USERS = ['control', 'vault', 'data', 'person'];
const PREFIX = 'lake-';
const NAMESPACE = 'lake';
const account = startedAsRoot() ? { uid: SERVER_UIDS.postgres, gid: SERVER_UIDS.postgres } : {};

export async function startOwnServers(): Promise<OwnServers> {
  const folder = mkdtempSync(join(tmpdir(), 'sluis-own-'));
  chmodSync(folder, 0o755);
  const below = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { mode: 0o700 });
    if (startedAsRoot()) chownSync(path, SERVER_UIDS.postgres, SERVER_UIDS.postgres);
    return path;
  };
  const processes: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(processes.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const start = (command: string, args: readonly string[], env: Record<string, string> = {}) => {
    const child = spawn(command, args, {
      ...account,
      cwd: '/',
      stdio: 'ignore',
      env: { PATH: '/usr/bin:/bin', HOME: folder, TZ: 'UTC', LC_ALL: 'C', ...env },
    });
    processes.push(child);
  };
  try {
    const parts = [
      ownPostgres(folder, below, start),
      ownTemporal(folder, below, start),
      ownS3(folder, below, start),
    ];
    return { variables: Object.assign({}, ...(await Promise.all(parts))), processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Below = (name: string) => string;
type Start = (command: string, args: readonly string[], env?: Record<string, string>) => void;

/** A database of an operator who is no superuser: what the README asks for, and nothing more. */
async function ownPostgres(folder: string, below: Below, start: Start) {
  const bin = postgresBinaries(homeAt(folder));
  const data = below('pg');
  const password = join(data, '..', 'pw');
  writeFileSync(password, 'superuser', { mode: 0o644 });
  const options = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', password, '--no-sync'];
  execFileSync(join(bin, 'initdb'), options, { ...account, cwd: '/', stdio: 'ignore' });
  const port = await freePort();
  start(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-F']);
  const url = (user: string, database: string) => `postgres://${user}:${user}@127.0.0.1:${port}/${database}`;
  const superuser = await until('PostgreSQL', async () => {
    const client = new pg.Client({
      connectionString: `postgres://postgres:superuser@127.0.0.1:${port}/postgres`,
    });
    await client.connect();
    return client;
  });
  await superuser.query(`CREATE ROLE operator LOGIN CREATEROLE PASSWORD 'operator'`);
  await superuser.query('CREATE DATABASE lake OWNER operator');
  await superuser.end();
  return { DATABASE_URL: url('operator', 'lake') };
}

async function ownTemporal(folder: string, below: Below, start: Start) {
  const port = await freePort();
  const file = join(below('temporal'), 'own.db');
  const binary = temporalBinary(homeAt(folder));
  start(binary, [
    ...[
      'server',
      'start-dev',
      '--headless',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--log-level',
      'never',
    ],
    ...['--namespace', NAMESPACE, '--db-filename', file],
  ]);
  const address = `127.0.0.1:${port}`;
  const command = ['operator', 'search-attribute', 'create', '--namespace', NAMESPACE, '--address', address];
  const attributes = ['SluisSource', 'SluisStage'].flatMap((name) => ['--name', name, '--type', 'Keyword']);
  await until('Temporal', async () =>
    execFileSync(binary, [...command, ...attributes], { stdio: 'ignore', env: { HOME: folder } }),
  );
  return { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: NAMESPACE };
}

async function ownS3(folder: string, below: Below, start: Start) {
  const port = await freePort();
  const accounts = USERS.map((who) => {
    const secret = `secret-of-${who}-0000`;
    return [
      `lake-${who}`,
      { access: `lake-${who}`, secret, role: 'user', userID: 0, groupID: 0, projectID: 0 },
    ];
  });
  const iam = below('iam');
  const users = join(iam, 'users.json');
  writeFileSync(users, JSON.stringify({ accessAccounts: Object.fromEntries(accounts) }));
  if (startedAsRoot()) chownSync(users, SERVER_UIDS.postgres, SERVER_UIDS.postgres);
  const root = { accessKeyId: 'operator', secretAccessKey: 'operators-own' };
  start(
    versitygwBinary(homeAt(folder)),
    [
      '--port',
      `127.0.0.1:${port}`,
      '--iam-dir',
      iam,
      '--health',
      '/healthz',
      '--quiet',
      'posix',
      below('objects'),
    ],
    { ROOT_ACCESS_KEY: root.accessKeyId, ROOT_SECRET_KEY: root.secretAccessKey },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await until(
    'S3',
    async () => (await fetch(`${endpoint}/healthz`)).ok || Promise.reject(new Error('not yet')),
  );
  await makeBuckets(endpoint, root);
  const credentials = USERS.flatMap((who) => [
    [`S3_${who.toUpperCase()}_ACCESS_KEY_ID`, `lake-${who}`],
    [`S3_${who.toUpperCase()}_SECRET_ACCESS_KEY`, `secret-of-${who}-0000`],
  ]);
  return { S3_ENDPOINT: endpoint, S3_BUCKET_PREFIX: PREFIX, ...Object.fromEntries(credentials) };
}

async function makeBuckets(endpoint: string, root: { accessKeyId: string; secretAccessKey: string }) {
  const client = clientFor({ endpoint, region: 'us-east-1' }, root);
  for (const zone of new Set(GRANTS.map(([name]) => name))) {
    const Bucket = `${PREFIX}${zone}`;
    const Statement = GRANTS.filter(([name]) => name === zone).flatMap(([, who, actions]) => {
      const allow = { Effect: 'Allow', Principal: { AWS: [`lake-${who}`] } };
      const onBucket =
        actions === OWN ? ['s3:ListBucket', 's3:ListBucketMultipartUploads'] : ['s3:ListBucket'];
      return [
        { ...allow, Action: actions, Resource: [`arn:aws:s3:::${Bucket}/*`] },
        { ...allow, Action: onBucket, Resource: [`arn:aws:s3:::${Bucket}`] },
      ];
    });
    await client.send(new CreateBucketCommand({ Bucket }));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
  client.destroy();
}

async function until<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} did not start: ${String(error)}`);
      await sleep(100);
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const killer = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await exit;
  clearTimeout(killer);
}
