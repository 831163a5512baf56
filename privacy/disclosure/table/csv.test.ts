import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, parseCsv } from './csv.js';

const rows = (text: string) => parseCsv(text, 'table').records.map(({ cells }) => cells);

describe('CSV', () => {
  it('reads quoted commas, quotes and line feeds, and counts lines by the text', () => {
    const { columns, records } = parseCsv(
      '\uFEFFa,b\r\n"x, y","say ""no"""\r\n"two\nlines",\r\n1,2',
      'table',
    );
    expect(columns).toEqual(['a', 'b']);
    expect(records).toEqual([
      { cells: ['x, y', 'say "no"'], line: 2 },
      { cells: ['two\nlines', ''], line: 3 },
      { cells: ['1', '2'], line: 5 },
    ]);
  });

  it('keeps an empty last cell with and without a last line end', () => {
    expect(rows('a,b\n1,')).toEqual([['1', '']]);
    expect(rows('a,b\n1,\n')).toEqual([['1', '']]);
    expect(rows('a\n\n1\n')).toEqual([[''], ['1']]);
  });

  it.each([
    ['', 'Line 1 of the table: no header.'],
    ['a,a\n', 'Line 1 of the table: column 2 has the name of another column.'],
    ['a,b\n1,2\n3\n', 'Line 3 of the table: 1 cells where the header has 2.'],
    ['a\n"secret\n', 'Line 2 of the table: a wrong quote.'],
    ['a\n"secret" x\n', 'Line 2 of the table: a wrong quote.'],
    ['a\nse"cret\n', 'Line 2 of the table: a wrong quote.'],
  ])('refuses %j with its line and without its text', (text, message) => {
    expect(() => parseCsv(text, 'table')).toThrow(message);
  });

  it('reads back whatever it writes', () => {
    const table = fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' })), { maxLength: 6 });
    fc.assert(
      fc.property(table, (cells) => {
        const text = `a,b\n${cells.map((row) => `${csvLine(row)}\n`).join('')}`;
        expect(rows(text)).toEqual(cells);
      }),
    );
  });
});
