import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SluisError } from '../../domain/errors.js';
import { CITY_FILES, type CityFile, DEMO_CITY_FILES } from './city-files.js';
import { writeCsv } from './csv-lines.js';
import type { CitySize } from './households.js';
import { MAX_PERSONS } from './test-bsn.js';

type DemoCityFile = (typeof DEMO_CITY_FILES)[number];

export interface WrittenCity<Name extends CityFile = DemoCityFile> {
  /** Path of each file. */
  readonly files: Readonly<Record<Name, string>>;
  /** Rows of each file, without the header. */
  readonly rows: Readonly<Record<Name, number>>;
}

/** The sources that the demonstration takes in; see `writeCitySources`. */
export function writeCity(options: CitySize & { readonly folder: string }): Promise<WrittenCity> {
  return writeCitySources(options, DEMO_CITY_FILES);
}

/**
 * Writes sources of a synthetic city into a folder: the same bytes for the same size and seed, in constant memory,
 * whichever other sources are written. What was planted in them is told by `cityTruth` alone.
 * @param options `persons` 1 to MAX_PERSONS; `seed` any 32-bit whole number
 * @throws SluisError UsageInvalid for a size or seed out of range
 */
export async function writeCitySources<Name extends CityFile>(
  options: CitySize & { readonly folder: string },
  names: readonly Name[],
): Promise<WrittenCity<Name>> {
  checkSize(options);
  await mkdir(options.folder, { recursive: true });
  const files = {} as Record<Name, string>;
  const rows = {} as Record<Name, number>;
  for (const name of names) {
    const { file, header, rows: rowsOf } = CITY_FILES[name];
    files[name] = join(options.folder, file);
    rows[name] = await writeCsv(header, rowsOf(options), createWriteStream(files[name], { mode: 0o600 }));
  }
  return { files, rows };
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
