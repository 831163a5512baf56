import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A process as Linux knows it: the pid alone may have been given to another one since. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot (field 22 of /proc/PID/stat). */
  readonly started: string;
}

/** Null where there is no such process, or only a zombie of it. */
export function identify(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold anything, so count from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return { pid, started: fields[19] ?? '' };
  } catch {
    return null;
  }
}

export function isRunning(process: ProcessIdentity): boolean {
  return identify(process.pid)?.started === process.started;
}

/** Processes of a program that were given exactly this argument: what a killed parent left behind. */
export function findByArgument(program: string, argument: string): ProcessIdentity[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => {
      const words = commandLine(pid);
      return basename(words[0] ?? '') === program && words.includes(argument);
    })
    .flatMap((pid) => identify(Number(pid)) ?? []);
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
