import parquet, { type ParquetField } from 'parquetjs-lite';
import { SluisError } from '../domain/errors.js';
import type { PublishedType, PublishedValue, SafeTable } from './publish-table.js';

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * Reads a published Parquet file with a reader that shares no code with the writer.
 * @throws SluisError DigestMismatch where the file cannot be read or is not of the publication profile
 */
export async function readBack(file: string): Promise<SafeTable> {
  try {
    const reader = await parquet.ParquetReader.openFile(file);
    try {
      const columns = reader.schema.fieldList.map((field) => ({ name: field.name, type: typeOf(field) }));
      const rows: PublishedValue[][] = [];
      const cursor = reader.getCursor();
      for (let record = await cursor.next(); record !== null; record = await cursor.next()) {
        const read = record;
        rows.push(columns.map(({ name, type }) => publishedValue(read[name], type)));
      }
      return { columns, rows };
    } finally {
      await reader.close();
    }
  } catch {
    // The reader's own text may quote a value.
    throw new SluisError(
      'DigestMismatch',
      'The published file cannot be read back by the independent reader.',
    );
  }
}

/**
 * Holds a written file against the table that was to be written: columns, rows, values and hidden cells.
 * @throws SluisError DigestMismatch with the first row and column that differ
 */
export async function checkReadBack(file: string, table: SafeTable): Promise<void> {
  const found = await readBack(file);
  if (JSON.stringify(found.columns) !== JSON.stringify(table.columns)) {
    throw new SluisError('DigestMismatch', 'The published file has other columns than the safe table.');
  }
  if (found.rows.length !== table.rows.length) {
    const message = `The published file has ${found.rows.length} rows, the safe table ${table.rows.length}.`;
    throw new SluisError('DigestMismatch', message, {
      found: found.rows.length,
      expected: table.rows.length,
    });
  }
  table.rows.forEach((row, index) => {
    const column = row.findIndex((cell, at) => !Object.is(cell, found.rows[index]?.[at]));
    if (column < 0) return;
    const message = `The published file differs from the safe table in row ${index + 1}, column ${column + 1}.`;
    throw new SluisError('DigestMismatch', message, { row: index + 1, column: column + 1 });
  });
}

function typeOf(field: ParquetField): PublishedType {
  const { primitiveType, originalType } = field;
  if (originalType === 'DATE') return 'date';
  if (originalType === 'UTF8') return 'text';
  if (primitiveType === 'DOUBLE') return 'double';
  if (primitiveType === 'BOOLEAN') return 'boolean';
  if (primitiveType === 'INT32') return 'integer';
  throw new SluisError('DigestMismatch', 'A column is outside the publication profile.');
}

/** The reader leaves absent values out and gives days since 1970 for a DATE. */
function publishedValue(value: unknown, type: PublishedType): PublishedValue {
  if (value === undefined || value === null) return null;
  if (type === 'date') return isoDate(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new SluisError('DigestMismatch', 'A value is outside the publication profile.');
}

function isoDate(value: unknown): string {
  const date = value instanceof Date ? value : new Date(Number(value) * MILLISECONDS_A_DAY);
  return date.toISOString().slice(0, 10);
}
