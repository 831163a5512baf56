import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SluisError } from '../domain/errors.js';
import { WORKER_ROLES, type WorkerRole } from '../domain/names.js';
import { type Home, repositoryRoot, WORKER_UIDS, workerFolder } from './home.js';
import { writePrivateFile } from './private-file.js';
import { withHomeLock } from './servers/home-lock.js';
import {
  launch,
  logFile,
  type ManagedProcess,
  removeRecord,
  running,
  stop,
} from './servers/managed-process.js';
import { isRunning } from './servers/process-table.js';

const READY_WITHIN_MS = 30_000;
/** Longer than the worker's own `shutdownGraceTime` of 30 s. */
const STOP_WITHIN_MS = 35_000;

/** What a worker tells when it serves: addresses and ports, no secret. */
export type ReadyFacts = Readonly<Record<string, string | number>>;

export interface WorkerStatus {
  readonly role: WorkerRole;
  readonly state: 'ready' | 'starting' | 'stopped';
  readonly pid: number | null;
  readonly facts: ReadyFacts;
  readonly log: string;
}

/**
 * Starts the workers that do not run yet and waits until each has called `reportReady`. As root they start as root:
 * each reads its credentials and then changes to its own account (`becomeWorker`).
 */
export function startWorkers(
  home: Home,
  roles: readonly WorkerRole[] = WORKER_ROLES,
): Promise<WorkerStatus[]> {
  return withHomeLock(home, () => Promise.all(roles.map((role) => startWorker(home, role, entryOf(role)))));
}

/** Asks the workers to end, and kills what does not. Harmless where none runs. */
export function stopWorkers(home: Home, roles: readonly WorkerRole[] = WORKER_ROLES): Promise<void> {
  return withHomeLock(home, async () => {
    await Promise.all(roles.map((role) => stopWorker(home, role)));
  });
}

export function workerStatus(home: Home, role: WorkerRole): WorkerStatus {
  const process = running(home, processName(role));
  const facts = process ? readyFacts(home, role, process.pid) : null;
  const state = process === null ? 'stopped' : facts === null ? 'starting' : 'ready';
  return {
    role,
    state,
    pid: process?.pid ?? null,
    facts: facts ?? {},
    log: logFile(home, processName(role)),
  };
}

/** Called by the worker itself, as soon as it serves. */
export function reportReady(home: Home, role: WorkerRole, facts: ReadyFacts = {}): void {
  const path = readyFile(home, role);
  const uid = process.getuid?.() ?? 0;
  writePrivateFile(path, JSON.stringify({ pid: process.pid, facts }), uid);
}

/**
 * Called by the worker itself, after it has read its credentials: gives root up for the role's own account. False
 * where it was not root, and nothing keeps the workers from each other's memory and files.
 */
export function becomeWorker(role: WorkerRole): boolean {
  if (process.getuid?.() !== 0) return false;
  const uid = WORKER_UIDS[role];
  process.setgroups?.([]);
  process.setgid?.(uid);
  process.setuid?.(uid);
  return true;
}

/** One worker from the given program. Exported for tests; `startWorkers` names the program. */
export async function startWorker(home: Home, role: WorkerRole, entry: string): Promise<WorkerStatus> {
  const known = running(home, processName(role));
  if (known && (await becomesReady(home, role, known))) return workerStatus(home, role);
  await stopWorker(home, role);
  if (!existsSync(entry))
    throw new SluisError('ServerUnavailable', `The ${role} worker is not built: run "npm run build".`);
  const started = await launch(home, {
    name: processName(role),
    command: process.execPath,
    args: ['--enable-source-maps', entry],
    env: workerEnvironment(home, role),
    port: 0,
    runAs: 'self',
  });
  if (await becomesReady(home, role, started)) return workerStatus(home, role);
  await stopWorker(home, role);
  const log = logFile(home, processName(role));
  throw new SluisError('ServerUnavailable', `The ${role} worker did not become ready: see ${log}.`, { role });
}

async function stopWorker(home: Home, role: WorkerRole): Promise<void> {
  await stop(home, processName(role), 'SIGTERM', STOP_WITHIN_MS);
  removeRecord(home, processName(role));
  rmSync(readyFile(home, role), { force: true });
}

/** Nothing of the caller's environment but time zone and warnings: its secrets are none of the worker's business. */
function workerEnvironment(home: Home, role: WorkerRole): Record<string, string> {
  const prefix = process.env.S3_BUCKET_PREFIX;
  return {
    PATH: '/usr/bin:/bin',
    HOME: workerFolder(home, role),
    TMPDIR: workerFolder(home, role),
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    SLUIS_HOME: home.root,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(prefix === undefined ? {} : { S3_BUCKET_PREFIX: prefix }),
  };
}

async function becomesReady(home: Home, role: WorkerRole, process: ManagedProcess): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && isRunning(process)) {
    if (readyFacts(home, role, process.pid) !== null) return true;
    await sleep(50);
  }
  return false;
}

/** Null unless written by this very process: a ready file of a killed one says nothing. */
function readyFacts(home: Home, role: WorkerRole, pid: number): ReadyFacts | null {
  try {
    const told = JSON.parse(readFileSync(readyFile(home, role), 'utf8')) as {
      pid: number;
      facts: ReadyFacts;
    };
    return told.pid === pid ? told.facts : null;
  } catch {
    return null;
  }
}

function entryOf(role: WorkerRole): string {
  return join(repositoryRoot(), 'dist/infra/workers', `${role}.js`);
}

function readyFile(home: Home, role: WorkerRole): string {
  return join(workerFolder(home, role), 'ready.json');
}

function processName(role: WorkerRole): string {
  return `worker-${role}`;
}
