import { randomOf } from '../demo/city/random.js';
import { attackTable } from '../privacy/disclosure/attack-table.js';
import { protectTable } from '../privacy/disclosure/protect-table.js';
import { parseTableSpec } from '../privacy/disclosure/table/parse-table-spec.js';
import { writeSafeCsv } from '../privacy/disclosure/table/safe-csv.js';
import type { TableData } from '../privacy/disclosure/table/table-data.js';

export interface DisclosureFigures {
  /** With the totals. */
  readonly cells: number;
  readonly primary: number;
  readonly secondary: number;
  /** Seconds by the clock. */
  readonly protect: number;
  readonly attack: number;
}

const AREAS = 25;
const GROUPS = 10;
const SEED = 1;
const KIND_CELL = 103;

/** Hides as little as possible in a table of 26 × 11 cells with its totals, and attacks the bytes that would leave. */
export async function disclosure(): Promise<DisclosureFigures> {
  const request = { spec: SPEC, data: persons(), hierarchies: new Map<string, string>() };
  const started = performance.now();
  const table = await protectTable(request);
  const protectedAt = performance.now();
  const bytes = Buffer.from(writeSafeCsv(table));
  const { safe } = await attackTable({ ...request, bytes });
  const attackedAt = performance.now();
  if (!safe) throw new Error('the table did not survive the attack on its bytes');
  const { cells, primary, secondary } = table.report;
  const seconds = (from: number, until: number) => (until - from) / 1000;
  return {
    cells,
    primary,
    secondary,
    protect: seconds(started, protectedAt),
    attack: seconds(protectedAt, attackedAt),
  };
}

const SPEC = parseTableSpec({
  dimensions: [
    { column: 'gebied', total: 'Totaal' },
    { column: 'groep', total: 'Totaal' },
  ],
  unit: 'persoon',
});

/** Mostly dozens of persons a cell, some below ten, a few none. */
function persons(): TableData {
  const rows: string[][] = [];
  for (let cell = 0; cell < AREAS * GROUPS; cell += 1) {
    const count = Math.floor(randomOf(SEED, KIND_CELL, cell).unit() ** 2 * 120);
    for (let person = 0; person < count; person += 1)
      rows.push([`P${cell}-${person}`, `G${cell % AREAS}`, `K${Math.floor(cell / AREAS)}`]);
  }
  return { columns: ['persoon', 'gebied', 'groep'], rows };
}
