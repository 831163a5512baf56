import type { CitySize } from './households.js';
import * as more from './more-rows.js';
import * as rows from './rows.js';

interface CityFileSpec {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: (city: CitySize) => Iterable<rows.Row>;
}

/** Every file of the city: its name, its header, and how its rows are made. */
export const CITY_FILES = {
  brp: {
    file: 'brp.csv',
    header: ['bsn', 'huishouden', 'jaar', 'buurt', 'geboortejaar'],
    rows: rows.brpRows,
  },
  politie_verdachte: {
    file: 'politie-verdachte.csv',
    header: ['bsn', 'datum', 'delictgroep', 'gemeente'],
    rows: rows.suspectRows,
  },
  bag: {
    file: 'bag.csv',
    header: ['object', 'type', 'oppervlak', 'bouwjaar', 'buurt'],
    rows: rows.bagRows,
  },
  belasting_huishouden: {
    file: 'belasting-huishouden.csv',
    header: ['huishouden', 'jaar', 'inkomen', 'vermogen'],
    rows: rows.taxRows,
  },
  cbs_records: {
    file: 'cbs-records.csv',
    header: ['record', 'jaar', 'buurt', 'leeftijd', 'inkomensdeciel'],
    rows: rows.cbsRows,
  },
  kadaster_transactie: {
    file: 'kadaster-transactie.csv',
    header: ['object', 'datum', 'koopsom', 'koper', 'verkoper', 'akte'],
    rows: more.transferRows,
  },
  kadaster_eigendom: {
    file: 'kadaster-eigendom.csv',
    header: ['object', 'eigenaar', 'van', 'tot'],
    rows: more.ownerRows,
  },
  hypotheek: { file: 'hypotheek.csv', header: ['object', 'bedrag'], rows: more.mortgageRows },
  woz: { file: 'woz.csv', header: ['object', 'jaar', 'waarde'], rows: more.valueRows },
  kvk: { file: 'kvk.csv', header: ['bedrijf', 'opgericht', 'land', 'bestuurder'], rows: more.companyRows },
  om_vonnis: { file: 'om-vonnis.csv', header: ['bsn', 'datum', 'uitkomst'], rows: more.verdictRows },
  energie: { file: 'energie.csv', header: ['object', 'jaar', 'kwh', 'm3'], rows: more.energyRows },
  vergunning: { file: 'vergunning.csv', header: ['object', 'type', 'aanvrager'], rows: more.permitRows },
  ruiming: { file: 'ruiming.csv', header: ['object', 'jaar'], rows: more.clearingRows },
} as const satisfies Readonly<Record<string, CityFileSpec>>;
export type CityFile = keyof typeof CITY_FILES;

export const ALL_CITY_FILES = Object.keys(CITY_FILES) as readonly CityFile[];
/** What the demonstration takes in. */
export const DEMO_CITY_FILES = [
  'brp',
  'politie_verdachte',
  'bag',
  'belasting_huishouden',
  'cbs_records',
] as const satisfies readonly CityFile[];
