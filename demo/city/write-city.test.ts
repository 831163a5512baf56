import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_CITY_FILES, CITY_FILES, type CityFile } from './city-files.js';
import { writeCsv } from './csv-lines.js';
import { households } from './households.js';
import { brpRows, type Row } from './rows.js';
import { crimeTruth } from './truth/crime-truth.js';
import { type WrittenCity, writeCity, writeCitySources } from './write-city.js';

const PERSONS = 20_000;
let folder: string;
let city: WrittenCity<CityFile>;
const truth = crimeTruth({ persons: PERSONS, seed: 7 });
const tables = {} as Record<CityFile, string[][]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'city-'));
  city = await writeCitySources({ persons: PERSONS, seed: 7, folder }, ALL_CITY_FILES);
  for (const name of ALL_CITY_FILES) {
    const lines = (await readFile(city.files[name], 'utf8')).trimEnd().split('\n');
    tables[name] = lines.map((line) => line.split(','));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** First-time young suspects and young inhabitants per wijk and year, by a plain count of the two files. */
function plainCount(offence: string) {
  const born = new Map<string, number>();
  const home = new Map<string, string>();
  const inhabitants = new Map<string, number>();
  for (const [bsn, , year, buurt, birth] of tables.brp.slice(1)) {
    born.set(bsn!, Number(birth));
    home.set(`${bsn} ${year}`, buurt!.slice(2, 8));
    const age = Number(year) - Number(birth);
    if (age < 12 || age > 23) continue;
    const cell = `WK${buurt!.slice(2, 8)} ${year}`;
    inhabitants.set(cell, (inhabitants.get(cell) ?? 0) + 1);
  }
  const firstYear = new Map<string, number>();
  for (const [bsn, date, kind] of tables.politie_verdachte.slice(1)) {
    if (kind !== offence) continue;
    const year = Number(date!.slice(0, 4));
    firstYear.set(bsn!, Math.min(year, firstYear.get(bsn!) ?? year));
  }
  const suspects = new Map<string, number>();
  for (const [bsn, year] of firstYear) {
    const age = year - born.get(bsn)!;
    if (age < 12 || age > 23) continue;
    const cell = `WK${home.get(`${bsn} ${year}`)} ${year}`;
    suspects.set(cell, (suspects.get(cell) ?? 0) + 1);
  }
  return { inhabitants, suspects };
}

describe('the synthetic city', () => {
  it('has each file under its header, with as many records as it says', () => {
    for (const name of ALL_CITY_FILES) {
      const [header, ...rows] = tables[name];
      expect(header).toEqual(CITY_FILES[name].header);
      expect(rows).toHaveLength(city.rows[name]);
      expect(rows.every((row) => row.length === header!.length)).toBe(true);
    }
  });

  it('registers every person in the last year, and a person once a year', () => {
    const rows = tables.brp.slice(1);
    expect(rows.filter((row) => row[2] === '2024')).toHaveLength(PERSONS);
    expect(new Set(rows.map((row) => row[0])).size).toBe(PERSONS);
    expect(new Set(rows.map((row) => `${row[0]} ${row[2]}`)).size).toBe(rows.length);
    expect(city.rows.cbs_records).toBe(PERSONS);
  });

  it('gives each household a dwelling and three tax years, and nobody else any', () => {
    const ids = new Set(tables.brp.slice(1).map((row) => row[1]));
    expect(city.rows.bag).toBe(ids.size);
    expect(city.rows.belasting_huishouden).toBe(3 * ids.size);
    expect(new Set(tables.belasting_huishouden.slice(1).map((row) => row[0]))).toEqual(ids);
  });

  it('uses codes of a municipality that does not exist, and nests them', () => {
    expect(tables.brp.slice(1).every((row) => /^BU99990[1-8]0[1-5]$/.test(row[3]!))).toBe(true);
    expect(tables.politie_verdachte.slice(1).every((row) => /^GM999[6-9]$/.test(row[3]!))).toBe(true);
  });

  it('suspects registered inhabitants of twelve and older only', () => {
    const born = new Map(tables.brp.slice(1).map((row) => [row[0], Number(row[4])]));
    for (const [bsn, date] of tables.politie_verdachte.slice(1)) {
      expect(Number(date!.slice(0, 4)) - born.get(bsn!)!).toBeGreaterThanOrEqual(12);
    }
  });

  it('tells the truth: a plain count of the files finds each number of it', () => {
    const { inhabitants, suspects } = plainCount('drugs');
    for (const cell of truth.inflow) {
      const key = `${cell.wijk} ${cell.year}`;
      expect(inhabitants.get(key) ?? 0).toBe(cell.inhabitants);
      expect(suspects.get(key) ?? 0).toBe(cell.firstTimeDrugs);
      expect(cell.firstTime).toBeGreaterThanOrEqual(cell.firstTimeDrugs);
    }
  });

  it('holds the planted pattern: the raised wijken stand out by about the planted ratio', () => {
    const { inhabitants, suspects } = plainCount('drugs');
    const rate = (raised: boolean): number => {
      const cells = [...inhabitants.keys()].filter(
        (cell) => truth.raisedWijken.includes(cell.slice(0, 8)) === raised,
      );
      const sum = (counts: Map<string, number>) =>
        cells.reduce((all, cell) => all + (counts.get(cell) ?? 0), 0);
      return sum(suspects) / sum(inhabitants);
    };
    expect(rate(true) / rate(false) / truth.plantedRatio).toBeGreaterThan(0.8);
    expect(rate(true) / rate(false) / truth.plantedRatio).toBeLessThan(1.2);
  });

  it('can mostly be published: most cells of wijk and year hold ten persons or more', () => {
    const large = truth.inflow.filter((cell) => cell.firstTimeDrugs >= 10);
    expect(large.length / truth.inflow.length).toBeGreaterThan(0.75);
    expect(large.length).toBeLessThan(truth.inflow.length);
  });

  it('is the same to the byte for the same seed, and another for another', async () => {
    const write = (seed: number, name: string) =>
      writeCitySources({ persons: 3_000, seed, folder: join(folder, name) }, ALL_CITY_FILES);
    const [once, same, other] = [await write(11, 'a'), await write(11, 'b'), await write(12, 'c')];
    for (const name of ALL_CITY_FILES) {
      const bytes = await readFile(once.files[name]);
      expect(bytes.equals(await readFile(same.files[name]))).toBe(true);
      expect(bytes.equals(await readFile(other.files[name]))).toBe(false);
    }
  });

  it('is the same to the byte in chunks of any size, and whichever other sources are written', async () => {
    const digest = (text: Buffer | string) => createHash('sha256').update(text).digest('hex');
    for (const name of ALL_CITY_FILES) {
      const { header, rows } = CITY_FILES[name];
      const written = digest(await readFile(city.files[name]));
      for (const linesAChunk of [97, 7_001]) {
        const hash = createHash('sha256');
        await writeCsv(header, rows({ persons: PERSONS, seed: 7 }), hash, linesAChunk);
        expect(hash.digest('hex')).toBe(written);
      }
    }
    const demo = await writeCity({ persons: PERSONS, seed: 7, folder: join(folder, 'demo') });
    for (const [name, file] of Object.entries(demo.files)) {
      expect(digest(await readFile(file))).toBe(digest(await readFile(city.files[name as CityFile])));
    }
  });

  it('refuses a size without enough test numbers', async () => {
    await expect(writeCity({ persons: 9_000_001, seed: 1, folder })).rejects.toThrow(/--persons/);
    await expect(writeCity({ persons: 0, seed: 1, folder })).rejects.toThrow(/--persons/);
  });
});

describe('memory', () => {
  it('does not grow with the city: the first households of nine million persons come at once', () => {
    const size = { persons: 9_000_000, seed: 1 };
    const first = brpRows(size);
    const rows = Array.from({ length: 100 }, () => first.next().value as Row);
    expect(rows).toHaveLength(100);
    expect(households(size).next().value?.index).toBe(0);
  });

  it('waits for a slow target instead of piling rows up', async () => {
    let made = 0;
    let taken = 0;
    let ahead = 0;
    function* rows(): Generator<Row> {
      while (made < 50_000) yield [made++, 'x'];
    }
    const target = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        ahead = Math.max(ahead, made - taken);
        taken += chunk.toString().split('\n').length - 1;
        setImmediate(done);
      },
    });
    expect(await writeCsv(['a', 'b'], rows(), target)).toBe(50_000);
    expect(ahead).toBeLessThan(5_000);
  });
});
