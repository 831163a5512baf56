import { join } from 'node:path';
import type { Access } from '../operations/access.js';
import { curated } from './governed-path.js';
import { CLASS_SIZE, writeRegister } from './register.js';

/** Seconds from the start of a delivery to its end. */
export interface SmallFigures {
  readonly rows: number;
  readonly runs: number;
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

/** Numbers of persons that no large file uses: the same bytes again would find what is sealed already. */
const FIRST = 8_900_000;
const RUNS = 7;

/** One class of persons, the whole way, several times on workers that have delivered before. */
export async function smallSource(access: Access, sourceId: string, folder: string): Promise<SmallFigures> {
  const seconds: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const csv = join(folder, `small-${run}.csv`);
    await writeRegister(csv, FIRST + run * CLASS_SIZE, CLASS_SIZE);
    const started = performance.now();
    await curated(access, sourceId, csv);
    if (run > 0) seconds.push((performance.now() - started) / 1000);
  }
  seconds.sort((a, b) => a - b);
  const [fastest = 0, slowest = 0] = [seconds[0], seconds.at(-1)];
  return { rows: CLASS_SIZE, runs: RUNS, median: seconds[Math.floor(RUNS / 2)] ?? 0, fastest, slowest };
}
