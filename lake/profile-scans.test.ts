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
const SMALL = { records: 10, bytesByColumn: async () => [] };
const full = () => new SluisError('ServerUnavailable', 'full', { engineClass: 'Out of Memory Error' });

describe('the scans of a profile', () => {
  it('take every column once and in order, as many at once as fit by the size of their values', async () => {
    const widths = async (records: number, bytes: readonly number[]) => {
      const size = { records, columns: bytes.length, bytesByColumn: async () => bytes };
      const scans = await within((session) => inScans(session, size, async (places) => places));
      expect(scans.flat()).toEqual(bytes.map((_, at) => at));
      return scans.map((places) => places.length);
    };
    expect(await widths(0, [])).toEqual([0]);
    expect(await widths(4_000_000, Array(30).fill(1000))).toEqual([24, 6]);
    expect(await widths(4_000_000, [200e6, 160e6, 1e6, 349e6, 5e6, 5e6, 360e6, 1])).toEqual([2, 4, 1, 1]);
    expect(await widths(1e9, [9e12, 9e12, 1e3, 1e3])).toEqual([1, 1, 2]);
  });

  it('take all columns of a small delivery without looking at their sizes first', async () => {
    const bytesByColumn = () => Promise.reject(new Error('looked'));
    const size = { records: 1_000_000, columns: 20, bytesByColumn };
    expect(await within((session) => inScans(session, size, async (places) => places.length))).toEqual([20]);
  });

  it('never spill the values of several columns: what does not fit is tried with half as many', async () => {
    const tried = await within(async (session) => {
      const widths: number[] = [];
      const before = await spillLimit(session);
      const results = await inScans(session, { ...SMALL, columns: 7 }, async (places) => {
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
    expect(await within((session) => inScans(session, { ...SMALL, columns: 1 }, scan(session)))).toEqual([
      3_000_000,
    ]);
    expect(attempts).toBe(2);
  });

  it('pass on every other failure', async () => {
    const stopped = new SluisError('ServerUnavailable', 'stopped', { engineClass: 'INTERRUPT Error' });
    const failing = within((session) =>
      inScans(session, { ...SMALL, columns: 2 }, () => Promise.reject(stopped)),
    );
    await expect(failing).rejects.toBe(stopped);
  });
});
