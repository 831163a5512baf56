import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SluisError } from '../../domain/errors.js';
import { writeCsv } from './csv-lines.js';
import type { CitySize } from './households.js';
import { bagRows, brpRows, cbsRows, type Row, suspectRows, taxRows } from './rows.js';
import { MAX_PERSONS } from './test-bsn.js';
import { type CityTruth, type TruthKeeper, truthKeeper } from './truth.js';

/** File names and headers of the city's sources. */
export const CITY_FILES = {
  brp: { file: 'brp.csv', header: ['bsn', 'huishouden', 'jaar', 'buurt', 'geboortejaar'] },
  politie_verdachte: { file: 'politie-verdachte.csv', header: ['bsn', 'datum', 'delictgroep', 'gemeente'] },
  bag: { file: 'bag.csv', header: ['object', 'type', 'oppervlak', 'bouwjaar', 'buurt'] },
  belasting_huishouden: {
    file: 'belasting-huishouden.csv',
    header: ['huishouden', 'jaar', 'inkomen', 'vermogen'],
  },
  cbs_records: { file: 'cbs-records.csv', header: ['record', 'jaar', 'buurt', 'leeftijd', 'inkomensdeciel'] },
} as const;
export type CityFile = keyof typeof CITY_FILES;

export interface WrittenCity {
  /** Path of each file. */
  readonly files: Readonly<Record<CityFile, string>>;
  /** Rows of each file, without the header. */
  readonly rows: Readonly<Record<CityFile, number>>;
  readonly truth: CityTruth;
}

const ROWS_OF: Record<CityFile, (city: CitySize, truth: TruthKeeper) => Iterable<Row>> = {
  brp: brpRows,
  politie_verdachte: suspectRows,
  bag: bagRows,
  belasting_huishouden: taxRows,
  cbs_records: cbsRows,
};

/**
 * Writes the sources of a synthetic city into a folder: the same bytes for the same size and seed, in constant memory.
 * @param options `persons` 1 to MAX_PERSONS; `seed` any 32-bit whole number
 * @throws SluisError UsageInvalid for a size or seed out of range
 */
export async function writeCity(options: CitySize & { readonly folder: string }): Promise<WrittenCity> {
  checkSize(options);
  await mkdir(options.folder, { recursive: true });
  const keeper = truthKeeper();
  const files = {} as Record<CityFile, string>;
  const rows = {} as Record<CityFile, number>;
  for (const name of Object.keys(CITY_FILES) as CityFile[]) {
    files[name] = join(options.folder, CITY_FILES[name].file);
    const target = createWriteStream(files[name], { mode: 0o600 });
    rows[name] = await writeCsv(CITY_FILES[name].header, ROWS_OF[name](options, keeper), target);
  }
  return { files, rows, truth: keeper.truth() };
}

function checkSize({ persons, seed }: CitySize): void {
  if (!Number.isInteger(persons) || persons < 1 || persons > MAX_PERSONS) {
    throw new SluisError('UsageInvalid', `a city has 1 to ${MAX_PERSONS} persons: choose another --persons`);
  }
  if (!Number.isInteger(seed) || Math.abs(seed) >= 2 ** 32) {
    throw new SluisError(
      'UsageInvalid',
      'a seed is a whole number of at most 32 bits: choose another --seed',
    );
  }
}
