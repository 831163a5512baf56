import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { cpuSeconds, memoryBytes } from './process-meter.js';

/** What writing every source of a synthetic city took. Bytes and seconds. */
export interface CityFigures {
  readonly persons: number;
  readonly rows: number;
  readonly bytes: number;
  readonly wall: number;
  readonly cpu: number;
  /** Highest resident memory of the writing process (VmHWM). */
  readonly peak: number;
  /** SHA-256 of the files' SHA-256s, in the order of their names: the same on every machine. */
  readonly digest: string;
}

const SCRIPT = fileURLToPath(new URL('../demo/city/main.js', import.meta.url));
const LOOK_MS = 50;

/** Writes the city of seed 1 in a process of its own into a scratch folder, which is removed. */
export async function city(persons: number): Promise<CityFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'sluis-bench-city-'));
  try {
    const used = await written(['--out', folder, '--persons', String(persons), '--seed', '1']);
    const paths = Object.values(used.told.files).sort();
    const rows = Object.values(used.told.rows).reduce((sum, count) => sum + count, 0);
    const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
    const { wall, cpu, peak } = used;
    return { persons, rows, bytes, wall, cpu, peak, digest: await digestOf(paths) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Told {
  readonly files: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, number>>;
}

function written(args: readonly string[]) {
  return new Promise<{ told: Told; wall: number; cpu: number; peak: number }>((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let [said, cpu, peak] = ['', 0, 0];
    // Both only grow; a look after the end finds nothing.
    const looking = setInterval(() => {
      cpu = Math.max(cpu, cpuSeconds(child.pid ?? 0));
      peak = Math.max(peak, memoryBytes(child.pid ?? 0).peak);
    }, LOOK_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(looking);
      const wall = (performance.now() - started) / 1000;
      if (code === 0) resolve({ told: JSON.parse(said) as Told, wall, cpu, peak });
      else reject(new Error(`writing the city ended with exit code ${code}`));
    });
  });
}

async function digestOf(paths: readonly string[]): Promise<string> {
  const all = createHash('sha256');
  for (const path of paths) {
    const one = createHash('sha256');
    await pipeline(createReadStream(path), one);
    all.update(one.digest());
  }
  return all.digest('hex');
}
