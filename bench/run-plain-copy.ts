import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Seconds of CPU and of the clock, and bytes of memory, of a plain COPY of one file. */
export interface PlainCopy {
  readonly cpu: number;
  readonly wall: number;
  readonly peak: number;
}

/** Runs the copy once in a child; the file it wrote is removed. @throws Error where it read another number of rows */
export async function runPlainCopy(csv: string, rows: number): Promise<PlainCopy> {
  const script = fileURLToPath(new URL('plain-copy.js', import.meta.url));
  const out = `${csv}.parquet`;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, csv, out]);
    const told = JSON.parse(stdout) as PlainCopy & { readonly rows: number };
    if (told.rows !== rows) throw new Error(`the plain copy read ${told.rows} of ${rows} rows`);
    const { cpu, wall, peak } = told;
    return { cpu, wall, peak };
  } finally {
    rmSync(out, { force: true });
  }
}

/** The mean of two runs, one before and one after what is compared: the load of the machine changes. */
export function meanOf(before: PlainCopy, after: PlainCopy): PlainCopy {
  return {
    cpu: (before.cpu + after.cpu) / 2,
    wall: (before.wall + after.wall) / 2,
    peak: Math.max(before.peak, after.peak),
  };
}
