import { writeFile } from 'node:fs/promises';
import { fail } from '../../cli/output.js';
import { ALL_CITY_FILES } from './city-files.js';
import { CITY_HELP, type CityOptions, cityOptions } from './options.js';
import { cityTruth } from './truth/city-truth.js';
import { writeCitySources } from './write-city.js';

/** Prints one JSON document: the path and the rows of each file. */
async function city({ help, out, truth, ...size }: CityOptions): Promise<void> {
  if (help) return void process.stdout.write(CITY_HELP);
  const { files, rows } = await writeCitySources({ ...size, folder: out }, ALL_CITY_FILES);
  if (truth !== null)
    await writeFile(truth, `${JSON.stringify(cityTruth(size), null, 2)}\n`, { mode: 0o600 });
  process.stdout.write(`${JSON.stringify({ ...size, files, rows })}\n`);
}

await (async () => city(cityOptions(process.argv.slice(2))))().catch(fail);
