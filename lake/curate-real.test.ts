import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { treatmentPlan } from '../policy/treatment-plan.js';
import { DATA, describeOnData } from '../tests/needs.js';
import { withDuckDb } from './duckdb-session.js';
import { riskReport } from './risk.js';
import { type CuratedDelivery, curateDelivery, type Row } from './testing/curate-delivery.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const KWB = join(DATA, 'cbs/kwb-2024-nederland-leeftijd-geslacht.csv');
const BURGLARS = join(DATA, 'om/TheHagueBurglars.csv');
const NEIGHBOURHOODS = join(DATA, 'om/TheHagueNeighborhoods.csv');
const MIXED_MARKS = join(DATA, 'cbs/kwb-2020-amsterdam-wonen-inkomen.csv');
const POLICE = join(DATA, 'politie/den-haag-2017');

let folder = '';
async function curated(source: string, parts: readonly string[]): Promise<CuratedDelivery> {
  return curateDelivery(folder, await planOf(source), parts);
}

async function planOf(source: string): Promise<TreatmentPlan> {
  const yaml = await readFile(join(ROOT, 'demo/contracts', `${source}.yaml`), 'utf8');
  const { contract, hash } = parseContract(yaml);
  return treatmentPlan(contract, hash, contract.sourceId);
}

/** Records of a CSV without quoted separators, read without the engine; blanks around cells dropped. */
async function plainCsv(
  path: string,
  delimiter: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const text = (await readFile(path, 'utf8')).replace(/^\ufeff/, '').trim();
  const [header = [], ...records] = text
    .split(/\r?\n/)
    .map((line) => line.split(delimiter).map((cell) => cell.replaceAll('"', '').trim()));
  return records.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
}

/** Rows in an order that does not depend on the file's. */
const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

describeOnData('real deliveries in curated', () => {
  let kwb: CuratedDelivery;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curate-real-'));
    kwb = await curated('cbs-kwb-2024', [KWB]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe('key figures of districts and neighbourhoods', () => {
    it('stand in four levels, and each level counts every inhabitant once', async () => {
      const delivered = await plainCsv(KWB, ';');
      const byLevel = grouped(
        delivered,
        (row) => row['Regioaanduiding/Soort regio (omschrijving)'] as string,
      );
      expect(kwb.levels).toEqual({ Land: 1, Gemeente: 342, Wijk: 3393, Buurt: 14574 });
      const inhabitants = (level: string) =>
        kwb.values
          .filter((row) => row.level === level)
          .reduce((sum, { inwoners }) => sum + Number(inwoners), 0);
      for (const [level, rows] of byLevel) {
        expect(inhabitants(level)).toBe(
          rows.reduce((sum, row) => sum + Number(row['Bevolking/Aantal inwoners (aantal)']), 0),
        );
        // Figures below the municipality are rounded to fives: at most 2.5 an area.
        const rounding = level === 'Wijk' || level === 'Buurt' ? 2.5 * rows.length : 0;
        expect(Math.abs(inhabitants(level) - inhabitants('Land'))).toBeLessThanOrEqual(rounding);
      }
    });

    it('are cell for cell what was delivered, by a reader of CSV and a reader of Parquet without the engine', async () => {
      const { fields } = await planOf('cbs-kwb-2024');
      const kept = fields.filter(({ treatment }) => treatment.kind === 'keep');
      const expected = (await plainCsv(KWB, ';')).map((record) =>
        Object.fromEntries(
          kept.map(({ source, name, type }) => {
            const cell = record[source] ?? '';
            return [name, type === 'integer' ? (cell === '.' ? null : Number(cell)) : cell];
          }),
        ),
      );
      expect(kwb.values).toHaveLength(18_310);
      expect(sorted(kwb.values)).toEqual(sorted(expected));
    });

    it('carry the year of the division and full codes without the blanks that padded them', () => {
      expect(kwb.footer.geography).toMatchObject({ year: 2024, level: 'mixed', totals: { column: 'level' } });
      expect(kwb.values.filter(({ area_code }) => area_code === 'WK168000')).toHaveLength(1);
    });
  });

  describe('registered suspects of burglary', () => {
    const THREE = ['buurt_woon', 'minderjarig', 'allochtoon'];
    const keyOf = (row: Readonly<Record<string, unknown>>, names: readonly string[]) =>
      names.map((name) => String(row[name])).join('|');
    const personsOf = (rows: readonly Readonly<Record<string, unknown>>[], person: string) =>
      new Set(rows.map((row) => row[person])).size;

    it('are 290 persons in 548 rows, of whom no delivered number is left', async () => {
      const delivered = await plainCsv(BURGLARS, ',');
      const marked = join(folder, 'marked.csv');
      const lines = delivered.map((row) =>
        Object.entries(row).map(([name, cell]) => (name === 'PERSONID' ? `MARK${cell}X` : cell)),
      );
      await writeFile(
        marked,
        [Object.keys(delivered[0] ?? {}), ...lines].map((cells) => cells.join(',')).join('\n'),
      );
      const made = await curated('inbrekers-den-haag', [marked]);
      expect(made.rows).toBe(548);
      expect(personsOf(made.values, 'person')).toBe(290);
      expect(personsOf(delivered, 'PERSONID')).toBe(290);
      expect(JSON.stringify(made.values)).not.toContain('MARK');
      expect((await readFile(made.path)).includes('MARK')).toBe(false);
    });

    it('fall all below ten with the neighbourhood of the crime, and 269 by home, minor and foreign-born alone', async () => {
      const made = await curated('inbrekers-den-haag', [BURGLARS]);
      expect(made.risk).toMatchObject({
        unit: 'person',
        units: 290,
        rows: 548,
        unitsBelowK: 290,
        shareBelowK: 1,
      });
      const coarse = made.columns.filter(({ name, pseudonym }) => pseudonym || THREE.includes(name));
      const report = await withDuckDb({ tempFolder: join(folder, 'spill') }, (session) =>
        riskReport(session, made.path, coarse, { recordUnit: 'person', personalData: true, fields: [] }),
      );
      expect(report).toMatchObject({ units: 290, kMin: 1, unitsBelowK: 269, quasiIdentifiers: THREE });
    });

    it('have 113 combinations of home, minor and foreign-born: 35 with one row, 47 with one person, 2 with ten', async () => {
      const delivered = await plainCsv(BURGLARS, ',');
      const made = await curated('inbrekers-den-haag', [BURGLARS]);
      const sources = [
        { rows: delivered, names: ['NHOODRES', 'B_MINOR', 'B_FOREIGN'], person: 'PERSONID' },
        { rows: made.values, names: THREE, person: 'person' },
      ];
      for (const { rows, names, person } of sources) {
        const classes = [...grouped(rows, (row) => keyOf(row, names)).values()];
        expect(classes).toHaveLength(113);
        expect(classes.filter((members) => members.length === 1)).toHaveLength(35);
        const persons = classes.map((members) => personsOf(members, person));
        expect(persons.filter((size) => size === 1)).toHaveLength(47);
        expect(persons.filter((size) => size >= 10)).toHaveLength(2);
      }
    });

    it('bear full codes of home and crime, 77 of the 78 crime neighbourhoods still known in 2024', async () => {
      const made = await curated('inbrekers-den-haag', [BURGLARS]);
      const known = new Set(kwb.values.map(({ area_code }) => area_code));
      const crime = new Set(made.values.map(({ buurt_delict }) => buurt_delict));
      expect(crime.size).toBe(78);
      expect([...crime].filter((code) => known.has(code))).toHaveLength(77);
      expect(made.values.every(({ buurt_woon }) => /^BU0518\d{4}$/.test(String(buurt_woon)))).toBe(true);
    });
  });

  it('police figures are 13,392 cells with 15,815 offences in 93 neighbourhoods, 91 of them known in 2024, and none of December', async () => {
    const parts = (await readdir(POLICE)).map((name) => join(POLICE, name));
    const made = await curated('politie-den-haag-2017', parts);
    const known = new Set(kwb.values.map(({ area_code }) => area_code));
    const codes = new Set(made.values.map(({ buurt_code }) => buurt_code));
    expect(made.rows).toBe(13_392);
    expect(made.values.reduce((sum, { aantal }) => sum + Number(aantal), 0)).toBe(15_815);
    const december = made.values.filter(({ month }) => month === 12);
    expect([december.length, december.filter(({ aantal }) => aantal === null).length]).toEqual([1116, 1116]);
    expect(made.values.filter(({ aantal }) => aantal === null)).toHaveLength(1116);
    expect([codes.size, [...codes].filter((code) => known.has(code)).length]).toEqual([93, 91]);
  });

  it('a decimal comma is not read as a point in the same row: 416.0 is no number then, and never 4160', async () => {
    const column = { required: false, role: 'measure', treatment: { kind: 'keep' } } as const;
    const names = ['Avg_Household_Size', 'Avg_Property_Value_1000EUR'];
    const plan: TreatmentPlan = {
      ...(await planOf('cbs-kwb-2024')),
      format: { media: 'text/csv', encoding: 'utf-8', delimiter: ';', decimal: ',', thousands: '.' },
      fields: names.map((name) => ({ source: name, name, type: 'decimal', ...column })),
      geography: undefined,
    };
    const delivered = await plainCsv(MIXED_MARKS, ';');
    const given = (name: string) => delivered.filter((row) => row[name] !== '').length;
    const made = await curateDelivery(folder, plan, [MIXED_MARKS]);
    expect(made.rows).toBe(579);
    expect(made.invalid).toEqual({
      Avg_Household_Size: 0,
      Avg_Property_Value_1000EUR: given(names[1] as string),
    });
    const sizes = made.values.filter(({ Avg_Household_Size }) => Avg_Household_Size !== null);
    expect(sizes).toHaveLength(given(names[0] as string));
    expect(sizes.every(({ Avg_Household_Size }) => Number(Avg_Household_Size) < 10)).toBe(true);
  });

  it('neighbourhood characteristics keep every digit that was delivered', async () => {
    const delivered = await plainCsv(NEIGHBOURHOODS, ',');
    const made = await curated('den-haag-buurten', [NEIGHBOURHOODS]);
    expect(made.values).toHaveLength(delivered.length);
    for (const { NHOODID, HOMEOWN, PROXCITY } of delivered) {
      const row = made.values.find(({ buurt_code }) => buurt_code === `BU0${NHOODID}`);
      // The Parquet reader multiplies by a power of ten in floating point; six digits are what is stored.
      expect(Number(row?.eigen_woning).toFixed(6)).toBe(Number(HOMEOWN).toFixed(6));
      expect(Number(row?.nabijheid_centrum).toFixed(6)).toBe(Number(PROXCITY).toFixed(6));
    }
  });
});
