import type { Contract } from '../../policy/contract.js';

/** A file with its contract below demo/contracts/, and how many records an independent reader counts in it. */
export interface RealFile {
  readonly contract: string;
  readonly file: string;
  readonly rows: number;
}

const real = (id: string, file: string, rows: number): RealFile => ({ contract: `real/${id}`, file, rows });

/** Allowed, at most after a review by people. Of the numbers the README of the data says how they were counted. */
export const ALLOWED: readonly RealFile[] = [
  real('amsterdam-buurt-overgang', 'cbs/amsterdam-buurt-crosswalk-2015-2022.csv', 439),
  real('cbs-kwb-2020-amsterdam', 'cbs/kwb-2020-amsterdam-wonen-inkomen.csv', 579),
  real('cbs-kwb-2024-amsterdam', 'cbs/kwb-2024-amsterdam-wonen-inkomen.csv', 628),
  real('cbs-kwb-2024-herkomst', 'cbs/kwb-2024-nederland-herkomst.csv', 18_310),
  real('cbs-wijken-en-buurten', 'cbs/wijken-en-buurten-codelijst.csv', 18_119),
  real('cbs-vermogen-2024-gemeente', 'cbs/vermogen-huishoudens-2024-gemeente.csv', 348),
  real('politie-misdrijven-2022-2023', 'politie/misdrijven-2022-2023-gemeente.csv', 356),
  real('politie-misdrijven-2024', 'politie/misdrijven-2024-gemeente.csv', 356),
  real('politie-soort-misdrijf', 'politie/soort-misdrijf-codelijst.csv', 59),
  real('liander-kleinverbruik-2018', 'netbeheer/kleinverbruik-liander-amsterdam-2018.csv', 32_276),
  real('kinderopvang-amsterdam', 'gemeente/kinderopvang-register-risicoprofielen-amsterdam.csv', 2951),
  real('amsterdam-subsidies-2016', 'gemeente/amsterdam-subsidies-2016.json', 2691),
  real('veiligheid-amsterdam', 'gemeente/veiligheid-criminaliteit-amsterdam.csv', 424),
  real('subsidies-ministeries-2015', 'rijk/subsidies-ministeries-2015.csv', 25_163),
  real('oin-register-2016', 'rijk/oin-register.csv', 742),
  real('riec-per-gemeente', 'rijk/riec-per-gemeente.csv', 390),
  real('politie-eenheid-per-gemeente', 'rijk/politie-eenheid-per-gemeente.csv', 390),
  real('gemeenten-2022', 'geo/gemeenten-2022.geojson', 345),
  real('amsterdam-buurten-2022', 'geo/amsterdam-buurten-2022.geojson', 518),
  real('den-haag-wijken-2012', 'geo/den-haag-wijken-2012.geojson', 44),
  real('rotterdam-wijken-2012', 'geo/rotterdam-wijken-2012.geojson', 22),
  real('febrl-1', 'personen/febrl-dataset1.csv', 1000),
  real('febrl-4a', 'personen/febrl-dataset4a.csv', 5000),
  real('febrl-4b', 'personen/febrl-dataset4b.csv', 5000),
  real('woningaanbod-amsterdam-2021', 'privaat/woningaanbod-amsterdam-2021-08.csv', 924),
  real('airbnb-amsterdam-2021', 'privaat/airbnb-listings-amsterdam-2021.csv', 17_825),
  real('politie-den-haag-omtrek', 'politie/den-haag-areas.txt', 236),
];

export interface RefusedFile extends RealFile {
  /** What the contract lacks that it needs: the ready one itself, or one with the papers or the form taken out. */
  readonly lacking: (ready: Contract) => Contract;
  /** Rules that deny before a byte is taken, and those that deny for what the file holds. */
  readonly g0: readonly string[];
  readonly g1: readonly string[];
}

const withoutPapers = (ready: Contract): Contract => ({
  ...ready,
  agreements: [],
  compatibility: { kind: 'art89' },
});
const withoutStatute = (ready: Contract): Contract => ({
  ...ready,
  agreements: [],
  legalGround: ready.legalGround.map((one) => ({ ...one, law: [] })),
});
const asUtf8 = (ready: Contract): Contract => ({ ...ready, format: { ...ready.format, encoding: 'utf-8' } });
/** Each point of an outline a cell: the lines have not equally many. */
const cutAtBars = (ready: Contract): Contract => ({
  ...ready,
  format: { ...ready.format, delimiter: '|', columns: ['omtrek', 'punt'] },
});
const refused = (
  id: string,
  lacking: RefusedFile['lacking'],
  g0: readonly string[],
  g1: readonly string[] = g0,
): readonly RefusedFile[] =>
  ALLOWED.filter(({ contract }) => contract === `real/${id}`).map((one) => ({ ...one, lacking, g0, g1 }));

/** A company without an agreement, persons without a statute, and what is no table at all. */
export const REFUSED: readonly RefusedFile[] = [
  {
    contract: 'airbnb-amsterdam',
    file: 'privaat/airbnb-listings-amsterdam-2021.csv',
    rows: 17_825,
    lacking: (ready) => ready,
    g0: ['S04', 'L05'],
    g1: ['S04', 'L05'],
  },
  // One byte, 0xB4 in line 30,571, is no UTF-8.
  ...refused('liander-kleinverbruik-2018', asUtf8, [], ['M02']),
  ...refused('woningaanbod-amsterdam-2021', withoutPapers, ['S04', 'L05']),
  ...['febrl-1', 'febrl-4a', 'febrl-4b'].flatMap((id) => refused(id, withoutStatute, ['S04', 'L03'])),
  ...refused('politie-den-haag-omtrek', cutAtBars, [], ['M02']),
];

/** Onboarded by the theme of The Hague (tests/real-files.test.ts): with these, every file of the data has its contract. */
export const ELSEWHERE: readonly string[] = [
  'cbs/kwb-2024-nederland-leeftijd-geslacht.csv',
  'om/TheHagueBurglars.csv',
  'om/TheHagueNeighborhoods.csv',
  'politie/den-haag-2017',
];
