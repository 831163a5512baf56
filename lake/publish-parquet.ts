import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type DuckDBAppender, DuckDBDateValue, DuckDBInstance } from '@duckdb/node-api';
import { engineError } from './duckdb-errors.js';
import {
  checkSafeTable,
  type PublishedFile,
  type PublishedType,
  type PublishedValue,
  type SafeTable,
} from './publish-table.js';
import { identifier, literal } from './sql-text.js';

const ENGINE_TYPES: Readonly<Record<PublishedType, string>> = {
  integer: 'INTEGER',
  double: 'DOUBLE',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'DATE',
};

/** gzip, no dictionaries, version-1 pages: what DuckDB, hyparquet and parquetjs-lite read to the same content. */
const PROFILE = 'FORMAT parquet, COMPRESSION gzip, DICTIONARY_SIZE_LIMIT 0';

/**
 * Writes a safe table in the publication profile, rows in the given order.
 * @throws SluisError NotProtectable or SpecInvalid before anything is written
 */
export async function publishParquet(table: SafeTable, path: string): Promise<PublishedFile> {
  checkSafeTable(table);
  try {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' });
    const connection = await instance.connect();
    try {
      const columns = table.columns.map(({ name, type }) => `${identifier(name)} ${ENGINE_TYPES[type]}`);
      await connection.run(`CREATE TABLE published (${columns.join(', ')})`);
      const appender = await connection.createAppender('published');
      for (const row of table.rows) {
        row.forEach((cell, index) => {
          append(appender, cell, table.columns[index]?.type);
        });
        appender.endRow();
      }
      appender.closeSync();
      await connection.run(`COPY published TO ${literal(path)} (${PROFILE})`);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (error) {
    throw engineError(error);
  }
  return describeFile(path, table.rows.length);
}

function append(appender: DuckDBAppender, cell: PublishedValue, type: PublishedType | undefined): void {
  if (cell === null) appender.appendNull();
  else if (type === 'integer') appender.appendInteger(Number(cell));
  else if (type === 'double') appender.appendDouble(Number(cell));
  else if (type === 'boolean') appender.appendBoolean(cell === true);
  else if (type === 'date') appender.appendDate(DuckDBDateValue.fromParts(dateParts(String(cell))));
  else appender.appendVarchar(String(cell));
}

function dateParts(date: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}

/** Digest and size of a written file; published tables are small enough to be read whole. */
export async function describeFile(path: string, rows: number): Promise<PublishedFile> {
  const content = await readFile(path);
  return { path, rows, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}
