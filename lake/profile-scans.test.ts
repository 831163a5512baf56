import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import { type DuckDbSession, withDuckDb } from './duckdb-session.js';
import { inScans } from './profile-scans.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-scans-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const within = <T>(task: (session: DuckDbSession) => Promise<T>) =>
  withDuckDb({ tempFolder: join(folder, 'spill'), memoryLimit: '64MB' }, task);
const spillLimit = async (session: DuckDbSession) =>
  (await session.rows(`SELECT current_setting('max_temp_directory_size') AS size`))[0]?.size;
const full = () => new SluisError('ServerUnavailable', 'full', { engineClass: 'Out of Memory Error' });

describe('the scans of a profile', () => {
  it('take every column once and in order, fewer at once the more records there are', async () => {
    const widths = async (records: number, columns: number) =>
      within((session) => inScans(session, { records, columns }, async (places) => places));
    expect((await widths(0, 0)).flat()).toEqual([]);
    expect((await widths(10, 30)).map((places) => places.length)).toEqual([24, 6]);
    expect((await widths(4_000_000, 20)).map((places) => places.length)).toEqual([6, 6, 6, 2]);
    expect((await widths(1e9, 3)).flat()).toEqual([0, 1, 2]);
  });

  it('never spill the values of several columns: what does not fit is tried with half as many', async () => {
    const tried = await within(async (session) => {
      const widths: number[] = [];
      const before = await spillLimit(session);
      const results = await inScans(session, { records: 10, columns: 7 }, async (places) => {
        widths.push(places.length);
        expect(await spillLimit(session)).toBe('0 bytes');
        if (places.length > 2) throw full();
        return places;
      });
      expect(await spillLimit(session)).toBe(before);
      return { widths, places: results.flat() };
    });
    expect(tried).toEqual({ widths: [7, 4, 2, 2, 2, 1], places: [0, 1, 2, 3, 4, 5, 6] });
  });

  it('let one column spill that does not fit alone, rather than refuse the delivery', async () => {
    let attempts = 0;
    const scan = (session: DuckDbSession) => async () => {
      attempts += 1;
      const row = await session.counts(
        `SELECT count(*) AS n FROM (SELECT v FROM (SELECT 'value ' || range AS v FROM range(3000000)) GROUP BY v)`,
      );
      return row.n;
    };
    expect(
      await within((session) => inScans(session, { records: 3_000_000, columns: 1 }, scan(session))),
    ).toEqual([3_000_000]);
    expect(attempts).toBe(2);
  });

  it('pass on every other failure', async () => {
    const stopped = new SluisError('ServerUnavailable', 'stopped', { engineClass: 'INTERRUPT Error' });
    const failing = within((session) =>
      inScans(session, { records: 1, columns: 2 }, () => Promise.reject(stopped)),
    );
    await expect(failing).rejects.toBe(stopped);
  });
});
