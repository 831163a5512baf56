import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../../domain/names.js';
import type { TemporalEndpoint } from '../config.js';
import { type Home, privateFolder, SERVER_UIDS } from '../home.js';
import { temporalBinary } from './binaries.js';
import type { Server } from './server.js';

/**
 * A namespace of its own for each state folder: a worker that outlived its server must not take the tasks of another one
 * that happens to get the same port.
 */
export function namespaceOf(home: Home): string {
  return `sluis-${createHash('sha256').update(home.root).digest('hex').slice(0, 12)}`;
}

export function temporalServer(home: Home): Server {
  const folder = join(home.servers, 'temporal');
  const file = join(folder, 'temporal.db');
  return {
    name: 'temporal',
    program: 'temporal',
    mark: file,
    preferredPort: 17233,
    stopSignal: 'SIGTERM',
    stopWithinMs: 8_000,
    readyWithinMs: 30_000,
    plan: (port) => ({
      command: temporalBinary(home),
      args: [...startDev(port), '--namespace', namespaceOf(home), '--db-filename', file],
      // Its account has no entry in the password file, and it asks for a name.
      env: { PATH: '/usr/bin:/bin', HOME: folder, USER: 'sluis-temporal', TZ: 'UTC' },
      runAs: 'temporal',
    }),
    healthy: (port) => namespaceAnswers(port, namespaceOf(home)),
  };
}

export function initialiseTemporal(home: Home): void {
  privateFolder(join(home.servers, 'temporal'), SERVER_UIDS.temporal);
}

/** The file of the development server is disposable (its schema is never migrated): put away, it starts anew. */
export function setTemporalFileAside(home: Home): boolean {
  const file = join(home.servers, 'temporal', 'temporal.db');
  if (!existsSync(file)) return false;
  renameSync(file, `${file}.unusable`);
  for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true });
  return true;
}

/** Without the write-ahead log it does two workflows a second, with it ten and more. */
function startDev(port: number): string[] {
  const attributes = Object.values(SEARCH_ATTRIBUTES).flatMap((name) => [
    '--search-attribute',
    `${name}=Keyword`,
  ]);
  return [
    ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)],
    ...[
      '--log-level',
      'error',
      '--sqlite-pragma',
      'journal_mode=wal',
      '--sqlite-pragma',
      'synchronous=normal',
    ],
    ...attributes,
  ];
}

async function namespaceAnswers(port: number, namespace: string): Promise<boolean> {
  const missing = await missingSearchAttributes({ address: `127.0.0.1:${port}`, namespace });
  return missing.length === 0;
}

/** Search attributes that a namespace lacks. Throws what the client throws where server or namespace do not answer. */
export async function missingSearchAttributes({ address, namespace }: TemporalEndpoint): Promise<string[]> {
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address, connectTimeout: 1_500 });
  try {
    await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return Object.values(SEARCH_ATTRIBUTES).filter((name) => !(name in (customAttributes ?? {})));
  } finally {
    await connection.close();
  }
}
