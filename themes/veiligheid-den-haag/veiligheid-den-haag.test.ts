import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATA, describeOnData } from '../../tests/needs.js';
import { type MadeInputs, runOutput } from '../run-statements.js';

const theme = 'veiligheid-den-haag';

/** Two months and one that was not collected; one code that the areas of 2024 do not know. */
const police: MadeInputs['politie'] = [
  { buurt_code: 'BU05180101', buurt_naam: 'Een', offence: '104', month: 1, aantal: 3 },
  { buurt_code: 'BU05180101', buurt_naam: 'Een', offence: '104', month: 2, aantal: 1 },
  { buurt_code: 'BU05180101', buurt_naam: 'Een', offence: '104', month: 12, aantal: null },
  { buurt_code: 'BU05180102', buurt_naam: 'Twee', offence: '104', month: 1, aantal: 0 },
  { buurt_code: 'BU05180102', buurt_naam: 'Twee', offence: '104', month: 2, aantal: 2 },
  { buurt_code: 'BU05180102', buurt_naam: 'Twee', offence: '104', month: 12, aantal: null },
  { buurt_code: 'BU05180199', buurt_naam: 'Weg', offence: '104', month: 1, aantal: 5 },
  { buurt_code: 'BU05180199', buurt_naam: 'Weg', offence: '104', month: 12, aantal: null },
];
const kwb: MadeInputs['kwb'] = [
  { area_code: 'NL00', area_name: 'Nederland', level: 'Land', inwoners: 17000000 },
  { area_code: 'GM0518', area_name: "'s-Gravenhage", level: 'Gemeente', inwoners: 2000 },
  { area_code: 'WK051801', area_name: 'Wijk 01', level: 'Wijk', inwoners: 1100 },
  { area_code: 'BU05180101', area_name: 'een', level: 'Buurt', inwoners: 1050 },
  { area_code: 'BU05180102', area_name: 'Tweede', level: 'Buurt', inwoners: 50 },
];
const burglars: MadeInputs['inbrekers'] = [
  { person: 'p1', buurt_woon: 'BU05180101', buurt_delict: 'BU05180102', minderjarig: 1 },
  { person: 'p1', buurt_woon: 'BU05180101', buurt_delict: 'BU05180101', minderjarig: 1 },
  { person: 'p1', buurt_woon: 'BU05180101', buurt_delict: 'BU05180101', minderjarig: 0 },
  { person: 'p2', buurt_woon: 'BU05180102', buurt_delict: 'BU05180777', minderjarig: 0 },
  { person: 'p3', buurt_woon: 'BU05180103', buurt_delict: 'BU05180101', minderjarig: 0 },
];
const neighbourhoods: MadeInputs['buurten'] = [
  { buurt_code: 'BU05180101', eigen_woning: 2.49 },
  { buurt_code: 'BU05180102', eigen_woning: 5 },
];
const made: MadeInputs = { politie: police, kwb, inbrekers: burglars, buurten: neighbourhoods };

describe('offences per 1,000 inhabitants', () => {
  it('adds neighbourhoods to wijk and city, divides by the inhabitants of each level, and skips unknown codes', async () => {
    const rows = await runOutput(theme, 'misdrijven', made);
    const base = { delict: 'woninginbraak', maanden: 2 };
    expect(rows).toEqual([
      // 4 / 1,050; the second neighbourhood has 50 inhabitants, too few for a rate
      {
        niveau: 'Buurt',
        gebied: 'BU05180101',
        naam: 'een',
        ...base,
        aantal: 4,
        inwoners: 1050,
        value: 3.8,
        status: 'published',
      },
      {
        niveau: 'Buurt',
        gebied: 'BU05180102',
        naam: 'Tweede',
        ...base,
        aantal: 2,
        inwoners: 50,
        value: null,
        status: 'empty',
      },
      // 4 + 2 + 5 = 11, also of the neighbourhood whose code is gone: 11 / 2,000 and 11 / 1,100
      {
        niveau: 'Gemeente',
        gebied: 'GM0518',
        naam: "'s-Gravenhage",
        ...base,
        aantal: 11,
        inwoners: 2000,
        value: 5.5,
        status: 'published',
      },
      {
        niveau: 'Wijk',
        gebied: 'WK051801',
        naam: 'Wijk 01',
        ...base,
        aantal: 11,
        inwoners: 1100,
        value: 10,
        status: 'published',
      },
    ]);
  });

  it('gives no rate where nobody lives', async () => {
    const empty = kwb.map((row) => (row.area_code === 'BU05180102' ? { ...row, inwoners: 0 } : row));
    const rows = await runOutput(theme, 'misdrijven', { ...made, kwb: empty }, { minimum_inwoners: 0 });
    expect(rows.find(({ gebied }) => gebied === 'BU05180102')).toMatchObject({
      aantal: 2,
      inwoners: 0,
      status: 'empty',
      value: null,
    });
  });
});

describe('coverage', () => {
  it('counts codes and months, and names nothing', async () => {
    const rows = await runOutput(theme, 'dekking', made);
    expect(Object.fromEntries(rows.map(({ onderwerp, value }) => [onderwerp, value]))).toEqual({
      politiebuurten: 3,
      'politiebuurten in de indeling van 2024': 2,
      'politiebuurten niet in de indeling van 2024': 1,
      'buurten van het inbraakonderzoek': 2,
      'buurten van het inbraakonderzoek in de indeling van 2024': 2,
      'buurten van het inbraakonderzoek niet in de indeling van 2024': 0,
      'maanden verzameld': 2,
      'maanden niet verzameld': 1,
    });
    expect(JSON.stringify(rows)).not.toMatch(/BU|Weg/);
  });

  it('names missing and renamed areas in the restricted output alone', async () => {
    const rows = await runOutput(theme, 'afwijkende-gebieden', made);
    expect(rows.map(({ bron, code, verschil }) => [bron, code, verschil])).toEqual([
      ['inbrekers', 'BU05180777', 'ontbreekt'],
      ['politie', 'BU05180102', 'andere naam'],
      ['politie', 'BU05180199', 'ontbreekt'],
    ]);
  });
});

describe('registered suspects', () => {
  it('gives one row per person, home area and age group', async () => {
    const rows = await runOutput(theme, 'verdachten-woongebied', made);
    expect(
      rows.map(({ person, woonbuurt, woonwijk, leeftijdsgroep }) => [
        person,
        woonbuurt,
        woonwijk,
        leeftijdsgroep,
      ]),
    ).toEqual([
      ['p1', 'BU05180101', 'WK051801', 'meerderjarig'],
      ['p1', 'BU05180101', 'WK051801', 'minderjarig'],
      ['p2', 'BU05180102', 'WK051801', 'meerderjarig'],
      ['p3', 'BU05180103', 'WK051801', 'meerderjarig'],
    ]);
  });

  it('classes the home area by its share of owned homes, and keeps those whose area is unknown', async () => {
    const rows = await runOutput(theme, 'verdachten-koopwoningen', made);
    expect(
      rows.map(({ person, koopwoningen, leeftijdsgroep }) => [person, koopwoningen, leeftijdsgroep]),
    ).toEqual([
      ['p1', 'minder dan een kwart', 'meerderjarig'],
      ['p1', 'minder dan een kwart', 'minderjarig'],
      ['p2', 'de helft of meer', 'meerderjarig'],
      ['p3', 'onbekend', 'meerderjarig'],
    ]);
  });
});

describeOnData('the real files', () => {
  it('give 15,815 offences over 11 months, 91 of 93 codes, and per area what a second computation gives', async () => {
    const real = { ...made, politie: await realPolice(), kwb: await realKwb() };
    const rows = await runOutput(theme, 'misdrijven', real);
    const sum = (level: string) =>
      rows.filter(({ niveau }) => niveau === level).reduce((total, row) => total + Number(row.aantal), 0);
    expect(real.politie).toHaveLength(13_392);
    expect(sum('Gemeente')).toBe(15_815);
    expect(new Set(rows.map(({ maanden }) => maanden))).toEqual(new Set([11]));
    expect(new Set(rows.filter(({ niveau }) => niveau === 'Buurt').map(({ gebied }) => gebied)).size).toBe(
      91,
    );
    for (const row of rows.filter(({ delict, niveau }) => delict === 'woninginbraak' && niveau === 'Buurt')) {
      const cells = real.politie.filter((cell) => cell.buurt_code === row.gebied && cell.offence === '104');
      const count = cells.reduce((total, cell) => total + Number(cell.aantal), 0);
      const people = Number(real.kwb.find((area) => area.area_code === row.gebied)?.inwoners);
      expect(row.aantal).toBe(count);
      if (people >= 100) expect(row.value).toBeCloseTo((count / people) * 1000, 0.5);
    }
    expect(rows.filter(({ value, status }) => (value !== null) !== (status === 'published'))).toEqual([]);
    const coverage = await runOutput(theme, 'dekking', real);
    expect(Object.fromEntries(coverage.map(({ onderwerp, value }) => [onderwerp, value]))).toEqual({
      politiebuurten: 93,
      'politiebuurten in de indeling van 2024': 91,
      'politiebuurten niet in de indeling van 2024': 2,
      'buurten van het inbraakonderzoek': 2,
      'buurten van het inbraakonderzoek in de indeling van 2024': 0,
      'buurten van het inbraakonderzoek niet in de indeling van 2024': 2,
      'maanden verzameld': 11,
      'maanden niet verzameld': 1,
    });
  });

  it('give 290 suspects, each once per home area and age group', async () => {
    const [header, ...lines] = (await readFile(join(DATA, 'om', 'TheHagueBurglars.csv'), 'utf8'))
      .trim()
      .split(/\r?\n/);
    const names = (header ?? '').split(',');
    const records = lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])),
    );
    const inbrekers = records.map((record) => ({
      person: String(record.PERSONID),
      buurt_woon: `BU0${record.NHOODRES}`,
      buurt_delict: `BU0${record.NHOODBUR}`,
      minderjarig: Number(record.B_MINOR),
    }));
    const rows = await runOutput(theme, 'verdachten-woongebied', { ...made, inbrekers });
    const combinations = new Set(records.map((r) => [r.PERSONID, r.NHOODRES, r.B_MINOR].join()));
    expect(inbrekers).toHaveLength(548);
    expect(rows).toHaveLength(combinations.size);
    expect(new Set(rows.map(({ person }) => person)).size).toBe(290);
    const restricted = await runOutput(theme, 'afwijkende-gebieden', {
      ...made,
      kwb: await realKwb(),
      inbrekers,
    });
    expect(restricted.filter(({ bron }) => bron === 'inbrekers')).toHaveLength(1);
  });
});

type Cell = { code: string; name: string; delicts: string };

async function realPolice() {
  const folder = join(DATA, 'politie', 'den-haag-2017');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const cells = await Promise.all(
    files.map(async (name) => {
      const offences: Record<string, Cell[][]> = JSON.parse(await readFile(join(folder, name), 'utf8'));
      return Object.entries(offences).flatMap(([offence, months]) =>
        months.flatMap((month, index) =>
          month.map(({ code, name: buurt_naam, delicts }) => ({
            buurt_code: `BU0${code}`,
            buurt_naam,
            offence,
            month: index + 1,
            aantal: index === 11 && delicts === '0' ? null : Number(delicts),
          })),
        ),
      );
    }),
  );
  return cells.flat();
}

async function realKwb() {
  const text = await readFile(join(DATA, 'cbs', 'kwb-2024-nederland-leeftijd-geslacht.csv'), 'utf8');
  const lines = text.trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const cells = line.split(';').map((cell) => cell.replace(/^"|"$/g, '').trim());
    return {
      area_code: cells[3] ?? '',
      area_name: cells[0] ?? '',
      level: cells[2] ?? '',
      inwoners: Number(cells[5]),
    };
  });
}
