import { describe, expect, it } from 'vitest';
import { readSafeCsv, writeSafeCsv } from './safe-csv.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const table = {
  columns: ['wijk', 'leeftijd'],
  rows: [
    { codes: ["'s-Gravenhage", 'Totaal'], value: '120.50', status: 'published' },
    { codes: ['Bomen- en Bloemenbuurt, "oost"', 'a'], value: null, status: 'suppressed' },
    { codes: ['Zee', 'a'], value: null, status: 'empty' },
  ],
} as const;

describe('a safe table as a file', () => {
  it('has the dimensions in order, then value and status', () => {
    expect(writeSafeCsv(table)).toBe(
      'wijk,leeftijd,value,status\n' +
        "'s-Gravenhage,Totaal,120.50,published\n" +
        '"Bomen- en Bloemenbuurt, ""oost""",a,,suppressed\n' +
        'Zee,a,,empty\n',
    );
  });

  it('is read back as it was written', () => {
    const read = readSafeCsv(bytes(writeSafeCsv(table)), 'table');
    expect(read.columns).toEqual(table.columns);
    expect(read.rows.map(({ line, ...row }) => row)).toEqual(table.rows);
    expect(read.rows.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it('never writes a value beside "suppressed"', () => {
    const rows = [{ codes: ['a', 'b'], value: '3', status: 'suppressed' }] as const;
    expect(() => writeSafeCsv({ ...table, rows })).toThrow(
      'Row 1 has a value that its status does not allow.',
    );
  });

  it('never writes a code that a spreadsheet would compute, and any other as it is', () => {
    const rows = (code: string) => [{ codes: [code, 'b'], value: '-3', status: 'published' }] as const;
    const message = 'Row 1 has a text that a spreadsheet would take for a formula';
    expect(() => writeSafeCsv({ ...table, rows: rows('=cmd|calc') })).toThrow(message);
    expect(() => writeSafeCsv({ ...table, columns: ['@a', 'b'] })).toThrow('Row 0 has a text');
    for (const code of ['-', '-5', 'x=1']) {
      const read = readSafeCsv(bytes(writeSafeCsv({ ...table, rows: rows(code) })), 'table');
      expect(read.rows[0]).toMatchObject({ codes: [code, 'b'], value: '-3' });
    }
  });

  it.each([
    ['a,status,value\n', 'Line 1 of the table: its last two columns'],
    ['value,status\n', 'Line 1 of the table: its last two columns'],
    ['a,value,status\nx,1,published\nx,3,suppressed\n', 'Line 3 of the table: a value stands exactly'],
    ['a,value,status\nx,,published\n', 'Line 2 of the table: a value stands exactly'],
    ['a,value,status\nx,1,primary\n', 'Line 2 of the table: the status'],
    ['a,value,status\nx,1;0,published\n', 'Line 2 of the table: the value is not a number'],
  ])('is refused with its line: %j', (text, message) => {
    expect(() => readSafeCsv(bytes(text), 'table')).toThrow(message);
  });

  it('is refused where it is not UTF-8', () => {
    expect(() => readSafeCsv(Uint8Array.of(0xff, 0xfe, 0x00), 'table')).toThrow('not UTF-8');
  });
});
