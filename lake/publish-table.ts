import { SluisError } from '../domain/errors.js';
import { refuseFormulas } from '../domain/spreadsheet-formula.js';

/** Types of the publication profile: INT32, DOUBLE, UTF8, BOOLEAN, DATE; flat, so that every reader agrees. */
export const PUBLISHED_TYPES = ['integer', 'double', 'text', 'boolean', 'date'] as const;
export type PublishedType = (typeof PUBLISHED_TYPES)[number];

/** A date is text of the form 2024-12-31. */
export type PublishedValue = string | number | boolean | null;

export interface PublishedColumn {
  /** Lower case with underscores. */
  readonly name: string;
  readonly type: PublishedType;
}

/**
 * A table that has survived its own attack, in the order in which it is published: dimension columns first, then
 * `value` and `status` (published, suppressed, empty). A row that is not published has no value.
 */
export interface SafeTable {
  readonly columns: readonly PublishedColumn[];
  readonly rows: readonly (readonly PublishedValue[])[];
}

export interface PublishedFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export const STATUSES = ['published', 'suppressed', 'empty'] as const;
const INT32_MAX = 2 ** 31 - 1;

/**
 * Checks what a published file can hold before a byte is written.
 * @throws SluisError NotProtectable (a hidden row with a value, a text that is taken for a formula), SpecInvalid (shape), with row and column numbers
 */
export function checkSafeTable(table: SafeTable): void {
  const names = table.columns.map(({ name }) => name);
  if (names.some((name, index) => !/^[a-z][a-z0-9_]*$/.test(name) || names.indexOf(name) !== index)) {
    throw new SluisError('SpecInvalid', 'Published columns need distinct names in lower case.');
  }
  const value = names.indexOf('value');
  const status = names.indexOf('status');
  table.rows.forEach((row, index) => {
    if (row.length !== names.length) throw invalid(index, row.length);
    row.forEach((cell, column) => {
      if (!fits(cell, (table.columns[column] as PublishedColumn).type)) throw invalid(index, column);
    });
    refuseFormulas(row, index + 1);
    if (status >= 0) checkStatus(row, status, value, index);
  });
}

function checkStatus(row: readonly PublishedValue[], status: number, value: number, index: number): void {
  const state = row[status];
  if (!STATUSES.some((known) => known === state)) throw invalid(index, status);
  if (value < 0) return;
  if ((row[value] !== null) !== (state === 'published')) {
    const message = `Row ${index + 1}: a value stands exactly where the status is "published". Nothing was written.`;
    throw new SluisError('NotProtectable', message, { row: index + 1 });
  }
}

function fits(cell: PublishedValue, type: PublishedType): boolean {
  if (cell === null) return true;
  if (type === 'boolean') return typeof cell === 'boolean';
  if (type === 'double') return typeof cell === 'number' && Number.isFinite(cell);
  if (type === 'integer') return Number.isInteger(cell) && Math.abs(cell as number) <= INT32_MAX;
  if (typeof cell !== 'string' || !cell.isWellFormed()) return false;
  return type === 'text' || /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(cell);
}

function invalid(row: number, column: number): SluisError {
  return new SluisError('SpecInvalid', `Row ${row + 1}, column ${column + 1}: not of the declared type.`, {
    row: row + 1,
    column: column + 1,
  });
}
