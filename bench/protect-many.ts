import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Protectable, protectOutputs, specOf } from '../activities/data/protect-output.js';
import type { DatasetColumn } from '../domain/dataset.js';
import { readResult } from '../lake/read-result.js';
import { cpuSeconds, memoryBytes } from './process-meter.js';

/**
 * Protects two tables of one statement over many records, as the data worker does, and attacks what it wrote:
 * `node protect-many.js RECORDS`. A process of its own, so that its memory is its own. Prints one JSON document.
 */
const COLUMNS: readonly DatasetColumn[] = [
  {
    name: 'persoon',
    type: 'pseudonym',
    role: 'direct-id',
    pseudonym: { domain: 'bench', entityType: 'bsn', epoch: 1 },
  },
  ...['buurt', 'wijk', 'klasse', 'soort'].map((name) => ({
    name,
    type: 'text' as const,
    role: 'dimension' as const,
  })),
];
const SOORT = { column: 'soort', parents: [], total: 'Totaal' };
const OUTPUTS: readonly Protectable[] = [
  output('buurten', [{ column: 'buurt', parents: ['wijk'], total: 'Stad' }, SOORT]),
  output('klassen', [{ column: 'klasse', parents: [], total: 'Stad' }, SOORT]),
];

function output(id: string, dimensions: Protectable['table']['dimensions']): Protectable {
  return {
    id,
    title: 'Personen van de bench',
    query: 'bench.sql',
    protection: 'disclosure-control',
    table: {
      dimensions,
      unit: 'persoon',
      bounds: { min: 0 },
      rules: { minFrequency: 10, pPercent: 10, boundary: 'unsafe' },
      cost: 'value',
      method: 'optimal',
      timeLimitSeconds: 60,
    },
    statistics: [{ kind: 'count', text: 'Personen van de bench.' }],
  };
}

/** Each record another person; in a hundred neighbourhoods, a few persons of a kind that is rare. */
async function writeRecords(path: string, records: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT substr(sha256(CAST(i AS VARCHAR)), 1, 40) AS persoon, 'b' || (i % 100) AS buurt,
       'w' || (i % 100 // 10) AS wijk, 'k' || (i % 7 % 4) AS klasse,
       CASE WHEN i % 100 < 5 AND i < 300 THEN 'zeldzaam' ELSE 's' || (i % 3) END AS soort
     FROM range(${records}) AS t (i)) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

async function protectMany(records: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluis-bench-'));
  try {
    const path = join(folder, 'records.parquet');
    await writeRecords(path, records);
    const pauses = monitorEventLoopDelay();
    pauses.enable();
    const started = { cpu: cpuSeconds('self'), at: Date.now() };
    const counted = [];
    for (const one of OUTPUTS)
      counted.push({
        output: one,
        spec: specOf(one),
        columns: COLUMNS,
        table: await readResult(path, COLUMNS),
      });
    const made = await protectOutputs(counted, folder, new AbortController().signal);
    const figures = made.flatMap(({ table }) => table.rows);
    const hidden = figures.filter((row) => row.at(-1) === 'suppressed').length;
    const cpu = cpuSeconds('self') - started.cpu;
    const wall = (Date.now() - started.at) / 1000;
    const peak = memoryBytes('self').peak;
    process.stdout.write(
      JSON.stringify({ records, cells: figures.length, hidden, cpu, wall, pause: pauses.max / 1e9, peak }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await protectMany(Number(process.argv[2]));
