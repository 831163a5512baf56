import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import { type DuckDbSession, withDuckDb } from './duckdb-session.js';
import { inScans, inSlice, type Slice } from './profile-scans.js';

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

/** Holds that the slices are, each once, all parts of every column, and no part of another share than its column's. */
function expectWhole(slices: readonly Slice[], columns: number): void {
  for (let place = 0; place < columns; place += 1) {
    const own = slices.filter((slice) => slice.place === place);
    const finest = Math.max(...own.map(({ parts }) => parts));
    const covered = own.flatMap(({ part, parts }) =>
      Array.from({ length: finest / parts }, (_, at) => part + at * parts),
    );
    expect(covered.sort((a, b) => a - b)).toEqual(Array.from({ length: finest }, (_, at) => at));
  }
}

describe('the scans of a profile', () => {
  it('take every column once and in order, as many at once as fit by the size of their values', async () => {
    const scansOf = async (bytes: readonly number[]) => {
      const scans = await within((session) => inScans(session, bytes, async (slices) => slices));
      expectWhole(scans.flat(), bytes.length);
      expect(scans.flat().map(({ place }) => place)).toEqual(
        scans
          .flat()
          .map(({ place }) => place)
          .sort((a, b) => a - b),
      );
      return scans.map((slices) =>
        slices.map(({ place, parts }) => (parts === 1 ? place : `${place}/${parts}`)),
      );
    };
    expect(await scansOf([])).toEqual([[]]);
    expect((await scansOf(Array(30).fill(1000))).map(({ length }) => length)).toEqual([24, 6]);
    expect(await scansOf([170e6, 160e6, 1e6, 149e6, 5e6])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(await scansOf([600e6, 100e6, 1e3])).toEqual([
      ['0/4', '0/4'],
      ['0/4', '0/4'],
      [1, 2],
    ]);
    expect((await scansOf([9e12, 1e3])).flat().length).toBe(33);
  });

  it('never spill: of what does not fit half as many slices are taken, and of one slice its half', async () => {
    const tried = await within(async (session) => {
      const widths: number[] = [];
      const before = await spillLimit(session);
      const results = await inScans(session, Array(7).fill(0), async (slices) => {
        widths.push(slices.length);
        expect(await spillLimit(session)).toBe('0 bytes');
        const share = slices.reduce((sum, { place, parts }) => sum + (place === 6 ? 8 : 1) / parts, 0);
        if (share > 2) throw full();
        return slices;
      });
      expect(await spillLimit(session)).toBe(before);
      return { widths, results };
    });
    expect(tried.widths).toEqual([7, 4, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
    expectWhole(tried.results.flat(), 7);
    expect(tried.results.flat().filter(({ place }) => place === 6)).toHaveLength(4);
  });

  it('count many values in parts that together are the whole, without a spill', async () => {
    const values = `(SELECT 'value ' || (range % 1000000) AS v FROM range(3000000))`;
    const found = await within((session) =>
      inScans(session, [0], async ([slice]) => {
        expect(await spillLimit(session)).toBe('0 bytes');
        const where = inSlice('hash(v)', slice as Slice);
        return session.counts(
          `SELECT count(*) AS distinct, sum(n) AS n FROM (SELECT count(*) AS n FROM ${values} WHERE ${where} GROUP BY v)`,
        );
      }),
    );
    expect(found.length).toBeGreaterThan(1);
    const sum = (name: string) => found.reduce((total, counts) => total + (counts[name] ?? 0), 0);
    expect([sum('distinct'), sum('n')]).toEqual([1_000_000, 3_000_000]);
  });

  it('let a slice spill that cannot be made finer, rather than refuse the delivery', async () => {
    const limits: unknown[] = [];
    const results = await within((session) =>
      inScans(session, [9e12], async ([slice]) => {
        if (slice?.part !== 0) return 0;
        limits.push(await spillLimit(session));
        if (limits.length === 1) throw full();
        return 1;
      }),
    );
    expect(results).toEqual([1, ...Array(31).fill(0)]);
    expect(limits[0]).toBe('0 bytes');
    expect(limits[1]).not.toBe('0 bytes');
  });

  it('pass on every other failure', async () => {
    const stopped = new SluisError('ServerUnavailable', 'stopped', { engineClass: 'INTERRUPT Error' });
    const failing = within((session) => inScans(session, [0, 0], () => Promise.reject(stopped)));
    await expect(failing).rejects.toBe(stopped);
  });
});
