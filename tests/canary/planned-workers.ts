import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORKER_ROLES, type WorkerRole } from '../../domain/names.js';
import { type Home, workerFolder } from '../../infra/home.js';
import { startWorker, stopWorkers } from '../../infra/processes.js';
import { logFile } from '../../infra/servers/managed-process.js';

/** What happens at the ports of a process (around.mjs). */
export type Plan =
  | { readonly mode: 'tell' }
  | { readonly mode: 'fail'; readonly each: 'port' | 'step'; readonly only?: string }
  | { readonly mode: 'hold'; readonly holds: readonly Hold[] };

/** Where a step does what it does and then goes no further. */
export interface Hold {
  readonly activity: string;
  /** Beginning of the id of the workflow that it works for. */
  readonly workflow: string;
  readonly port: string;
  /** Beginning of the statement. */
  readonly detail?: string;
}

const ENTRY = fileURLToPath(new URL('./worker.mjs', import.meta.url));

/** Workers that follow a plan, and what they told since they began to. */
export class PlannedWorkers {
  readonly #begin = new Map<WorkerRole, number>();

  constructor(readonly home: Home) {}

  async start(plans: Partial<Readonly<Record<WorkerRole, Plan>>>): Promise<void> {
    const roles = WORKER_ROLES.filter((role) => plans[role] !== undefined);
    await stopWorkers(this.home, roles);
    await Promise.all(
      roles.map(async (role) => {
        const plan = join(workerFolder(this.home, role), 'canary.json');
        writeFileSync(plan, JSON.stringify(plans[role]), { mode: 0o600 });
        this.#begin.set(role, statSync(logFile(this.home, `worker-${role}`)).size);
        await startWorker(this.home, role, ENTRY);
      }),
    );
  }

  /** Lines of one kind, without their first word. */
  told(role: WorkerRole, kind: 'port' | 'fault' | 'holding'): readonly string[] {
    const log = readFileSync(logFile(this.home, `worker-${role}`)).subarray(this.#begin.get(role) ?? 0);
    return linesOf(log.toString('utf8'), kind);
  }
}

export function linesOf(text: string, kind: 'port' | 'fault' | 'holding'): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${kind} `))
    .map((line) => line.slice(kind.length + 1));
}

/** Names of the ports, whatever step used them. */
export function portsOf(lines: readonly string[]): readonly string[] {
  return [...new Set(lines.map((line) => line.slice(line.indexOf(' ') + 1)))].sort();
}
