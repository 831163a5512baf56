import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import type { Profile } from '../domain/profile.js';
import type { ReadPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { treatmentPlan } from '../policy/treatment-plan.js';
import { DATA, describeOnData } from '../tests/needs.js';
import { cellsOf, plainCsv, planOf, profileOf } from './testing/landed-file.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-profile-real-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function contractPlan(name: string): Promise<TreatmentPlan> {
  const { contract, hash } = parseContract(await readFile(join(ROOT, `demo/contracts/${name}.yaml`), 'utf8'));
  return treatmentPlan(contract, hash, contract.sourceId);
}

/** Contract column → kinds, for the columns in which something was detected. */
function detectedIn(profile: Profile): Record<string, string> {
  const found = profile.columns.filter(({ detected }) => detected.length > 0);
  return Object.fromEntries(found.map(({ name, detected }) => [name, detected.join(' ')]));
}

/** Distinct and missing values of each column, counted from the cells of a second reader. */
function countsOf(records: readonly (readonly string[])[], names: readonly string[]) {
  return names.map((_, at) => {
    const cells = records.map((record) => record[at] as string).filter((cell) => cell !== '');
    return { distinct: new Set(cells).size, missing: records.length - cells.length };
  });
}

describeOnData('the profile of the real files under their contracts', () => {
  it('is clean for the neighbourhood statistics of 2024, and counts what a second reader counts', async () => {
    const path = join(DATA, 'cbs/kwb-2024-nederland-leeftijd-geslacht.csv');
    const profile = await profileOf(folder, [path], await contractPlan('cbs-kwb-2024'));
    expect(profile).toMatchObject({
      rows: 18_310,
      shape: [],
      missingColumns: [],
      unknownColumns: [],
      smallestClass: 1,
    });
    expect(detectedIn(profile)).toEqual({});
    expect(profile.columns.every(({ invalid }) => invalid === 0)).toBe(true);
    const [names = [], ...records] = plainCsv(await readFile(path, 'utf8'), ';').map((record) =>
      record.map((cell) => (cell.trim() === '.' ? '' : cell.trim())),
    );
    expect(profile.columns.map(({ distinct, missing }) => ({ distinct, missing }))).toEqual(
      countsOf(records, names),
    );
    expect(profile.columns[4]?.missing).toBe(1);
  });

  it('is clean for the 37 parts of the police of 2017: names and centres are those of areas', async () => {
    const parts = join(DATA, 'politie/den-haag-2017');
    const paths = (await readdir(parts)).map((name) => join(parts, name));
    const profile = await profileOf(folder, paths, await contractPlan('politie-den-haag-2017'));
    expect(profile).toMatchObject({
      rows: 13_392,
      parts: 37,
      shape: [],
      missingColumns: [],
      unknownColumns: [],
    });
    expect(detectedIn(profile)).toEqual({});
    const distinct = Object.fromEntries(profile.columns.map((column) => [column.name, column.distinct]));
    expect([distinct.offence, distinct.month, distinct.code]).toEqual([12, 12, 93]);
  });

  it('finds person key and home coordinates of the burglars, one record alone in its class', async () => {
    const path = join(DATA, 'om/TheHagueBurglars.csv');
    const profile = await profileOf(folder, [path], await contractPlan('inbrekers-den-haag'));
    expect(profile).toMatchObject({
      rows: 548,
      shape: [],
      missingColumns: [],
      unknownColumns: [],
      smallestClass: 1,
    });
    expect(detectedIn(profile)).toEqual({
      PERSONID: 'person-key',
      XRESID: 'coordinates',
      YRESID: 'coordinates',
    });
    expect(profile.columns.find(({ name }) => name === 'PERSONID')?.distinct).toBe(290);
    expect(profile.columns.every(({ invalid, missing }) => invalid + missing === 0)).toBe(true);
  });

  it('finds the burglars out where they are declared to be areas', async () => {
    const plan = {
      ...(await contractPlan('inbrekers-den-haag')),
      recordUnit: 'area',
      personalData: false,
    } as const;
    const profile = await profileOf(folder, [join(DATA, 'om/TheHagueBurglars.csv')], plan);
    expect(detectedIn(profile).PERSONID).toBe('person-key');
  });

  it('counts the 113 combinations of home, minor and foreign-born, 35 of them of one row', async () => {
    const { rows } = await cellsOf(folder, [join(DATA, 'om/TheHagueBurglars.csv')]);
    const classes = new Map<string, number>();
    for (const row of rows) {
      const key = [row[3], row[6], row[9]].join('|');
      classes.set(key, (classes.get(key) ?? 0) + 1);
    }
    expect([classes.size, [...classes.values()].filter((n) => n === 1).length]).toEqual([113, 35]);
  });

  it('is clean for the covariates of neighbourhoods, centres included', async () => {
    const path = join(DATA, 'om/TheHagueNeighborhoods.csv');
    const profile = await profileOf(folder, [path], await contractPlan('den-haag-buurten'));
    expect([profile.rows, detectedIn(profile)]).toEqual([89, {}]);
    expect(profile.columns.every(({ invalid }) => invalid === 0)).toBe(true);
  });

  it('finds names, keys and places of the holiday lets', async () => {
    const path = join(DATA, 'privaat/airbnb-listings-amsterdam-2021.csv');
    const profile = await profileOf(folder, [path], await contractPlan('airbnb-amsterdam'));
    expect([profile.rows, profile.shape]).toEqual([17_825, []]);
    expect(detectedIn(profile)).toEqual({
      name: 'name',
      host_id: 'person-key',
      host_name: 'name',
      latitude: 'coordinates',
      longitude: 'coordinates',
    });
    const [names = [], ...records] = plainCsv(await readFile(path, 'utf8'));
    expect(profile.columns.map(({ distinct, missing }) => ({ distinct, missing }))).toEqual(
      countsOf(records, names),
    );
  });
});

describeOnData('the real files without a contract', () => {
  const detected = async (file: string, format: Partial<ReadPlan> = {}) => {
    const profile = await profileOf(folder, [join(DATA, file)], planOf({}, { format }));
    const found = profile.unknownColumns.filter(({ detected: kinds }) => kinds.length > 0);
    return {
      rows: profile.rows,
      shape: profile.shape,
      found: found.map((c) => `${c.position} ${c.detected.join(' ')}`),
    };
  };
  const titled = { delimiter: ';', decimal: ',', skipLines: 6, footerPattern: '^Bron:' } as const;

  it.each<[string, Partial<ReadPlan>, number, string[]]>([
    [
      'netbeheer/kleinverbruik-liander-amsterdam-2018.csv',
      { delimiter: ';', encoding: 'windows-1252', decimal: ',' },
      32_276,
      [],
    ],
    [
      'cbs/vermogen-huishoudens-2024-gemeente.csv',
      { ...titled, columns: ['r', 'a', 'b', 'c', 'd', 'e'] },
      348,
      [],
    ],
    ['politie/misdrijven-2024-gemeente.csv', { ...titled, columns: ['r', 'a'] }, 356, []],
    ['politie/misdrijven-2022-2023-gemeente.csv', { ...titled, columns: ['r', 'a', 'b'] }, 356, []],
    ['politie/soort-misdrijf-codelijst.csv', {}, 59, []],
    ['rijk/subsidies-ministeries-2015.csv', {}, 25_163, []],
    ['rijk/oin-register.csv', {}, 742, []],
    ['rijk/riec-per-gemeente.csv', { delimiter: ';' }, 390, []],
    ['cbs/kwb-2024-nederland-herkomst.csv', { delimiter: ';' }, 18_310, []],
    ['cbs/wijken-en-buurten-codelijst.csv', {}, 18_119, []],
    ['gemeente/veiligheid-criminaliteit-amsterdam.csv', {}, 424, []],
    ['gemeente/amsterdam-subsidies-2016.json', { media: 'application/json' }, 2691, ['1 name']],
    [
      'gemeente/kinderopvang-register-risicoprofielen-amsterdam.csv',
      {},
      2951,
      // Its licence numbers bear the check digit of the 11-proof: a contract may declare the kind.
      ['1 bsn', '2 name', '9 address', '10 address', '12 coordinates', '13 coordinates'],
    ],
    [
      'privaat/woningaanbod-amsterdam-2021-08.csv',
      {},
      924,
      ['2 address', '3 address', '7 coordinates', '8 coordinates'],
    ],
    [
      'personen/febrl-dataset4a.csv',
      { trim: true },
      5000,
      ['2 name', '3 name', '5 address', '6 address', '10 birth-date', '11 person-key'],
    ],
  ])('%s: every published record, and only what is in it', async (file, format, rows, found) => {
    expect(await detected(file, format)).toEqual({ rows, shape: [], found });
  });

  it('name what is wrong where the contract is: another encoding, another delimiter', async () => {
    const liander = await detected('netbeheer/kleinverbruik-liander-amsterdam-2018.csv', { delimiter: ';' });
    expect([liander.rows, liander.shape]).toEqual([0, [{ finding: 'encoding', part: 1 }]]);
    const codes = await detected('politie/soort-misdrijf-codelijst.csv', { delimiter: ';' });
    expect(codes.shape).toContainEqual({ finding: 'one-column', part: 1 });
  });

  it('keep the line ends inside quotes, cell by cell', async () => {
    for (const file of ['rijk/subsidies-ministeries-2015.csv', 'politie/soort-misdrijf-codelijst.csv']) {
      const [, ...records] = plainCsv(await readFile(join(DATA, file), 'utf8'));
      const { rows } = await cellsOf(folder, [join(DATA, file)]);
      expect(rows.map((row) => row.map((cell) => cell ?? ''))).toEqual(records);
      expect(
        records.filter((record) => record.some((cell) => cell.includes('\n'))).length,
      ).toBeGreaterThanOrEqual(4);
    }
  });
});

describe('the profile of the synthetic city', () => {
  it('finds the citizen service numbers in both registers, by their digits and by their name, and nothing in dwellings', async () => {
    const city = await writeCity({ persons: 2000, seed: 7, folder: join(folder, 'city') });
    const profile = async (file: keyof typeof city.files, contract: string) =>
      profileOf(folder, [city.files[file]], await contractPlan(contract));
    const brp = await profile('brp', 'brp');
    expect([brp.rows, detectedIn(brp)]).toEqual([city.rows.brp, { bsn: 'bsn person-key' }]);
    expect(detectedIn(await profile('politie_verdachte', 'politie-verdachte'))).toEqual({
      bsn: 'bsn person-key',
    });
    const bag = await profile('bag', 'bag');
    expect([bag.rows, detectedIn(bag), bag.shape]).toEqual([city.rows.bag, {}, []]);
    expect([...brp.columns, ...bag.columns].every(({ invalid, missing }) => invalid + missing === 0)).toBe(
      true,
    );
  });
});
