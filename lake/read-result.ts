import { DuckDBInstance } from '@duckdb/node-api';
import { SluisError } from '../domain/errors.js';
import type { AnalysedColumn } from './analyse.js';
import { engineError } from './duckdb-errors.js';
import type { PublishedType, PublishedValue, SafeTable } from './publish-table.js';
import { identifier, literal } from './sql-text.js';

/**
 * Reads the unprotected result of an analysis for disclosure control, or for publication where nothing needs
 * protection. Dates are text of the form 2024-12-31, decimals numbers, pseudonyms of bytes lower-case hexadecimal.
 * @throws SluisError SpecInvalid for a number that JavaScript cannot hold exactly
 */
export async function readResult(path: string, columns: readonly AnalysedColumn[]): Promise<SafeTable> {
  try {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' });
    const connection = await instance.connect();
    try {
      const selected = columns.map(expression).join(', ');
      const result = await connection.stream(`SELECT ${selected} FROM read_parquet([${literal(path)}])`);
      const rows: PublishedValue[][] = [];
      const texts = columns.map(() => new OneText());
      // By the chunk: what waits beside a large result is not kept waiting, and it is in memory once.
      for await (const chunk of result.yieldRows())
        for (const row of chunk)
          rows.push(row.map((value, at) => (texts[at] as OneText).of(plainValue(value))));
      return { columns: columns.map(({ name, type }) => ({ name, type: plainType(type) })), rows };
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (error) {
    throw engineError(error);
  }
}

/** Equal texts of a column with few of them are one text in memory. */
class OneText {
  static readonly #MOST = 10_000;
  readonly #known = new Map<string, string>();

  of(value: PublishedValue): PublishedValue {
    if (typeof value !== 'string') return value;
    const known = this.#known.get(value);
    if (known === undefined && this.#known.size < OneText.#MOST) this.#known.set(value, value);
    return known ?? value;
  }
}

function expression({ name, type }: AnalysedColumn): string {
  const column = identifier(name);
  if (type === 'decimal') return `CAST(${column} AS DOUBLE)`;
  if (type === 'date' || type === 'timestamp') return `CAST(${column} AS VARCHAR)`;
  if (type !== 'pseudonym') return column;
  return `CASE WHEN typeof(${column}) = 'BLOB' THEN lower(hex(CAST(${column} AS BLOB))) ELSE CAST(${column} AS VARCHAR) END`;
}

function plainType(type: AnalysedColumn['type']): PublishedType {
  if (type === 'integer' || type === 'boolean' || type === 'date') return type;
  return type === 'decimal' || type === 'double' ? 'double' : 'text';
}

function plainValue(value: unknown): PublishedValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  const number = typeof value === 'bigint' ? Number(value) : value;
  const exact = typeof value !== 'bigint' || Number.isSafeInteger(number);
  if (typeof number === 'number' && exact) return number;
  throw new SluisError('SpecInvalid', 'A number of the result is beyond 2^53.');
}
