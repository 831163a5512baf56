import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackTable } from './attack-table.js';
import { type ProtectRequest, protectTable } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { readSafeCsv, writeSafeCsv } from './table/safe-csv.js';

/**
 * An attacker who knows nothing of linear programming: writes down every table of whole numbers that agrees with the
 * file. Rows and columns are few and counts small, so that all of them can be tried.
 */
function everyTable(
  published: ReadonlyMap<string, number>,
  rows: readonly string[],
  columns: readonly string[],
) {
  const inner = rows.flatMap((r) => columns.map((c) => `${r}${c}`));
  let cut = false;
  // A hidden cell is at most the smallest published sum around it; where that is large, not all is tried.
  const most = (cell: string) => {
    const around = [`${cell[0]}T`, `T${cell[1]}`, 'TT'].flatMap((sum) => published.get(sum) ?? []);
    if (Math.min(...around) > UNBOUNDED) cut = true;
    return Math.min(...around, UNBOUNDED);
  };
  const tables: Map<string, number>[] = [];
  const fill = (at: number, sofar: Map<string, number>): void => {
    if (at === inner.length) {
      const full = withSums(sofar, rows, columns);
      if ([...published].every(([cell, value]) => full.get(cell) === value)) tables.push(full);
      return;
    }
    const cell = inner[at] as string;
    const known = published.get(cell);
    const last = known ?? most(cell);
    for (let value = known ?? 0; value <= last; value += 1) {
      const next = new Map(sofar).set(cell, value);
      if (stillPossible(next, published, rows, columns)) fill(at + 1, next);
    }
  };
  fill(0, new Map());
  return { tables, cut };
}

/** Larger than any count that is tried, and than the minimum frequency with it. */
const UNBOUNDED = 40;

function withSums(inner: ReadonlyMap<string, number>, rows: readonly string[], columns: readonly string[]) {
  const full = new Map(inner);
  const sum = (cells: readonly string[]) => cells.reduce((all, cell) => all + (inner.get(cell) ?? 0), 0);
  for (const r of rows) full.set(`${r}T`, sum(columns.map((c) => `${r}${c}`)));
  for (const c of columns) full.set(`T${c}`, sum(rows.map((r) => `${r}${c}`)));
  return full.set('TT', sum([...inner.keys()]));
}

/** No published sum is exceeded yet, and none that is complete differs. */
function stillPossible(
  sofar: ReadonlyMap<string, number>,
  published: ReadonlyMap<string, number>,
  rows: readonly string[],
  columns: readonly string[],
): boolean {
  const lines = [
    ...rows.map((r) => ({ total: `${r}T`, parts: columns.map((c) => `${r}${c}`) })),
    ...columns.map((c) => ({ total: `T${c}`, parts: rows.map((r) => `${r}${c}`) })),
  ];
  return lines.every(({ total, parts }) => {
    const known = published.get(total);
    if (known === undefined) return true;
    const filled = parts.filter((part) => sofar.has(part));
    const sum = filled.reduce((all, part) => all + (sofar.get(part) as number), 0);
    return filled.length === parts.length ? sum === known : sum <= known;
  });
}

const ROWS = ['a', 'b', 'c'];
const COLUMNS = ['1', '2'];
const cell = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 22 }));

function requestOf(counts: readonly number[]): ProtectRequest {
  const rows = counts.flatMap((n, at) =>
    Array.from({ length: n }, () => [ROWS[Math.floor(at / 2)] as string, COLUMNS[at % 2] as string]),
  );
  const dimensions = [
    { column: 'r', hierarchy: 'r', total: 'T' },
    { column: 'c', hierarchy: 'c', total: 'T' },
  ];
  const hierarchies = new Map([
    ['r', ROWS.join('\n')],
    ['c', COLUMNS.join('\n')],
  ]);
  return { spec: parseTableSpec({ dimensions }), data: { columns: ['r', 'c'], rows }, hierarchies };
}

describe('after protection', () => {
  it('no attack succeeds, and nobody who tries every table learns that a cell is below ten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 6, maxLength: 6 }), async (counts) => {
        fc.pre(counts.some((n) => n > 0));
        const request = requestOf(counts);
        const table = await protectTable(request);
        const bytes = new TextEncoder().encode(writeSafeCsv(table));
        const attack = await attackTable({ ...request, bytes });
        expect(attack.safe).toBe(true);

        const published = new Map<string, number>();
        const hidden: string[] = [];
        for (const { codes, value } of readSafeCsv(bytes, 'table').rows) {
          if (value === null) hidden.push(codes.join(''));
          else published.set(codes.join(''), Number(value));
        }
        const truth = withSums(
          new Map(counts.map((n, at) => [`${ROWS[Math.floor(at / 2)]}${COLUMNS[at % 2]}`, n])),
          ROWS,
          COLUMNS,
        );
        const { tables, cut } = everyTable(published, ROWS, COLUMNS);
        for (const code of hidden) {
          // Where all is hidden there are more tables than a call takes arguments.
          let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
          for (const possible of tables) {
            const seen = possible.get(code) as number;
            [least, most] = [Math.min(least, seen), Math.max(most, seen)];
          }
          const value = truth.get(code) as number;
          expect(least).toBeLessThan(most);
          const interval = attack.intervals.find(({ codes }) => codes.join('') === code)?.interval;
          if (!cut) expect(interval).toEqual({ min: String(least), max: String(most) });
          if (value >= 10) continue;
          expect(least === 0 || least < value).toBe(true);
          expect(most).toBeGreaterThan(value);
          expect(most).toBeGreaterThanOrEqual(10);
          expect(most - least).toBeGreaterThanOrEqual(10);
        }
        // Every cell with one to nine people is among the hidden ones.
        for (const [code, value] of truth) if (value > 0 && value < 10) expect(hidden).toContain(code);
      }),
      { numRuns: 10, endOnFailure: true, examples: [[[0, 0, 1, 1, 2, 1]]] },
    );
  }, 180_000);
});
