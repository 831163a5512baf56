import { DuckDBInstance } from '@duckdb/node-api';
import { cpuSeconds, memoryBytes } from './process-meter.js';

/**
 * What somebody would do without Sluis: `node plain-copy.js IN.csv OUT.parquet`. A process of its own, so that its CPU
 * is measured as that of the workers is. Prints one JSON document.
 */
const THREADS = '2';

async function plainCopy(from: string, to: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: THREADS });
  const connection = await instance.connect();
  const started = { cpu: cpuSeconds('self'), at: Date.now() };
  const quoted = (path: string) => `'${path.replaceAll("'", "''")}'`;
  const { rowsChanged: rows } = await connection.run(
    `COPY (SELECT * FROM read_csv(${quoted(from)})) TO ${quoted(to)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  const cpu = cpuSeconds('self') - started.cpu;
  const wall = (Date.now() - started.at) / 1000;
  process.stdout.write(JSON.stringify({ rows, cpu, wall, peak: memoryBytes('self').peak }));
}

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined)
  throw new Error('plain-copy takes a CSV file and a place to write');
await plainCopy(from, to);
