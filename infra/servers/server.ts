import { setTimeout as sleep } from 'node:timers/promises';
import { SluisError } from '../../domain/errors.js';
import type { Home, ServerName } from '../home.js';
import {
  end,
  forget,
  launch,
  logFile,
  type ManagedProcess,
  type ProcessPlan,
  recorded,
  running,
  stop,
} from './managed-process.js';
import { freePort } from './ports.js';
import { findByArgument, isRunning } from './process-table.js';

/** One of the three embedded servers, as the shared start and stop need to know it. */
export interface Server {
  readonly name: ServerName;
  readonly program: string;
  /** The argument that only our process has: its data. An orphan is known by it. */
  readonly mark: string;
  readonly preferredPort: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
  readonly readyWithinMs: number;
  plan(port: number): Omit<ProcessPlan, 'name' | 'port'>;
  /** Throws, or returns false, until it serves. */
  healthy(port: number): Promise<boolean>;
}

const ATTEMPTS = 3;

/** The running server if it is healthy, else a new one; what a killed run left behind is ended first. */
export async function ensureRunning(home: Home, server: Server): Promise<ManagedProcess> {
  const known = running(home, server.name);
  if (known && (await becomesHealthy(server, known, 3_000))) return known;
  if (known) await end(known, server.stopSignal, server.stopWithinMs);
  await endOrphans(server);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const port = await freePort(recorded(home, server.name)?.port ?? 0, server.preferredPort);
    const started = await launch(home, { name: server.name, port, ...server.plan(port) });
    if (await becomesHealthy(server, started, server.readyWithinMs)) return started;
    await end(started, server.stopSignal, server.stopWithinMs);
    // A port taken in between, or the shared memory of a killed PostgreSQL: both pass.
    await sleep(300 * attempt);
  }
  forget(home, server.name);
  throw new SluisError(
    'ServerUnavailable',
    `${server.name} did not become ready in ${ATTEMPTS} attempts: see ${logFile(home, server.name)}.`,
  );
}

export async function stopServer(home: Home, server: Server): Promise<void> {
  await stop(home, server.name, server.stopSignal, server.stopWithinMs);
  await endOrphans(server);
}

async function endOrphans(server: Server): Promise<void> {
  const orphans = findByArgument(server.program, server.mark);
  await Promise.all(orphans.map((orphan) => end(orphan, server.stopSignal, server.stopWithinMs)));
}

async function becomesHealthy(server: Server, process: ManagedProcess, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && isRunning(process)) {
    if (await answers(server, process.port)) return isRunning(process);
    await sleep(50);
  }
  return false;
}

/** One question with a deadline of its own: a server that hangs is not healthy. */
async function answers(server: Server, port: number): Promise<boolean> {
  const timeout = new AbortController();
  const late = sleep(2_000, false, { signal: timeout.signal }).catch(() => false);
  const asked = server.healthy(port).catch(() => false);
  const answer = await Promise.race([asked, late]);
  timeout.abort();
  return answer;
}
