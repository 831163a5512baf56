import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Protection of two tables of many records, with the attack on their bytes. Seconds and bytes. */
export interface ManyRecords {
  readonly records: number;
  /** Of both tables, totals included. */
  readonly cells: number;
  readonly hidden: number;
  readonly cpu: number;
  readonly wall: number;
  /** Longest time that nothing else could run: no heartbeat either. */
  readonly pause: number;
  readonly peak: number;
}

/** Runs it once in a child. */
export async function runProtectMany(records: number): Promise<ManyRecords> {
  const script = fileURLToPath(new URL('protect-many.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(records)]);
  const told = JSON.parse(stdout) as ManyRecords;
  if (told.hidden === 0) throw new Error('a table with rare persons hides nothing');
  return told;
}
