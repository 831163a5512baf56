import { SluisError } from '../../../domain/errors.js';
import { refuseFormulas } from '../../../domain/spreadsheet-formula.js';
import { csvLine, malformed, parseCsv } from './csv.js';
import { parseDecimal } from './decimal.js';

export const CELL_STATUSES = ['published', 'suppressed', 'empty'] as const;
export type CellStatus = (typeof CELL_STATUSES)[number];

/** A table that may leave: dimension columns in the order of the specification, then `value` and `status`. */
export interface SafeRows {
  /** Names of the dimension columns. */
  readonly columns: readonly string[];
  readonly rows: readonly SafeRow[];
}

export interface SafeRow {
  /** One per dimension; totals as the specification spells them. */
  readonly codes: readonly string[];
  /** An exact decimal with a point, or null for anything that is not published. */
  readonly value: string | null;
  readonly status: CellStatus;
}

/** A table as it stood in a file, with the line of each row. */
export interface SafeFile extends SafeRows {
  readonly rows: readonly (SafeRow & { readonly line: number })[];
}

/**
 * Writes a safe table: UTF-8, comma, line feed, quotes only where needed (RFC 4180).
 * @throws SluisError NotProtectable where a value stands in a row that is not published, or a spreadsheet would take a code
 *   or the name of a column (row 0) for a formula, before anything is written
 */
export function writeSafeCsv({ columns, rows }: SafeRows): string {
  refuseFormulas(columns, 0);
  const lines = rows.map(({ codes, value, status }, index) => {
    if ((value !== null) !== (status === 'published'))
      throw new SluisError('NotProtectable', `Row ${index + 1} has a value that its status does not allow.`);
    refuseFormulas(codes, index + 1);
    return csvLine([...codes, value ?? '', status]);
  });
  return `${[csvLine([...columns, 'value', 'status']), ...lines].join('\n')}\n`;
}

/**
 * Reads the bytes of a safe table, trusting nothing of how they were written.
 * @param what names the file in messages
 * @throws SluisError SourceMalformed with the line
 */
export function readSafeCsv(bytes: Uint8Array, what: string): SafeFile {
  const { columns, records } = parseCsv(textOf(bytes, what), what);
  if (columns.length < 3 || columns.at(-2) !== 'value' || columns.at(-1) !== 'status')
    throw malformed(what, 1, 'its last two columns must be value and status, after the dimensions');
  const rows = records.map(({ cells, line }) => {
    const text = cells.at(-2) as string;
    const status = CELL_STATUSES.find((known) => known === cells.at(-1));
    if (status === undefined) throw malformed(what, line, 'the status is none of the three');
    if ((status === 'published') !== (text !== ''))
      throw malformed(what, line, 'a value stands exactly where the status is "published"');
    if (text !== '' && parseDecimal(text) === null) throw malformed(what, line, 'the value is not a number');
    return { codes: cells.slice(0, -2), value: text === '' ? null : text, status, line };
  });
  return { columns: columns.slice(0, -2), rows };
}

function textOf(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed(what, 1, 'the file is not UTF-8');
  }
}
