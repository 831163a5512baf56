import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SluisError } from '../../domain/errors.js';
import { type Home, SERVER_UIDS, type ServerName, startedAsRoot } from '../home.js';
import { writePrivateFile } from '../private-file.js';
import { boundLog } from '../telemetry/bounded-log.js';
import { identify, isRunning, type ProcessIdentity } from './process-table.js';

/** What the pid file holds: enough to know our process again, and where it listens. */
export interface ManagedProcess extends ProcessIdentity {
  readonly name: string;
  /** Zero where it does not listen. */
  readonly port: number;
}

export interface ProcessPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing of ours is handed on. */
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Whose account, where the start is as root. */
  readonly runAs: ServerName | 'self';
}

const pidFile = (home: Home, name: string) => join(home.run, `${name}.json`);

/** Log of a process: 0600, appended to. */
export const logFile = (home: Home, name: string) => join(home.logs, `${name}.log`);

/** The process of the pid file, running or not; null without a readable file. */
export function recorded(home: Home, name: string): ManagedProcess | null {
  try {
    return JSON.parse(readFileSync(pidFile(home, name), 'utf8')) as ManagedProcess;
  } catch {
    return null;
  }
}

/** The process of the pid file if it is still that one. */
export function running(home: Home, name: string): ManagedProcess | null {
  const known = recorded(home, name);
  return known && isRunning(known) ? known : null;
}

/** Starts detached, so that it outlives the command line, and records it. */
export async function launch(home: Home, plan: ProcessPlan): Promise<ManagedProcess> {
  boundLog(logFile(home, plan.name));
  const log = openSync(logFile(home, plan.name), 'a', 0o600);
  const account = startedAsRoot() && plan.runAs !== 'self' ? accountOf(SERVER_UIDS[plan.runAs]) : {};
  try {
    const child = spawn(plan.command, [...plan.args], {
      ...account,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...plan.env },
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const identity = identify(child.pid ?? 0) ?? { pid: child.pid ?? 0, started: '' };
    const record = { ...identity, name: plan.name, port: plan.port };
    writePrivateFile(pidFile(home, plan.name), JSON.stringify(record));
    return record;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new SluisError('ServerUnavailable', `${plan.name} could not be started (${code}).`, { code });
  } finally {
    closeSync(log);
  }
}

const accountOf = (id: number) => ({ uid: id, gid: id });

/** Asks with `signal`, waits, kills; then forgets it. Harmless where nothing runs. */
export async function stop(home: Home, name: string, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const process = running(home, name);
  if (process) await end(process, signal, graceMs);
  forget(home, name);
}

/** Keeps the port in mind, so that clients find a restarted server where it was. */
export function forget(home: Home, name: string): void {
  const known = recorded(home, name);
  if (known)
    writePrivateFile(pidFile(home, name), JSON.stringify({ name, port: known.port, pid: 0, started: '' }));
}

export function removeRecord(home: Home, name: string): void {
  rmSync(pidFile(home, name), { force: true });
}

/** Ends one process, whatever it takes. */
export async function end(
  process: ProcessIdentity,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<'asked' | 'killed'> {
  send(process, signal);
  if (await gone(process, graceMs)) return 'asked';
  send(process, 'SIGKILL');
  if (await gone(process, 5_000)) return 'killed';
  throw new SluisError('ServerUnavailable', `Process ${process.pid} does not end.`, { pid: process.pid });
}

async function gone(process: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(process)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

function send(target: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning(target)) return;
  try {
    process.kill(target.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
