import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetColumn } from '../domain/dataset.js';
import type { FieldPlan } from '../domain/treatment-plan.js';
import { DuckDbSession } from './duckdb-session.js';
import { riskReport } from './risk.js';
import { planOf } from './testing/landed-file.js';

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
const household: DatasetColumn = {
  name: 'household',
  type: 'pseudonym',
  role: 'direct-id',
  pseudonym: { domain: 'test', entityType: 'household', epoch: 1 },
};
const quasi = (name: string): DatasetColumn => ({ name, type: 'text', role: 'quasi-id' });

async function reportOf(
  columns: readonly DatasetColumn[],
  rows: Table,
  plan: Parameters<typeof riskReport>[3] = planOf({}),
) {
  const path = join(folder, 'curated.parquet');
  await session.run(
    `CREATE OR REPLACE TABLE made (${columns.map(({ name }) => `"${name}" VARCHAR`).join(', ')})`,
  );
  await session.append('made', rows);
  const typed = columns.map(({ name, type }) =>
    type === 'integer' ? `"${name}"::BIGINT AS "${name}"` : `"${name}"`,
  );
  await session.run(`COPY (SELECT ${typed.join(', ')} FROM made) TO '${path}' (FORMAT parquet)`);
  return riskReport(session, path, columns, plan);
}

/** The same figures by looking at every pair of rows; the first cell of a row is the unit. */
function byEveryPair(rows: Table) {
  const units = rows.map(([unit]) => unit ?? 'Z');
  const joint = units.map((unit) => (unit.startsWith('Z') ? 'nobody known' : unit));
  const fits = (one: readonly Cell[], other: readonly Cell[]) =>
    one.every((cell, c) => c === 0 || cell === other[c]);
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

  it('take a missing value for a value of its own, that makes no other class larger', async () => {
    const rows = [
      ...Array.from({ length: 10 }, (_, i) => [`A${i}`, 'm', '1']),
      ...Array.from({ length: 10 }, (_, i) => [`B${i}`, 'm', null]),
      ['C', null, '1'],
      ['D', 'v', '1'],
    ];
    expect(await reportOf([person, quasi('g'), quasi('n')], rows)).toMatchObject({
      kMin: 1,
      unitsBelowK: 2,
      uniqueUnits: 2,
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
    const rows = [...Array.from({ length: 11 }, () => ['x', '1', '1']), ['x', null, '1'], ['y', '1', '1']];
    expect(await reportOf([quasi('unit'), quasi('a'), quasi('b')], rows)).toMatchObject({
      unit: 'record',
      units: 13,
      kMin: 1,
      unitsBelowK: 2,
      uniqueUnits: 2,
    });
  });
});

describe('the report', () => {
  it.each<DatasetColumn['role']>([
    'quasi-id',
    'dimension',
    'sensitive',
    'technical',
    'measure',
  ])('does not believe the role %s of a column of texts', async (role) => {
    const rows = Array.from({ length: 20 }, (_, i) => [`P${i}`, `wijk ${i}`]);
    const column: DatasetColumn = { name: 'wijk', type: 'text', role };
    expect(await reportOf([person, column], rows)).toMatchObject({
      kMin: 1,
      unitsBelowK: 20,
      quasiIdentifiers: ['wijk'],
    });
  });

  it('leaves out numbers that are measured, and pseudonyms', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`P${i}`, `H${i}`, `${i}`, `${i % 2}`]);
    const integer = (name: string, role: DatasetColumn['role']) => ({ name, type: 'integer', role }) as const;
    const columns = [person, household, integer('waarde', 'measure'), integer('jaar', 'dimension')];
    expect(await reportOf(columns, rows)).toMatchObject({ kMin: 10, quasiIdentifiers: ['jaar'] });
  });

  describe('of whole numbers that are called measured', () => {
    const measure = { name: 'n', type: 'integer', role: 'measure' } as const;
    const given = (treatment: FieldPlan['treatment']) =>
      planOf({ m: { name: 'n', type: 'integer', role: 'measure', treatment } });
    const kept = given({ kind: 'keep' });
    const persons = (count: number, n: (at: number) => number) =>
      Array.from({ length: count }, (_, at) => [`P${at}`, `${n(at)}`]);

    it('counts those that records share: the number of a neighbourhood, a flag', async () => {
      const report = await reportOf(
        [person, measure],
        persons(40, (at) => (at < 3 ? 1 : 0)),
        kept,
      );
      expect(report).toMatchObject({ kMin: 3, unitsBelowK: 3, quasiIdentifiers: ['n'] });
      expect(
        (
          await reportOf(
            [person, measure],
            persons(40, (at) => at % 20),
            kept,
          )
        ).kMin,
      ).toBe(2);
      const year = given({ kind: 'generalise', param: 'year' });
      expect(
        (
          await reportOf(
            [person, measure],
            persons(40, (at) => 2000 + (at % 2)),
            year,
          )
        ).kMin,
      ).toBe(20);
    });

    it('leaves out those of which most records have one of their own, and what was rounded to tens or coarser', async () => {
      const none = { kMin: 40, quasiIdentifiers: [] };
      expect(
        await reportOf(
          [person, measure],
          persons(40, (at) => at % 21),
          kept,
        ),
      ).toMatchObject(none);
      const tens = given({ kind: 'round', param: '10' });
      expect(
        await reportOf(
          [person, measure],
          persons(40, (at) => (at % 4) * 10),
          tens,
        ),
      ).toMatchObject(none);
      const ones = given({ kind: 'round', param: '5' });
      expect(
        (
          await reportOf(
            [person, measure],
            persons(40, (at) => (at % 4) * 5),
            ones,
          )
        ).kMin,
      ).toBe(10);
    });

    it('does so for data about persons: by the contract, or where a column holds them', async () => {
      const open = { ...kept, recordUnit: 'object', personalData: false } as const;
      const flags = persons(40, (at) => at % 4);
      expect((await reportOf([quasi('p'), measure], flags, open)).quasiIdentifiers).toEqual(['p']);
      expect((await reportOf([person, measure], flags, open)).quasiIdentifiers).toEqual(['n']);
      const unit = { ...open, recordUnit: 'person' } as const;
      expect((await reportOf([quasi('p'), measure], flags, unit)).quasiIdentifiers).toEqual(['p', 'n']);
    });
  });

  it('counts households where no column holds persons, and persons where both are there', async () => {
    const twelve = Array.from({ length: 12 }, (_, i) => i);
    const households = twelve.map((i) => [`H${i % 4}`, '2024']);
    expect(await reportOf([household, quasi('jaar')], households)).toMatchObject({
      unit: 'household',
      units: 4,
      rows: 12,
      kMin: 4,
      unitsBelowK: 4,
    });
    const both = twelve.map((i) => [`H${i % 4}`, `P${i}`, '2024']);
    expect(await reportOf([household, person, quasi('jaar')], both)).toMatchObject({
      unit: 'person',
      units: 12,
      kMin: 12,
    });
  });

  it('counts the persons of whom there are fewest, where several columns hold some', async () => {
    const other = { ...person, name: 'other' };
    const rows = Array.from({ length: 12 }, (_, i) => [`P${i}`, `P${i % 3}`, '2024']);
    for (const columns of [
      [person, other],
      [other, person],
    ]) {
      const few = { kMin: 3, units: 3, unitsBelowK: 3 };
      expect(await reportOf([...columns, quasi('jaar')], rows)).toMatchObject(few);
      expect(
        await reportOf(
          [...columns, quasi('jaar')],
          rows.map(([p = '', o = '', y = '']) => [o, p, y]),
        ),
      ).toMatchObject(few);
    }
  });

  it('holds all for one class where no column tells them apart, and names none where there are no rows', async () => {
    expect(await reportOf([person], [['A'], ['B'], ['B']])).toMatchObject({ kMin: 2, units: 2, rows: 3 });
    const none = { kMin: null, unitsBelowK: 0, shareBelowK: 0, uniqueUnits: 0, units: 0, rows: 0 };
    expect(await reportOf([person, quasi('wijk')], [])).toMatchObject(none);
  });
});
