import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, print } from '../cli/output.js';
import { onboardDemo } from '../demo/onboarding.js';
import { SluisError } from '../domain/errors.js';
import { openAccess } from '../infra/access.js';
import { type Home, repositoryRoot } from '../infra/home.js';
import { startWorkers, stopWorkers } from '../infra/processes.js';
import type { Access } from '../operations/access.js';
import { type CityFigures, city } from './city.js';
import { disclosure } from './disclosure.js';
import type { BenchFigures, SizeFigures } from './figures.js';
import { governedPath } from './governed-path.js';
import { machineOf } from './machine.js';
import { BENCH_HELP, type BenchOptions, benchOptions } from './options.js';
import { writeRegister } from './register.js';
import { cityReport, report } from './report.js';
import { meanOf, runPlainCopy } from './run-plain-copy.js';
import { type ManyRecords, runProtectMany } from './run-protect-many.js';
import { withScratchHome } from './scratch-home.js';
import { smallSource } from './small-source.js';

const CONTRACT = 'bench/contracts/register.yaml';

/** Records of a result, which is held in memory where it is protected; of fewer there is nothing to see. */
const RECORDS = { least: 1000, most: 1_000_000 };

const say = (text: string) => void process.stderr.write(`${text}\n`);

async function bench(options: BenchOptions): Promise<void> {
  if (options.help) return void process.stdout.write(BENCH_HELP);
  if (options.cities.length > 0) return cities(options);
  say('Starting PostgreSQL, Temporal, S3 and the three workers in a scratch folder …');
  await withScratchHome(async (home) => {
    const access = await openAccess(home);
    try {
      const figures = await measure(access, home, options.rows);
      print(options.json, figures, report(figures));
    } finally {
      await access.close();
    }
  });
}

async function cities({ cities: sizes, json }: BenchOptions): Promise<void> {
  const figures: CityFigures[] = [];
  for (const persons of sizes) {
    say(`${persons} persons: every source of the city …`);
    figures.push(await city(persons));
  }
  print(json, figures, cityReport(figures));
}

async function measure(access: Access, home: Home, sizes: readonly number[]): Promise<BenchFigures> {
  const { id, stage } = await onboardDemo(access, repositoryRoot(), CONTRACT);
  if (stage !== 'approved') throw new Error(`the contract of the bench was not approved: ${stage}`);
  say('A source of few rows, several times …');
  const small = await smallSource(access, id, home.root);
  const measured: SizeFigures[] = [];
  for (const rows of sizes) measured.push(await measureSize(access, home, id, rows));
  say('Protect and attack one table …');
  const one = await disclosure();
  const many: ManyRecords[] = [];
  for (const rows of sizes.filter((size) => size >= RECORDS.least && size <= RECORDS.most)) {
    say(`${rows} records: protect and attack two tables …`);
    many.push(await runProtectMany(rows));
  }
  return { machine: await machineOf(access), small, sizes: measured, disclosure: one, many };
}

/** New workers for each size: a process keeps memory that an earlier file made it take. */
async function measureSize(access: Access, home: Home, id: string, rows: number): Promise<SizeFigures> {
  const csv = join(home.root, `register-${rows}.csv`);
  say(`${rows} rows: writing the file …`);
  await writeRegister(csv, 0, rows);
  await stopWorkers(home);
  await startWorkers(home);
  say(`${rows} rows: plain copy, governed path, plain copy …`);
  const before = await runPlainCopy(csv, rows);
  const governed = await governedPath(access, home, id, csv);
  const after = await runPlainCopy(csv, rows);
  const { size: bytes } = statSync(csv);
  rmSync(csv);
  return { rows, bytes, plain: meanOf(before, after), governed };
}

await (async () => bench(benchOptions(process.argv.slice(2))))().catch((error: unknown) => {
  if (error instanceof SluisError) fail(error);
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
