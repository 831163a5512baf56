import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ColumnType } from '../domain/dataset.js';
import { type Analysis, type AnalysisInput, analyse } from '../lake/analyse.js';
import { identifier, literal } from '../lake/sql-text.js';
import { parseTheme, type Theme } from '../policy/schema/theme.js';

export const THEMES = dirname(fileURLToPath(import.meta.url));

/** One made input: its rows as JSON records, under the table name of theme.yaml. */
export type MadeInputs = Readonly<
  Record<string, readonly Readonly<Record<string, string | number | null>>[]>
>;
export type Row = Readonly<Record<string, unknown>>;

const TYPES: Readonly<Record<string, [string, ColumnType]>> = {
  person: ['VARCHAR', 'pseudonym'],
  aantal: ['INTEGER', 'integer'],
  month: ['INTEGER', 'integer'],
  inwoners: ['INTEGER', 'integer'],
  minderjarig: ['INTEGER', 'integer'],
  jaar: ['INTEGER', 'integer'],
  geboortejaar: ['INTEGER', 'integer'],
  eigen_woning: ['DECIMAL(9,4)', 'decimal'],
};
const typeOf = (name: string): [string, ColumnType] => TYPES[name] ?? ['VARCHAR', 'text'];

export async function themeFolders(): Promise<readonly string[]> {
  const entries = await readdir(THEMES, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

export async function readTheme(name: string): Promise<Theme> {
  return parseTheme(await readFile(join(THEMES, name, 'theme.yaml'), 'utf8'));
}

/** The declared inputs of a theme as tables, with the types and tags that curated datasets have. */
export function declaredTables(theme: Theme): readonly Omit<AnalysisInput, 'files'>[] {
  const domain = theme.linkageDomain;
  return theme.inputs.map(({ dataset, table, columns }) => ({
    table,
    columns: columns.map(({ name }) => {
      const type = typeOf(name)[1];
      const pseudonym = { domain: domain ?? dataset, entityType: 'person', epoch: 1 };
      return type === 'pseudonym' ? { name, type, pseudonym } : { name, type };
    }),
  }));
}

/** Runs one output of a theme on made inputs and reads the result with an independent reader. */
export async function runOutput(
  name: string,
  output: string,
  made: MadeInputs,
  params: Analysis['params'] = {},
): Promise<readonly Row[]> {
  const theme = await readTheme(name);
  const folder = await mkdtemp(join(tmpdir(), 'sluis-theme-'));
  try {
    const inputs: AnalysisInput[] = [];
    for (const input of declaredTables(theme)) {
      const columns = input.columns.map((column) => column.name);
      inputs.push({
        ...input,
        files: [await writeParquet(folder, input.table, columns, made[input.table] ?? [])],
      });
    }
    const query = theme.outputs.find(({ id }) => id === output)?.query ?? '';
    const defaults = Object.fromEntries(
      theme.parameters.map((parameter) => [parameter.name, parameter.default]),
    );
    const out = join(folder, 'result.parquet');
    await analyse({
      inputs,
      sql: await readFile(join(THEMES, name, query), 'utf8'),
      params: { ...defaults, ...params },
      out,
      spillFolder: join(folder, 'spill'),
    });
    const content = await readFile(out);
    const file = content.buffer.slice(
      content.byteOffset,
      content.byteOffset + content.byteLength,
    ) as ArrayBuffer;
    return (await parquetReadObjects({ file, compressors })).map(plain);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Integers of 64 bits as numbers, so that expectations can be written plainly. */
function plain(row: Row): Row {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  return Object.fromEntries(entries);
}

async function writeParquet(
  folder: string,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<string> {
  const path = join(folder, `${table}.parquet`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const loaded = (name: string) => (typeOf(name)[0] === 'INTEGER' ? 'INTEGER' : 'VARCHAR');
    const types = columns.map((name) => `${identifier(name)} ${loaded(name)}`).join(', ');
    const casts = columns.map(
      (name) => `CAST(${identifier(name)} AS ${typeOf(name)[0]}) AS ${identifier(name)}`,
    );
    await connection.run(`CREATE TABLE made (${types})`);
    const appender = await connection.createAppender('made');
    for (const row of rows) {
      for (const name of columns) {
        const value = row[name] ?? null;
        if (value === null) appender.appendNull();
        else if (typeOf(name)[0] === 'INTEGER') appender.appendInteger(Number(value));
        else appender.appendVarchar(String(value));
      }
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`COPY (SELECT ${casts} FROM made) TO ${literal(path)} (FORMAT parquet)`);
    return path;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
