import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackTable } from './attack-table.js';
import { protectTable } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { writeSafeCsv } from './table/safe-csv.js';
import { attackJointly, type Combination } from './testing/joint-attack.js';

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

/** Rules as strict as they must be or stricter, and what everybody is said to know. */
const rules = fc.record({
  minFrequency: fc.integer({ min: 10, max: 14 }),
  pPercent: fc.integer({ min: 20, max: 50 }).map((halves) => halves / 2),
  boundary: fc.constantFrom('unsafe', 'safe'),
  dominance: fc.constantFrom<{ n: number; k: number }[]>([], [{ n: 1, k: 60 }], [{ n: 2, k: 85 }]),
  pq: fc.constantFrom(null, { p: 15, q: 60 }),
});
/** The upper bound as a multiple of the largest cell. */
const bounds = fc.record({ min: fc.constantFrom(0, 0, 0, -1000), most: fc.constantFrom(null, 2, 20) });
type Bounds = { readonly min: number; readonly most: number | null };

/** Finest cells by their codes, each with the sum of its rows. */
function largestCell(rows: Rows, amount: (row: Rows[number]) => number): number {
  const sums = new Map<string, number>();
  for (const row of rows)
    sums.set(`${row.buurt} ${row.soort}`, (sums.get(`${row.buurt} ${row.soort}`) ?? 0) + amount(row));
  return Math.max(...sums.values());
}

const upTo = ({ most }: Bounds, largest: number) => (most === null ? {} : { max: Math.ceil(most * largest) });

/** Bounds close to the largest cell can leave it no room; then nothing leaves. */
async function protectedOrRefused(request: Parameters<typeof protectTable>[0]) {
  try {
    return await protectTable(request);
  } catch (error) {
    if (request.spec.bounds.max === null) throw error;
    expect(error).toMatchObject({ code: 'NotProtectable', message: expect.stringContaining('too narrow') });
    return null;
  }
}

const COMBINATIONS = Object.keys(WIJK).flatMap((buurt) =>
  KINDS.map((soort): Combination => ({ buurt, soort })),
);
const fileOf = (csv: string) => ({
  csv,
  holds: (column: string, code: string, { buurt = '', soort }: Combination) =>
    (column === 'buurt' ? [buurt, WIJK[buurt], 'T'] : [soort, 'T']).includes(code),
});

function requestOf(plain: object, rows: Rows) {
  const columns = ['buurt', 'soort', 'person', 'owner', 'euro'] as const;
  return {
    spec: parseTableSpec({ dimensions, ...plain }),
    data: { columns, rows: rows.map((row) => columns.map((name) => row[name])) },
    hierarchies: new Map([['buurt.hrc', HRC]]),
  };
}

describe('protected random tables of two levels', () => {
  it('of counts survive every attack, and show no figure of fewer people than the rules ask', async () => {
    await fc.assert(
      fc.asyncProperty(records, rules, bounds, async (rows, drawn, known) => {
        const n0 = drawn.minFrequency;
        const counted = (min: number) => ({
          unit: 'person',
          rules: drawn,
          bounds: {
            min,
            ...upTo(
              known,
              largestCell(rows, () => 1),
            ),
          },
        });
        if (known.min < 0) expect(() => requestOf(counted(known.min), rows)).toThrow('bounds.min');
        const request = requestOf(counted(0), rows);
        const table = await protectedOrRefused(request);
        if (table === null) return;
        const csv = writeSafeCsv(table);
        const bytes = new TextEncoder().encode(csv);
        expect((await attackTable({ ...request, bytes })).findings).toEqual([]);
        const { data: _, ...outside } = request;
        expect((await attackTable({ ...outside, bytes })).findings).toEqual([]);
        for (const { codes, value } of table.rows) {
          const inside = within(rows, codes);
          if (value !== null) expect(Number(value)).toBe(inside.length);
          if (value !== null && inside.length > 0) expect(persons(inside)).toBeGreaterThanOrEqual(n0);
        }
        const suppressed = table.rows.filter(({ status }) => status === 'suppressed');
        for (const parts of knownUnions(new Set(suppressed.map(({ codes }) => codes.join(' '))))) {
          const together = rows.filter((row) =>
            parts.some((part) => within([row], part.split(' ')).length > 0),
          );
          expect(persons(together)).toBeGreaterThanOrEqual(n0);
        }
        for (const { codes, min, max } of await attackJointly([fileOf(csv)], COMBINATIONS)) {
          const people = within(rows, codes);
          if (persons(people) >= n0) continue;
          expect(min === 0 || min < people.length).toBe(true);
          expect(max).toBeGreaterThan(people.length);
          expect(Math.min(max, max - min)).toBeGreaterThanOrEqual(n0);
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 180_000);

  it('of sums survive with all rules and two kinds of unit, and show no sum that one owner dominates', async () => {
    await fc.assert(
      fc.asyncProperty(records, rules, bounds, async (rows, drawn, known) => {
        const summed = (min: number) => ({
          measure: 'euro',
          unit: ['person', 'owner'],
          rules: drawn,
          bounds: {
            min,
            ...upTo(
              known,
              largestCell(rows, ({ euro }) => euro),
            ),
          },
        });
        if (known.min < 0)
          await expect(protectTable(requestOf(summed(known.min), rows))).rejects.toMatchObject({
            code: 'SpecInvalid',
          });
        const request = requestOf(summed(0), rows);
        const table = await protectedOrRefused(request);
        if (table === null) return;
        const bytes = new TextEncoder().encode(writeSafeCsv(table));
        expect((await attackTable({ ...request, bytes })).findings).toEqual([]);
        for (const { codes, value } of table.rows) {
          const inside = within(rows, codes);
          if (value === null || inside.length === 0) continue;
          const owners = new Map<string, number>();
          for (const { owner, euro } of inside)
            owners.set(owner, (owners.get(owner) ?? 0) + Math.round(euro * 100));
          const [first = 0, second = 0, ...rest] = [...owners.values()].sort((a, b) => b - a);
          const others = rest.reduce((sum, amount) => sum + amount, 0);
          const total = Math.round(Number(value) * 100);
          const least = Math.max(drawn.pPercent, drawn.pq ? (100 * 15) / 60 : 0) / 100;
          expect(others - least * first).toBeGreaterThanOrEqual(-1e-6);
          for (const { n, k } of drawn.dominance)
            expect(n === 1 ? first : first + second).toBeLessThanOrEqual((k / 100) * total + 1e-6);
          expect(Math.min(owners.size, persons(inside))).toBeGreaterThanOrEqual(drawn.minFrequency);
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 180_000);
});
