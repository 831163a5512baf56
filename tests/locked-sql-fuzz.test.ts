import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import { type StatementLineage, traceLineage } from '../lake/sql/lineage.js';
import { readStatement, type Statement } from '../lake/sql/read-statement.js';
import { REFUSALS } from '../lake/sql/refusals.js';
import { FUZZ_RUNS as RUNS, FUZZ_SEED as SEED } from './fuzz-seed.js';
import { GRANTED, generated, TRAP, UNGRANTED } from './made-statements.js';

type Judged = { readonly statement: Statement; readonly lineage: StatementLineage };

async function gate(sql: string): Promise<Judged | keyof typeof REFUSALS> {
  try {
    const statement = await readStatement(sql);
    return { statement, lineage: traceLineage(statement, GRANTED) };
  } catch (error) {
    const reason = error instanceof SluisError ? String(error.details.reason) : '';
    if (!(reason in REFUSALS)) throw error;
    return reason as keyof typeof REFUSALS;
  }
}

const ALL = Object.fromEntries(
  GRANTED.map(({ name, columns }) => [name, columns.map((column) => column.name)]),
);
const SQL_TYPES: Readonly<Record<string, string>> = {
  integer: 'INTEGER',
  text: 'VARCHAR',
  pseudonym: 'VARCHAR',
};
const VALUES: Readonly<Record<string, string>> = { integer: '2001', text: "'BU1'", pseudonym: "'p1'" };

async function fill(connection: DuckDBConnection, { columns, traps }: Holding): Promise<void> {
  const trapped = traps === 'tables and columns' ? UNGRANTED.map((name) => `'${TRAP}' AS ${name}`) : [];
  for (const table of GRANTED) {
    const held = table.columns.filter(({ name }) => columns[table.name]?.includes(name));
    const list = held.map(({ name, type }) => `CAST(${VALUES[type]} AS ${SQL_TYPES[type]}) AS ${name}`);
    const all = [...list, ...trapped];
    if (columns[table.name] === undefined) continue;
    await connection.run(
      `CREATE TABLE ${table.name} AS SELECT ${(all.length > 0 ? all : ['1 AS none']).join(', ')}`,
    );
  }
  if (traps !== 'none')
    await connection.run(
      `CREATE TABLE trap AS SELECT '${TRAP}' AS naam, '${TRAP}' AS bsn, '${TRAP}' AS code`,
    );
}

/** What an engine holds: columns of each granted table (a table that is not named is absent), traps or none. */
interface Holding {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly traps: 'none' | 'tables' | 'tables and columns';
}

const engines = new Map<
  string,
  { readonly instance: DuckDBInstance; readonly connection: DuckDBConnection }
>();

/** One engine for each thing held: statements change nothing in it, which is what is checked. */
async function engineWith(holding: Holding): Promise<DuckDBConnection> {
  const key = JSON.stringify(holding);
  const known = engines.get(key);
  if (known) return known.connection;
  const reach: Record<string, string> =
    holding.traps === 'none' ? { enable_external_access: 'false' } : { file_search_path: folder };
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    integer_division: 'true',
    ...reach,
  });
  const connection = await instance.connect();
  engines.set(key, { instance, connection });
  await fill(connection, holding);
  return connection;
}

/** Every scan of a plan as the engine made it: the table and the columns that it takes up. */
function scansOf(plan: unknown): { readonly table: string; readonly columns: readonly string[] }[] {
  if (Array.isArray(plan)) return plan.flatMap(scansOf);
  if (typeof plan !== 'object' || plan === null) return [];
  const node = plan as { name?: string; extra_info?: Record<string, unknown>; children?: unknown };
  const info = node.extra_info ?? {};
  const listed = [info.Projections ?? []].flat().map(String);
  const own =
    info.Table === undefined && !/SCAN|READ/.test(node.name ?? '')
      ? []
      : [
          {
            table:
              String(info.Table ?? node.name)
                .split('.')
                .at(-1) ?? '',
            columns: listed.filter((c) => c !== ''),
          },
        ];
  return [...own, ...scansOf(node.children)];
}

/** Scans of the plan that read nothing stored: constants, working tables of recursion, correlated columns. */
const NOT_STORED =
  /^(DUMMY_SCAN|COLUMN_DATA_SCAN|CTE_SCAN|REC_CTE_SCAN|RECURSIVE_CTE_SCAN|DELIM_SCAN|EMPTY_RESULT)\s*$/;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-fuzz-'));
  await writeFile(join(folder, 'trap.csv'), `naam\n${TRAP}\n`);
  await writeFile(join(folder, 'kwb.csv'), `code\n${TRAP}\n`);
});
afterAll(async () => {
  for (const { connection, instance } of engines.values()) {
    connection.closeSync();
    instance.closeSync();
  }
  await rm(folder, { recursive: true, force: true });
});

/**
 * Runs an accepted statement where everything lies open: a full catalogue, files, no locks.
 * @returns rows as text; null where it failed on the data
 */
async function runInTheOpen(connection: DuckDBConnection, body: string): Promise<string | null> {
  const settings = async () => {
    const reader = await connection.runAndReadAll(
      "SELECT string_agg(name || '=' || coalesce(value, ''), ';' ORDER BY name) FROM duckdb_settings()",
    );
    return String(reader.getRows()[0]?.[0]);
  };
  const before = await settings();
  const rows = await connection
    .runAndReadAll(`SELECT CAST(to_json(q) AS VARCHAR) FROM (\n${body}\n) AS q`)
    .then((reader) => reader.getRows().flat().map(String).join('\n'))
    .catch(() => null); // a cast of a text, or a plan that the engine does not make
  expect(await settings()).toBe(before);
  return rows;
}

async function binds(body: string, columns: Holding['columns']): Promise<boolean> {
  const connection = await engineWith({ columns, traps: 'none' });
  return await connection.prepare(`SELECT * FROM (\n${body}\n) AS q`).then(
    (prepared) => {
      prepared.destroySync();
      return true;
    },
    () => false,
  );
}

async function explained(connection: DuckDBConnection, body: string): Promise<ReturnType<typeof scansOf>> {
  const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${body}`);
  return scansOf(JSON.parse(String(reader.getRows()[0]?.[1])));
}

describe('what the gate of SQL accepts', () => {
  it("reads granted columns alone, by the engine's own word", async () => {
    const reached = { accepted: 0, bound: 0, gaveRows: 0 };
    const refused = new Set<string>();
    await fc.assert(
      fc.asyncProperty(generated, async (sql) => {
        const judged = await gate(sql);
        if (typeof judged === 'string') {
          refused.add(judged);
          return;
        }
        reached.accepted += 1;
        const rows = await check(judged);
        if (rows !== null) reached.bound += 1;
        if (rows) reached.gaveRows += 1;
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // The property says something only where each happens often: it is the third opinion that looks at values.
    expect(reached.accepted).toBeGreaterThan(RUNS / 20);
    expect(reached.bound).toBeGreaterThan(RUNS / 40);
    expect(reached.gaveRows).toBeGreaterThan(RUNS / 40);
    expect(refused.size).toBeGreaterThan(25);
  }, 600_000);

  /** Three opinions of one accepted statement. @returns what it gave; null where it cannot run on these tables */
  async function check({
    statement: { body, parameters },
    lineage: { read },
  }: Judged): Promise<string | null> {
    if (parameters.length > 0) return null;
    // 1. Where it binds with what is granted, it binds with nothing but the columns that the gate says it reads.
    if (!(await binds(body, ALL))) return null;
    expect(await binds(body, read)).toBe(true);
    // 2. and 3. With everything in reach, the engine's own plan and the rows name nothing else. A star would take up
    // what is not granted: the session that runs a theme holds the grant alone, and so does this one.
    const hasStar = body.replaceAll(/count\s*\(\s*\*\s*\)/gi, '').includes('*');
    const open = await engineWith({ columns: ALL, traps: hasStar ? 'tables' : 'tables and columns' });
    const files = (await readdir(folder)).sort();
    for (const { table, columns } of await explained(open, body)) {
      if (NOT_STORED.test(table)) continue;
      expect(Object.keys(ALL)).toContain(table);
      expect(columns.filter((column) => /^[a-z]+$/.test(column) && !read[table]?.includes(column))).toEqual(
        [],
      );
    }
    const rows = await runInTheOpen(open, body);
    expect([TRAP, folder].filter((forbidden) => rows?.includes(forbidden))).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(files);
    return rows;
  }

  it('is caught where the gate is taken away: each check bites', async () => {
    const open = await engineWith({ columns: ALL, traps: 'tables and columns' });
    expect(await explained(open, 'SELECT bsn FROM brp')).toEqual([{ table: 'brp', columns: ['bsn'] }]);
    expect(await runInTheOpen(open, 'SELECT bsn FROM brp')).toContain(TRAP);
    expect(await runInTheOpen(open, "SELECT * FROM 'trap.csv'")).toContain(TRAP);
    expect(await runInTheOpen(open, "SELECT current_setting('file_search_path') AS a")).toContain(folder);
    const [file] = await explained(open, "SELECT naam FROM read_csv('trap.csv')");
    expect(Object.keys(ALL)).not.toContain(file?.table);
    expect(NOT_STORED.test(file?.table ?? '')).toBe(false);
    expect(await binds('SELECT buurt FROM brp WHERE jaar = 1', { brp: ['buurt'] })).toBe(false);
  });
});
