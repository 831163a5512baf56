import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetColumn } from '../domain/dataset.js';
import { DuckDbSession } from './duckdb-session.js';
import { riskReport } from './risk.js';

type Cell = string | null;
type Table = readonly (readonly Cell[])[];

let folder = '';
let session: DuckDbSession;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'risk-'));
  session = await DuckDbSession.open({ tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true, force: true });
});

const person: DatasetColumn = {
  name: 'person',
  type: 'pseudonym',
  role: 'direct-id',
  pseudonym: { domain: 'test', entityType: 'person', epoch: 1 },
};
const quasi = (name: string): DatasetColumn => ({ name, type: 'text', role: 'quasi-id' });

async function reportOf(columns: readonly DatasetColumn[], rows: Table) {
  const path = join(folder, 'curated.parquet');
  await session.run(
    `CREATE OR REPLACE TABLE made (${columns.map(({ name }) => `"${name}" VARCHAR`).join(', ')})`,
  );
  await session.append('made', rows);
  await session.run(`COPY made TO '${path}' (FORMAT parquet)`);
  return riskReport(session, path, columns);
}

/** The same figures by looking at every pair of rows; the first cell of a row is the unit. */
function byEveryPair(rows: Table) {
  const units = rows.map(([unit]) => unit ?? 'Z');
  const joint = units.map((unit) => (unit.startsWith('Z') ? 'nobody known' : unit));
  const fits = (one: readonly Cell[], other: readonly Cell[]) =>
    one.every((cell, c) => c === 0 || cell === null || other[c] === null || cell === other[c]);
  const sizes = rows.map(
    (row) => new Set(joint.filter((_, i) => fits(row, rows[i] as readonly Cell[]))).size,
  );
  const below = (k: number) => new Set(joint.filter((_, i) => (sizes[i] as number) < k)).size;
  return {
    units: new Set(joint).size,
    kMin: sizes.length === 0 ? null : Math.min(...sizes),
    unitsBelowK: below(10),
    uniqueUnits: below(2),
  };
}

describe('class sizes', () => {
  it('count persons and not rows, and a person is below k where one of his rows is', async () => {
    const rows: Cell[][] = [];
    for (let i = 0; i < 10; i += 1) rows.push([`P${i}`, 'wijk 1'], [`P${i}`, 'wijk 1']);
    for (let i = 0; i < 12; i += 1) rows.push(['P0', 'wijk 2']);
    expect(await reportOf([person, quasi('wijk')], rows)).toEqual({
      unit: 'person',
      units: 10,
      rows: 32,
      kMin: 1,
      unitsBelowK: 1,
      shareBelowK: 0.1,
      uniqueUnits: 1,
      quasiIdentifiers: ['wijk'],
    });
  });

  it('take a missing value for every value that it could be', async () => {
    const rows = [
      ...Array.from({ length: 9 }, (_, i) => [`A${i}`, 'm', '1']),
      ['B', 'm', null],
      ['C', null, '2'],
      ['D', 'v', '3'],
    ];
    // The nine and B make ten; B fits C as well, so B sees eleven; C sees B and itself; D sees nobody.
    expect(await reportOf([person, quasi('g'), quasi('n')], rows)).toMatchObject({
      kMin: 1,
      unitsBelowK: 2,
      uniqueUnits: 1,
    });
  });

  it('equal a comparison of every pair of rows, for any table with missing values and invalid persons', async () => {
    const cell = fc.constantFrom<Cell>('a', 'b', 'c', null);
    const unit = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 30 }).map((n) => `P${n}`) },
      fc.constantFrom<Cell>('Z1', 'Z2', null),
    );
    const tables = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.array(
        fc.tuple(unit, fc.array(cell, { minLength: width, maxLength: width })).map(([u, q]) => [u, ...q]),
        { minLength: 1, maxLength: 60 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(tables, async (rows) => {
        const columns = [person, ...(rows[0] ?? []).slice(1).map((_, i) => quasi(`k${i}`))];
        expect(await reportOf(columns, rows)).toMatchObject(byEveryPair(rows));
      }),
      { numRuns: 40 },
    );
  });

  it('are exact without comparing every pair, where each half of many persons lacks what the other has', async () => {
    const half = 20_000;
    const rows = Array.from({ length: 2 * half }, (_, i) => [
      `P${i}`,
      i < half ? String(i) : null,
      i < half ? null : String(i),
    ]);
    // Each could be any of the other half, and none of the own half but himself: 8 x 10^8 pairs.
    expect(await reportOf([person, quasi('postcode'), quasi('geboortejaar')], rows)).toMatchObject({
      kMin: half + 1,
      unitsBelowK: 0,
      uniqueUnits: 0,
    });
  });

  it('count persons without a valid identifier together as one', async () => {
    const rows = [...Array.from({ length: 20 }, (_, i) => [`Z${i}`, 'x']), [null, 'x']];
    expect(await reportOf([person, quasi('wijk')], rows)).toMatchObject({
      units: 1,
      kMin: 1,
      uniqueUnits: 1,
      rows: 21,
    });
  });

  it('count records where no column holds persons, also where columns bear names that the query uses', async () => {
    const rows = [...Array.from({ length: 11 }, () => ['x', '1']), ['x', null], ['y', '1']];
    expect(await reportOf([quasi('class'), quasi('q0')], rows)).toMatchObject({
      unit: 'record',
      units: 13,
      kMin: 1,
      unitsBelowK: 1,
      uniqueUnits: 1,
    });
  });
});

describe('the report', () => {
  it('names no class size where there are no quasi-identifiers or no rows', async () => {
    const none = { kMin: null, unitsBelowK: 0, shareBelowK: 0, uniqueUnits: 0 };
    expect(await reportOf([person], [['A'], ['B'], ['B']])).toMatchObject({ ...none, units: 2, rows: 3 });
    expect(await reportOf([person, quasi('wijk')], [])).toMatchObject({ ...none, units: 0, rows: 0 });
  });
});
