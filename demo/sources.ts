import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CITY_FILES, type CityFile } from './city/city-files.js';

/** A source of the demonstration: which contract describes it, and where its files are. What comes of it, the gates say. */
export interface DemoSource {
  readonly id: string;
  /** Path of the contract below the repository's root. */
  readonly contract: string;
  /** The file, or the folder of JSON files, below the folder of the real files or of the written city. */
  readonly place: string;
  /** Paths of the parts of one delivery, in order, given the folder of the real files or of the written city. */
  files(folder: string): Promise<readonly string[]>;
}

/** On the synthetic city of `demo/city`; two contracts describe the one tax file. */
export const DEMO_SOURCES: readonly DemoSource[] = [
  ofCity('brp', 'brp'),
  ofCity('politie-verdachte', 'politie_verdachte'),
  ofCity('bag', 'bag'),
  ofCity('belasting-huishouden', 'belasting_huishouden'),
  ofCity('belasting-huishouden-convenant', 'belasting_huishouden'),
  ofCity('cbs-records', 'cbs_records'),
];

/** On public files that stay where they are; the repository holds their contracts only. */
export const REAL_SOURCES: readonly DemoSource[] = [
  ofFile('cbs-kwb-2024', 'cbs/kwb-2024-nederland-leeftijd-geslacht.csv'),
  ofJsonFiles('politie-den-haag-2017', 'politie/den-haag-2017'),
  ofFile('inbrekers-den-haag', 'om/TheHagueBurglars.csv'),
  ofFile('den-haag-buurten', 'om/TheHagueNeighborhoods.csv'),
  ofFile('airbnb-amsterdam', 'privaat/airbnb-listings-amsterdam-2021.csv'),
];

/** Refused at its contract: no file of it is ever looked for. */
export const COMPANY_WITHOUT_PAPERS = 'airbnb-amsterdam';

/** The linkage domains that the demonstration needs approved, below the repository's root. */
export const DEMO_LINKAGE_DOMAINS: readonly string[] = ['demo/linkage-domains/instroom-drugs.yaml'];

function contractOf(id: string): string {
  return `demo/contracts/${id}.yaml`;
}

function ofFile(id: string, path: string): DemoSource {
  return { id, contract: contractOf(id), place: path, files: async (folder) => [join(folder, path)] };
}

function ofJsonFiles(id: string, path: string): DemoSource {
  return { id, contract: contractOf(id), place: path, files: (folder) => jsonFilesIn(join(folder, path)) };
}

function ofCity(id: string, name: CityFile): DemoSource {
  return ofFile(id, CITY_FILES[name].file);
}

async function jsonFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}
