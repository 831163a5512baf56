import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackTable, attackTables } from './attack-table.js';
import { protectTable, protectTables } from './protect-table.js';
import { parseTableSpec } from './table/parse-table-spec.js';
import { writeSafeCsv } from './table/safe-csv.js';
import { attackJointly, type Combination, isProtected } from './testing/joint-attack.js';

/** What everybody knows: in which district each neighbourhood is, and of which class. */
const WIJK: Readonly<Record<string, string>> = { b1: 'w1', b2: 'w1', b3: 'w1', b4: 'w2', b5: 'w2', b6: 'w2' };
type Classes = Readonly<Record<string, string>>;
const BUURTEN = Object.keys(WIJK);
const AGES = ['jong', 'oud'];
const COMBINATIONS: readonly Combination[] = BUURTEN.flatMap((buurt) =>
  AGES.map((leeftijd) => ({ buurt, leeftijd })),
);

const age = { column: 'leeftijd', total: 'T' };
const AREAS = { dimensions: [{ column: 'buurt', parents: ['wijk'], total: 'T' }, age], unit: 'person' };
const CLASSES = { dimensions: [{ column: 'klasse', total: 'T' }, age], unit: 'person' };
const specs = [AREAS, CLASSES].map(parseTableSpec);
const hierarchies = new Map<string, string>();

/** One record a person; a count per neighbourhood and age. */
function recordsOf(counts: readonly number[], classes: Classes) {
  const columns = ['person', 'buurt', 'wijk', 'klasse', 'leeftijd'];
  const rows = COMBINATIONS.flatMap(({ buurt = '', leeftijd = '' }, at) =>
    Array.from({ length: counts[at] ?? 0 }, (_, person) => [
      `${at} ${person}`,
      buurt,
      WIJK[buurt] ?? '',
      classes[buurt] ?? '',
      leeftijd,
    ]),
  );
  return { columns, rows };
}

/** A code holds a combination: itself, its district, its class, or everything. */
const holdsIn =
  (classes: Classes) =>
  (column: string, code: string, { buurt = '', leeftijd = '' }: Combination): boolean => {
    if (code === 'T') return true;
    return column === 'leeftijd' ? code === leeftijd : [buurt, WIJK[buurt], classes[buurt]].includes(code);
  };

/** Hidden cells of which somebody with all files knows too much. */
async function known(counts: readonly number[], classes: Classes, csvs: readonly string[]) {
  const holds = holdsIn(classes);
  const open = await attackJointly(
    csvs.map((csv) => ({ csv, holds })),
    COMBINATIONS,
  );
  return open.filter((cell) => {
    const [area = '', leeftijd = ''] = cell.codes;
    const inside = COMBINATIONS.map((one) => holds('area', area, one) && holds('leeftijd', leeftijd, one));
    const value = counts.reduce((sum, count, at) => (inside[at] ? sum + count : sum), 0);
    return value > 0 && value < 10 ? !isProtected(cell, value) : cell.min === cell.max;
  });
}

const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 40 }));
const town = fc.record({
  counts: fc
    .array(count, { minLength: 12, maxLength: 12 })
    .filter((counts) => counts.some((people) => people > 0)),
  classes: fc
    .tuple(...BUURTEN.map(() => fc.constantFrom('laag', 'midden', 'hoog')))
    .map((classes) => Object.fromEntries(BUURTEN.map((buurt, at) => [buurt, classes[at] ?? '']))),
});

describe('tables of which one groups what the other shows', () => {
  it('give each other away where each is protected and attacked alone', async () => {
    const counts = [1, 40, 17, 39, 8, 0, 13, 0, 0, 0, 0, 0];
    const classes = { b1: 'laag', b2: 'laag', b3: 'hoog', b4: 'hoog', b5: 'midden', b6: 'laag' };
    const data = recordsOf(counts, classes);
    const csvs: string[] = [];
    for (const spec of specs) {
      const csv = writeSafeCsv(await protectTable({ spec, data, hierarchies }));
      expect((await attackTable({ spec, data, hierarchies, bytes: Buffer.from(csv) })).safe).toBe(true);
      csvs.push(csv);
    }
    // Eight people in b3, to the one: class "hoog" less b4.
    const exact = { file: 0, codes: ['b3', 'jong'], min: 8, max: 8 };
    expect(await known(counts, classes, csvs)).toContainEqual(exact);
    const tables = specs.map((spec, at) => ({ spec, bytes: Buffer.from(csvs[at] ?? '') }));
    const attack = await attackTables({ tables, data, hierarchies });
    expect(attack.findings).toContainEqual({ kind: 'computable', cells: [['b3', 'jong']] });
  });

  it('give nobody away together where they are protected as one, whatever the groups', async () => {
    await fc.assert(
      fc.asyncProperty(town, async ({ counts, classes }) => {
        const data = recordsOf(counts, classes);
        const csvs = (await protectTables({ specs, data, hierarchies })).map(writeSafeCsv);
        expect(await known(counts, classes, csvs)).toEqual([]);
        const tables = specs.map((spec, at) => ({ spec, bytes: Buffer.from(csvs[at] ?? '') }));
        expect((await attackTables({ tables, data, hierarchies })).findings).toEqual([]);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  }, 180_000);
});
