import { SluisError } from '../../../domain/errors.js';

export interface CsvRecord {
  readonly cells: readonly string[];
  /** 1-based line on which the record starts; a quoted line feed makes a record longer than a line. */
  readonly line: number;
}

export interface CsvFile {
  readonly columns: readonly string[];
  readonly records: readonly CsvRecord[];
}

/**
 * Reads CSV as RFC 4180 has it, with line feeds alone accepted too, and a byte order mark. Every record has as many
 * cells as the header; an empty line is a record of one empty cell.
 * @param what names the file in messages, for instance "table"
 * @throws SluisError SourceMalformed with the line, never with what stands there
 */
export function parseCsv(text: string, what: string, delimiter = ','): CsvFile {
  const [header, ...records] = csvRecords(text.replace(/^\uFEFF/, ''), what, delimiter);
  if (header === undefined) throw malformed(what, 1, 'no header');
  const twice = header.cells.findIndex((name, index) => header.cells.indexOf(name) < index);
  if (twice >= 0) throw malformed(what, 1, `column ${twice + 1} has the name of another column`);
  for (const { cells, line } of records) {
    if (cells.length !== header.cells.length)
      throw malformed(what, line, `${cells.length} cells where the header has ${header.cells.length}`);
  }
  return { columns: header.cells, records };
}

/** Records of any length, in the order of the text. */
export function csvRecords(text: string, what: string, delimiter = ','): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = 0;
  while (at < text.length) {
    const { cell, next, lines } = readCell(text, at, delimiter, () => malformed(what, line, 'a wrong quote'));
    cells.push(cell);
    line += lines;
    at = next;
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      cells.push('');
    }
    records.push({ cells, line: start });
    cells = [];
    at += text[at] === '\r' ? 2 : 1;
    line += 1;
    start = line;
  }
  return records;
}

interface Cell {
  readonly cell: string;
  /** Place of the delimiter, the line end or the end of the text. */
  readonly next: number;
  readonly lines: number;
}

function readCell(text: string, at: number, delimiter: string, wrongQuote: () => SluisError): Cell {
  if (text[at] !== '"') {
    let end = at;
    while (end < text.length && text[end] !== delimiter && !isLineEnd(text, end)) {
      if (text[end] === '"') throw wrongQuote();
      end += 1;
    }
    return { cell: text.slice(at, end), next: end, lines: 0 };
  }
  let end = text.indexOf('"', at + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  const next = end + 1;
  if (end < 0 || (next < text.length && text[next] !== delimiter && !isLineEnd(text, next)))
    throw wrongQuote();
  const quoted = text.slice(at + 1, end);
  return { cell: quoted.replaceAll('""', '"'), next, lines: quoted.split('\n').length - 1 };
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');
}

/** One line of CSV without its line end: quotes only where they are needed. */
export function csvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (cell === '' || !/[",\r\n]/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`))
    .join(',');
}

export function malformed(what: string, line: number, problem: string): SluisError {
  return new SluisError('SourceMalformed', `Line ${line} of the ${what}: ${problem}.`, { line });
}
