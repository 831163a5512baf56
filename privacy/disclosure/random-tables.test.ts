import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackTable } from './attack-table.js';
import { protectTable } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { writeSafeCsv } from './table/safe-csv.js';

const HRC = 'WK1\n@BU1\n@BU2\nWK2\n@BU3\n@BU4\n';
const WIJK: Readonly<Record<string, string>> = { BU1: 'WK1', BU2: 'WK1', BU3: 'WK2', BU4: 'WK2' };
const dimensions = [
  { column: 'buurt', hierarchy: 'buurt.hrc', total: 'T' },
  { column: 'soort', total: 'T' },
];

/** People with several records each, some without an id, in skewed places and amounts. */
const record = fc.record({
  buurt: fc.constantFrom('BU1', 'BU1', 'BU1', 'BU2', 'BU3', 'BU3', 'BU4'),
  soort: fc.constantFrom('a', 'a', 'a', 'b', 'c'),
  person: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 60 }).map((id) => `p${id}`) },
    { weight: 1, arbitrary: fc.constantFrom('', 'ZINVALID1', 'ZINVALID2') },
  ),
  owner: fc.integer({ min: 1, max: 25 }).map((id) => `o${id}`),
  euro: fc
    .oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 500_000 }))
    .map((cents) => cents / 100),
});
const records = fc.array(record, { minLength: 60, maxLength: 160, size: 'max' });
type Rows = readonly { buurt: string; soort: string; person: string; owner: string; euro: number }[];

/** Rows of a published cell, found by its codes alone. */
const within = (rows: Rows, [buurt, soort]: readonly string[]) =>
  rows.filter(
    (row) =>
      [row.buurt, WIJK[row.buurt], 'T'].includes(buurt as string) &&
      ['T', row.soort].includes(soort as string),
  );
const persons = (rows: Rows) =>
  new Set(rows.map(({ person }) => person).filter((id) => id !== '' && !id.startsWith('Z'))).size;

const AREAS = { T: ['WK1', 'WK2'], WK1: ['BU1', 'BU2'], WK2: ['BU3', 'BU4'] };
const KINDS = ['a', 'b', 'c'];

/** Hidden cells whose sum everybody can compute: parts of a published sum, area by area and kind by kind. */
function knownUnions(hidden: ReadonlySet<string>): readonly (readonly string[])[] {
  const areas = Object.entries(AREAS).flatMap(([above, parts]) =>
    ['T', ...KINDS].map((kind) => ({
      total: `${above} ${kind}`,
      parts: parts.map((area) => `${area} ${kind}`),
    })),
  );
  const kinds = ['T', 'WK1', 'WK2', ...Object.keys(WIJK)].map((area) => ({
    total: `${area} T`,
    parts: KINDS.map((kind) => `${area} ${kind}`),
  }));
  return [...areas, ...kinds]
    .filter(({ total }) => !hidden.has(total))
    .map(({ parts }) => parts.filter((part) => hidden.has(part)))
    .filter((parts) => parts.length > 0);
}

function requestOf(plain: object, rows: Rows) {
  const columns = ['buurt', 'soort', 'person', 'owner', 'euro'] as const;
  return {
    spec: parseTableSpec({ dimensions, ...plain }),
    data: { columns, rows: rows.map((row) => columns.map((name) => row[name])) },
    hierarchies: new Map([['buurt.hrc', HRC]]),
  };
}

describe('protected random tables of two levels', () => {
  it('of counts survive every attack, and show no figure of one to nine people', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (rows) => {
        const request = requestOf({ unit: 'person' }, rows);
        const table = await protectTable(request);
        const bytes = new TextEncoder().encode(writeSafeCsv(table));
        expect((await attackTable({ ...request, bytes })).findings).toEqual([]);
        const { data: _, ...outside } = request;
        expect((await attackTable({ ...outside, bytes })).findings).toEqual([]);
        for (const { codes, value } of table.rows) {
          const inside = within(rows, codes);
          if (value !== null) expect(Number(value)).toBe(inside.length);
          if (value !== null && inside.length > 0) expect(persons(inside)).toBeGreaterThanOrEqual(10);
        }
        const suppressed = table.rows.filter(({ status }) => status === 'suppressed');
        for (const parts of knownUnions(new Set(suppressed.map(({ codes }) => codes.join(' '))))) {
          const together = rows.filter((row) =>
            parts.some((part) => within([row], part.split(' ')).length > 0),
          );
          expect(persons(together)).toBeGreaterThanOrEqual(10);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  }, 180_000);

  it('of sums survive with all rules and two kinds of unit, and show no sum that one owner dominates', async () => {
    const rules = { dominance: [{ n: 2, k: 85 }], pq: { p: 15, q: 60 } };
    await fc.assert(
      fc.asyncProperty(records, async (rows) => {
        const request = requestOf({ measure: 'euro', unit: ['person', 'owner'], rules }, rows);
        const table = await protectTable(request);
        const bytes = new TextEncoder().encode(writeSafeCsv(table));
        expect((await attackTable({ ...request, bytes })).findings).toEqual([]);
        for (const { codes, value } of table.rows) {
          const inside = within(rows, codes);
          if (value === null || inside.length === 0) continue;
          const owners = new Map<string, number>();
          for (const { owner, euro } of inside)
            owners.set(owner, (owners.get(owner) ?? 0) + Math.round(euro * 100));
          const [first = 0, second = 0, ...rest] = [...owners.values()].sort((a, b) => b - a);
          expect(rest.reduce((sum, amount) => sum + amount, 0)).toBeGreaterThan(0.25 * first);
          expect(first + second).toBeLessThan(0.85 * Math.round(Number(value) * 100));
          expect(Math.min(owners.size, persons(inside))).toBeGreaterThanOrEqual(10);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  }, 180_000);
});
