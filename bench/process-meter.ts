import { readFileSync, writeFileSync } from 'node:fs';

/** Linux counts CPU for user space in hundredths of a second (USER_HZ), whatever the kernel's own tick. */
const TICKS_A_SECOND = 100;

/** User and system seconds that a process has used, all its threads together; 0 where it has ended. */
export function cpuSeconds(pid: number | 'self'): number {
  const stat = procText(pid, 'stat');
  // The second field is the name in brackets and may hold anything, so count from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_A_SECOND;
}

/** Resident memory in bytes: now, and the highest since the process began or `resetPeak`. */
export function memoryBytes(pid: number | 'self'): { readonly resident: number; readonly peak: number } {
  const status = procText(pid, 'status');
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return { resident: kilobytes('VmRSS') * 1024, peak: kilobytes('VmHWM') * 1024 };
}

/** Forgets the peak so far (proc(5), clear_refs); needs the process's own account or root. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function procText(pid: number | 'self', name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

interface Sample {
  readonly at: number;
  readonly cpu: readonly number[];
  readonly resident: readonly number[];
}

const SAMPLE_MS = 20;

/**
 * Looks at some processes fifty times a second, so that what they used between two instants can be told afterwards:
 * the steps of a delivery end at instants that the catalog knows, and only then.
 */
export class ProcessMeter {
  readonly #pids: readonly number[];
  readonly #samples: Sample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pids: readonly number[]) {
    this.#pids = pids;
    this.#look();
    this.#timer = setInterval(() => this.#look(), SAMPLE_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#look();
  }

  /** CPU seconds of each process between two instants (milliseconds), straight lines drawn between the samples. */
  cpuBetween(from: number, until: number): readonly number[] {
    return this.#pids.map((_, place) => this.#cpuAt(until, place) - this.#cpuAt(from, place));
  }

  /** Highest resident memory of each process that was seen between two instants, in bytes. */
  residentBetween(from: number, until: number): readonly number[] {
    const within = this.#samples.filter(({ at }) => at >= from && at <= until);
    return this.#pids.map((_, place) => Math.max(0, ...within.map(({ resident }) => resident[place] ?? 0)));
  }

  #look(): void {
    this.#samples.push({
      at: Date.now(),
      cpu: this.#pids.map(cpuSeconds),
      resident: this.#pids.map((pid) => memoryBytes(pid).resident),
    });
  }

  #cpuAt(instant: number, place: number): number {
    const after = this.#samples.findIndex(({ at }) => at >= instant);
    const [before, next] = [
      this.#samples[after < 0 ? this.#samples.length - 1 : after - 1],
      this.#samples[after],
    ];
    if (!next) return before?.cpu[place] ?? 0;
    if (!before) return next.cpu[place] ?? 0;
    const share = (instant - before.at) / Math.max(1, next.at - before.at);
    return (before.cpu[place] ?? 0) + share * ((next.cpu[place] ?? 0) - (before.cpu[place] ?? 0));
  }
}
