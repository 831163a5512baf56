import { status } from '../infra/access.js';
import type { Home } from '../infra/home.js';
import type { Access } from '../operations/access.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { memoryBytes, ProcessMeter, resetPeak } from './process-meter.js';

export const PARTS = ['intake', 'profile', 'pseudonymise', 'curate'] as const;
export type Part = (typeof PARTS)[number];

/** The event that ends each part: what comes before it, back to the end of the part before, belongs to it. */
const ENDED_BY: Readonly<Record<Part, string>> = {
  intake: 'deliveryLanded',
  profile: 'deliveryProfiled',
  pseudonymise: 'pseudonymised',
  curate: 'curated',
};

/** Seconds of CPU (user and system, the three workers together) and of the clock; bytes of the worker that had most. */
export interface PartFigures {
  readonly cpu: number;
  readonly wall: number;
  readonly resident: number;
}

export interface GovernedFigures {
  readonly parts: Readonly<Record<Part, PartFigures>>;
  readonly whole: PartFigures;
  /** Seconds of CPU of the S3 gateway and the Temporal server meanwhile; no part of the ratios. */
  readonly servers: number;
  /** Bytes, by worker: before, and the highest of the kernel (VmHWM) during the delivery. */
  readonly memory: readonly { readonly worker: string; readonly idle: number; readonly peak: number }[];
}

/** Takes one file from the sender to the curated zone and says what the workers used for each part. */
export async function governedPath(
  access: Access,
  home: Home,
  sourceId: string,
  csv: string,
): Promise<GovernedFigures> {
  const { servers, workers } = status(home);
  const workerPids = workers.map(({ pid }) => pid ?? 0);
  const serverPids = servers.flatMap(({ name, pid }) => (pid !== null && name !== 'postgres' ? [pid] : []));
  const idle = workerPids.map((pid) => memoryBytes(pid).resident);
  workerPids.forEach(resetPeak);
  const meter = new ProcessMeter([...workerPids, ...serverPids]);
  const started = Date.now();
  const workflowId = await curated(access, sourceId, csv);
  const ended = Date.now();
  meter.stop();
  const peaks = workerPids.map((pid) => memoryBytes(pid).peak);
  const between = (from: number, until: number) => used(meter, workerPids.length, from, until);
  const ends = await endsOf(access, workflowId);
  const begins = [started, ...ends];
  const parts = PARTS.map((part, at) => [part, between(begins[at] as number, ends[at] as number)]);
  return {
    parts: Object.fromEntries(parts) as GovernedFigures['parts'],
    whole: between(started, ended),
    servers: sum(meter.cpuBetween(started, ended).slice(workerPids.length)),
    memory: workers.map(({ role }, at) => ({ worker: role, idle: idle[at] ?? 0, peak: peaks[at] ?? 0 })),
  };
}

/** Delivers, and waits for the end. @throws Error where a gate stopped it or asked people: then nothing was measured */
export async function curated(access: Access, sourceId: string, csv: string): Promise<string> {
  const delivering = await deliver(access, {
    sourceId,
    files: [csv],
    deliverer: demoAccount('provider', 'demo'),
  });
  const { stage, codes } = await delivering.result();
  if (stage === 'curated' && codes.length === 0) return delivering.workflowId;
  throw new Error(`the delivery ended as ${stage} by ${codes.join(', ')}`);
}

function used(meter: ProcessMeter, workers: number, from: number, until: number): PartFigures {
  return {
    cpu: sum(meter.cpuBetween(from, until).slice(0, workers)),
    wall: (until - from) / 1000,
    resident: Math.max(...meter.residentBetween(from, until).slice(0, workers)),
  };
}

/** Instants of the ends, in the order of the parts, by the clock of the control worker: this machine's. */
async function endsOf({ catalog }: Access, workflowId: string): Promise<number[]> {
  const { rows } = await catalog.query<{ type: string; at: Date }>(
    'SELECT type, occurred_at AS at FROM reading.event WHERE workflow_id = $1',
    [workflowId],
  );
  return PARTS.map((part) => {
    const found = rows.find(({ type }) => type === ENDED_BY[part]);
    if (!found) throw new Error(`the catalog has no event ${ENDED_BY[part]} of ${workflowId}`);
    return found.at.getTime();
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
