import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import { type StatementLineage, traceLineage } from '../lake/sql/lineage.js';
import { readStatement } from '../lake/sql/read-statement.js';
import type { SqlTable } from '../lake/sql/scope.js';
import { FUZZ_RUNS, FUZZ_SEED } from './fuzz-seed.js';
import { madeOfPseudonyms } from './made-pseudonym-statements.js';

const RUNS = Math.ceil(FUZZ_RUNS / 3);
const TABLES = ['a', 'b'].map(
  (name): SqlTable => ({
    name,
    columns: [
      { name: 'person', type: 'pseudonym', pseudonym: { domain: 'city', entityType: 'bsn', epoch: 1 } },
      { name: 'buurt', type: 'text' },
      { name: 'n', type: 'integer' },
    ],
  }),
);
/** Who stands in each table, by number: some in both, some twice, one unknown. */
const PERSONS = { a: [1, 2, 3, 3, 4, null], b: [3, 4, 4, 5, 6] } as const;

/** What a person and an area are called. */
interface Names {
  readonly person: (number: number, table: string) => string;
  readonly buurt: (number: number) => string;
}
const PLAIN: Names = { person: (i) => `Q${i}`, buurt: (i) => `BU${i}` };
const WORLDS = {
  plain: PLAIN,
  /** The same persons under other pseudonyms: other letters, another order. */
  renamed: { ...PLAIN, person: (i) => `${'ZKDXMBWA'.charAt(i)}${(i * 7) % 10}` },
  /** No person of b is one of a. */
  apart: { ...PLAIN, person: (i, table) => `${table === 'a' ? 'Q' : 'R'}${i}` },
  /** Other areas. */
  moved: { ...PLAIN, buurt: (i) => `BU${i + 5}` },
} satisfies Record<string, Names>;
type World = keyof typeof WORLDS;

const instances: DuckDBInstance[] = [];
const worlds = new Map<World, DuckDBConnection>();
beforeAll(async () => {
  for (const [world, names] of Object.entries(WORLDS) as [World, Names][]) {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    instances.push(instance);
    worlds.set(world, connection);
    for (const [table, persons] of Object.entries(PERSONS)) {
      const rows = persons.map(
        (i, at) =>
          `(${i === null ? 'NULL' : `'${names.person(i, table)}'`}, '${names.buurt(at % 3)}', ${at})`,
      );
      await connection.run(`CREATE TABLE ${table} (person VARCHAR, buurt VARCHAR, n INTEGER)`);
      await connection.run(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
    }
  }
});
afterAll(() => {
  for (const connection of worlds.values()) connection.closeSync();
  for (const instance of instances) instance.closeSync();
});

/** The rows of some columns in one world, in no order; null where the statement fails there. */
async function rowsIn(
  world: World,
  body: string,
  columns: readonly string[],
): Promise<readonly string[] | null> {
  const list = ['1 AS row', ...columns].join(', ');
  return await (worlds.get(world) as DuckDBConnection)
    .runAndReadAll(`SELECT CAST(to_json(q) AS VARCHAR) FROM (SELECT ${list} FROM (\n${body}\n) AS s) AS q`)
    .then(
      (reader) => reader.getRows().flat().map(String).sort(),
      () => null,
    );
}

async function judge(sql: string): Promise<{ body: string; lineage: StatementLineage } | string> {
  try {
    const statement = await readStatement(sql);
    if (statement.parameters.length > 0) throw new Error(`accepted with a parameter: ${sql}`);
    return { body: statement.body, lineage: traceLineage(statement, TABLES) };
  } catch (error) {
    if (!(error instanceof SluisError)) {
      if (sql.includes('$p')) return 'parameter';
      throw error;
    }
    return String(error.details.reason);
  }
}

const names = (columns: StatementLineage['outputs']) => columns.map(({ name }) => name);

describe('what the gate of SQL accepts of pseudonyms and areas', () => {
  it('tells the same of persons whatever they are called, of two sources apart unless it names the link, and of areas unless it names the choice', async () => {
    const reached = { renamed: 0, apart: 0, moved: 0 };
    const refused = new Set<string>();
    await fc.assert(
      fc.asyncProperty(madeOfPseudonyms, async (sql) => {
        const judged = await judge(sql);
        if (typeof judged === 'string') {
          refused.add(judged);
          return;
        }
        const { body, lineage } = judged;
        const same = async (world: keyof typeof reached, columns: readonly string[]) => {
          const rows = await rowsIn('plain', body, columns);
          if (rows !== null && rows.length > 0) reached[world] += 1;
          expect([sql, await rowsIn(world, body, columns)]).toEqual([sql, rows]);
        };
        const untagged = lineage.outputs.filter(({ pseudonym }) => pseudonym === undefined);
        await same('renamed', names(untagged));
        if (lineage.links.length === 0) await same('apart', names(untagged));
        if (!lineage.picked.some(({ column }) => column === 'buurt')) {
          const placeless = lineage.outputs.filter(({ direct }) =>
            direct.every(({ column }) => column !== 'buurt'),
          );
          await same('moved', names(placeless));
        }
      }),
      { numRuns: RUNS, seed: FUZZ_SEED },
    );
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(RUNS / 50);
    expect([...refused]).toEqual(
      expect.arrayContaining(['pseudonym-text', 'pseudonym-order', 'pseudonym-constant', 'pseudonym-plain']),
    );
  }, 600_000);

  it.each<[World, string]>([
    ['renamed', "SELECT count(*) AS c FROM a WHERE replace(person, '3', '') <> person"],
    ['renamed', 'SELECT n AS c FROM a WHERE person IS NOT NULL ORDER BY person LIMIT 1'],
    ['apart', 'SELECT count(*) AS c FROM a JOIN b USING (person)'],
    ['moved', "SELECT count(*) AS c FROM a WHERE buurt = (SELECT 'BU1')"],
  ])('is caught where the gate is taken away, %s: %s', async (world, sql) => {
    expect(await rowsIn(world, sql, ['c'])).not.toEqual(await rowsIn('plain', sql, ['c']));
  });
});
