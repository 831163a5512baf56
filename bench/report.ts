import { table } from '../cli/table.js';
import type { CityFigures } from './city.js';
import type { BenchFigures, SizeFigures } from './figures.js';
import { PARTS, type PartFigures } from './governed-path.js';
import type { ManyRecords } from './run-protect-many.js';

/** The aims of the product, beside which each figure stands. */
const AIMS = { workerBytes: 1.5e9, smallSeconds: 2 };

/** The figures as text: ratios first, since seconds are those of one machine in one hour. */
export function report({ machine, sizes, small, disclosure, many }: BenchFigures): string {
  const { cores, processor, memory, node, engine, postgres, measuredOn } = machine;
  const { rows, runs, median, fastest, slowest } = small;
  const { cells, primary, secondary, protect, attack } = disclosure;
  return [
    `${measuredOn}: ${cores} cores (${processor}), ${gigabytes(memory)} GB, Node ${node}, ${engine}, PostgreSQL ${postgres}`,
    ...sizes.map(sizeText),
    `Peak memory of a worker, MB (aim: under ${AIMS.workerBytes / 1e6}, and not growing with the file)`,
    memoryText(sizes),
    `${rows} rows, deliver to curated: median ${fixed(median, 2)} s of ${runs} (${fixed(fastest, 2)} to ${fixed(slowest, 2)}; aim: under ${AIMS.smallSeconds})`,
    `Table of ${cells} cells (${primary} unsafe, ${secondary} more hidden): protect ${fixed(protect, 2)} s, attack ${fixed(attack, 2)} s`,
    ...many.map(manyText),
  ].join('\n\n');
}

function manyText({ records, cells, hidden, cpu, wall, pause, peak }: ManyRecords): string {
  const took = `${fixed(wall, 1)} s (CPU ${fixed(cpu, 1)} s), longest pause ${fixed(pause, 2)} s, ${megabytes(peak)} MB`;
  return `Two tables of ${records.toLocaleString('en')} records (${cells} cells, ${hidden} hidden): protect and attack ${took}`;
}

/** What writing cities took, a line each. */
export function cityReport(figures: readonly CityFigures[]): string {
  const lines = figures.map(({ persons, rows, bytes, wall, cpu, peak, digest }) => [
    persons.toLocaleString('en'),
    rows.toLocaleString('en'),
    megabytes(bytes),
    fixed(wall, 1),
    fixed(cpu, 1),
    megabytes(peak),
    digest.slice(0, 16),
  ]);
  return table(['persons', 'rows', 'MB', 'wall s', 'CPU s', 'memory MB', 'SHA-256'], lines, '');
}

function sizeText({ rows, bytes, plain, governed }: SizeFigures): string {
  const line = (name: string, { cpu, wall, resident }: PartFigures) => [
    name,
    fixed(cpu / plain.cpu, 2),
    fixed(cpu, 1),
    fixed(wall, 1),
    megabytes(resident),
  ];
  const lines = [
    ...PARTS.map((part) => line(part, governed.parts[part])),
    line('whole', governed.whole),
    ['plain COPY', '1.00', fixed(plain.cpu, 1), fixed(plain.wall, 1), megabytes(plain.peak)],
  ];
  const head = ['part', 'CPU ratio', 'CPU s', 'wall s', 'memory MB'];
  const title = `${rows.toLocaleString('en')} rows × 20 columns, ${megabytes(bytes)} MB of CSV`;
  const servers = `S3 gateway and Temporal besides: ${fixed(governed.servers, 1)} CPU s`;
  return `${title}\n${table(head, lines, '')}\n${servers}`;
}

function memoryText(sizes: readonly SizeFigures[]): string {
  const lines = sizes.flatMap(({ rows, governed }) =>
    governed.memory.map(({ worker, idle, peak }) => [
      rows.toLocaleString('en'),
      worker,
      megabytes(idle),
      megabytes(peak),
      peak < AIMS.workerBytes ? 'met' : 'NOT MET',
    ]),
  );
  return table(['rows', 'worker', 'idle', 'peak', 'aim'], lines, '');
}

function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 1e6));
}

function gigabytes(bytes: number): string {
  return String(Math.round(bytes / 1e9));
}
