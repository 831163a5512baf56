import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { SluisError } from '../../domain/errors.js';
import { type Home, privateFolder, SERVER_UIDS, startedAsRoot } from '../home.js';
import { writePrivateFile } from '../private-file.js';
import type { Secrets } from '../secrets.js';
import { postgresBinaries } from './binaries.js';
import type { Server } from './server.js';

const DATA = 'postgres';
const ENV = { PATH: '/usr/bin:/bin', HOME: '/', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Statement texts, errors of statements and their details quote values: none goes to the log, and who sent the statement
 * is told anyway. What the server does by itself, and what ends a connection, does.
 */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=80',
  'log_statement=none',
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
];

export function postgresServer(home: Home, secrets: Secrets): Server {
  const data = join(home.servers, DATA);
  return {
    name: 'postgres',
    program: 'postgres',
    mark: data,
    preferredPort: 15432,
    stopSignal: 'SIGINT', // fast: ends sessions, writes a checkpoint
    stopWithinMs: 10_000,
    readyWithinMs: 20_000,
    plan: (port) => ({
      command: join(postgresBinaries(home), 'postgres'),
      args: ['-D', data, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])],
      env: ENV,
      runAs: 'postgres',
    }),
    healthy: (port) => answersQueries(adminUrl(port, secrets)),
  };
}

export function adminUrl(port: number, secrets: Secrets): string {
  return `postgres://postgres:${secrets.superuserPassword}@127.0.0.1:${port}/postgres`;
}

/** Initialises in a folder beside and renames: an initdb that was killed halfway leaves nothing that looks whole. */
export async function initialisePostgres(home: Home, secrets: Secrets): Promise<void> {
  const data = join(home.servers, DATA);
  if (existsSync(data)) return;
  const work = `${data}.new`;
  rmSync(work, { recursive: true, force: true });
  privateFolder(work, SERVER_UIDS.postgres);
  const passwordFile = join(work, 'password');
  writePrivateFile(passwordFile, secrets.superuserPassword, SERVER_UIDS.postgres);
  const folder = join(work, 'data');
  const options = ['-D', folder, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile];
  const account = startedAsRoot() ? { uid: SERVER_UIDS.postgres, gid: SERVER_UIDS.postgres } : {};
  try {
    await promisify(execFile)(
      join(postgresBinaries(home), 'initdb'),
      [...options, '-E', 'UTF8', '--locale=C', '--data-checksums', '--no-sync', '--no-instructions'],
      { ...account, cwd: '/', env: ENV },
    );
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? 'unknown');
    throw new SluisError('ServerUnavailable', `initdb failed (${code}): is there room and a right to write?`);
  }
  renameSync(folder, data);
  rmSync(work, { recursive: true, force: true });
}

async function answersQueries(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_500 });
  client.on('error', () => undefined); // the question below fails with it
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
