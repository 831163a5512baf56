import { SluisError } from '../../../domain/errors.js';
import { type Decimal, parseDecimal } from './decimal.js';

export type TableValue = string | number | boolean | null;

/** Records of one table, or its ready-made cells. */
export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableValue[])[];
  /** Line of the file on which each row stands; without it, rows are counted from 1. */
  readonly lines?: readonly number[];
}

/** One column of a table by its name. */
export class TableColumn {
  readonly #data: TableData;
  readonly #index: number;

  /** @throws SluisError SpecInvalid where the table has no such column: the place in the specification is named */
  constructor(data: TableData, name: string, place: string) {
    this.#data = data;
    this.#index = data.columns.indexOf(name);
    if (this.#index < 0) throw new SluisError('SpecInvalid', `The data have no column for ${place}.`);
  }

  /** Empty for a missing value. */
  text(row: number): string {
    const value = this.#data.rows[row]?.[this.#index] ?? null;
    return value === null ? '' : String(value);
  }

  /** @throws SluisError SourceMalformed where a category is missing */
  category(row: number): string {
    const code = this.text(row);
    if (code === '') throw rowError(this.#data, row, `column ${this.#index + 1} is empty`);
    return code;
  }

  /** @throws SluisError SourceMalformed where the value is no number with a decimal point */
  decimal(row: number): Decimal {
    const decimal = parseDecimal(this.text(row));
    if (decimal === null) throw rowError(this.#data, row, `column ${this.#index + 1} is not a number`);
    return decimal;
  }

  /** A whole number from 0. */
  count(row: number): number {
    const { units, scale } = this.decimal(row);
    if (scale > 0 || units < 0n) throw rowError(this.#data, row, `column ${this.#index + 1} is not a count`);
    return Number(units);
  }
}

export function rowError(data: TableData, row: number, problem: string): SluisError {
  const line = data.lines?.[row];
  const place = line === undefined ? `Row ${row + 1}` : `Line ${line}`;
  return new SluisError('SourceMalformed', `${place} of the data: ${problem}.`, { line: line ?? row + 1 });
}
