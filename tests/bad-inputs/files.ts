import type { SourceId } from './contracts.js';

/** In every file that is refused; afterwards in no folder of the system. */
export const MARKER = 'MERKTEKEN';

const HEADER = 'code;naam;aantal;aandeel';
const line = (at: number, naam = `${MARKER}${at}`) => `BU0363AA0${at};${naam};${at};${at},5`;
const GOOD = [HEADER, line(1), line(2), line(3), ''].join('\n');
const withLine = (text: string) => `${GOOD}${text}\n`;
const cp1252 = (text: string) => Buffer.from(text, 'latin1');

export interface BadFile {
  readonly source?: SourceId;
  readonly content: string | Buffer;
  /** What is refused, and where; null for a file that must work. */
  readonly places: readonly string[] | null;
  /** Where it is another rule than M02. */
  readonly rule?: string;
  /** Of one that works. @default 3 */
  readonly rows?: number;
}

/** A file of more than a megabyte: what is wrong stands behind everything that a sniffer looks at. */
const LONG = `${HEADER}\n${Array.from({ length: 80_000 }, (_, at) => `BU${10_000_000 + at};${MARKER};1;1,0`).join('\n')}\n`;

/** Every bad file, and those that look bad and must work. Expectations are written by hand from the contract. */
export const BAD_FILES: Readonly<Record<string, BadFile>> = {
  'an empty file': { content: '', places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: empty'] },
  'a header alone': { content: `${HEADER}\n`, places: ['part 1: header-only'] },
  'another delimiter': {
    content: GOOD.replaceAll(';', '\t'),
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: one-column'],
  },
  'another delimiter round quoted names': {
    content: GOOD.replace(HEADER, '"code","naam","aantal","aandeel"').replaceAll(';', ','),
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: one-column'],
  },
  'a byte order mark and blanks alone': {
    content: '\ufeff \r\n\r\n',
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: empty'],
  },
  'lines that end in two ways': {
    content: GOOD.replaceAll('\n', '\r\n').replace('1,5\r\n', '1,5\n'),
    places: ['part 1: line-ends'],
  },
  'lines that end in a carriage return alone': {
    content: GOOD.replaceAll('\n', '\r'),
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: line-ends'],
  },
  'a whole file quoted once more': {
    content: GOOD.replaceAll(/^(.+)$/gm, '"$1"'),
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: quoted-whole'],
  },
  'a byte that is no UTF-8 behind two megabytes': {
    content: Buffer.concat([Buffer.from(LONG), cp1252('BU0363AA01;café;1;1,0\n')]),
    places: ['part 1: encoding'],
  },
  'cp1252 that is not declared': { content: cp1252(withLine(line(4, 'café'))), places: ['part 1: encoding'] },
  'cp1252 that is declared': {
    ...{ source: 'areas-cp1252', content: cp1252(withLine(line(4, 'café'))), places: null, rows: 4 },
  },
  'UTF-16 that is not declared': {
    content: Buffer.from(`\ufeff${GOOD}`, 'utf16le'),
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: nul-byte', 'part 1: encoding'],
  },
  'UTF-16 that is declared': {
    ...{ source: 'areas-utf16', content: Buffer.from(`\ufeff${GOOD}`, 'utf16le'), places: null },
  },
  'UTF-16 that breaks off in a character': {
    source: 'areas-utf16',
    content: Buffer.from(GOOD, 'utf16le').subarray(0, -1),
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: encoding'],
  },
  'a byte order mark': { content: `\ufeff${GOOD}`, places: null },
  'a record with a cell too many': { content: withLine(`${line(4)};x`), places: ['part 1, line 5: ragged'] },
  'a record with a cell too few': { content: withLine('BU0363AA04;x;4'), places: ['part 1, line 5: ragged'] },
  'line ends inside quotes': { content: withLine(line(4, '"een\ntwee\r\ndrie"')), places: null, rows: 4 },
  'a quote that is never closed': {
    content: withLine(line(4, '"open')),
    places: ['part 1, line 5: open-quote'],
  },
  'a comment line': {
    content: withLine('# opgemaakt door de leverancier'),
    places: ['part 1, line 5: ragged'],
  },
  'a record that is commented out': {
    content: withLine(`#${line(4)}`),
    places: ['code: 1 not of type area-code'],
  },
  'NUL bytes': { content: withLine(line(4, 'x\0y')), places: ['part 1: nul-byte'] },
  'a column too few': {
    content: GOOD.replaceAll(/;[^;\n]*$/gm, ''),
    places: ['aandeel'],
  },
  'a column that names persons': {
    content: GOOD.replaceAll(/^(.+)$/gm, '$1;iemand@example.org').replace('iemand@example.org', 'contact'),
    places: ['column 5: email'],
    rule: 'C03',
  },
  'a column that the contract does not know': { content: GOOD.replaceAll(/^(.+)$/gm, '$1;x'), places: null },
  'columns in another order under quoted names': {
    content: '"aandeel";"code";"aantal";"naam"\n"1,5";"BU0363AA01";"1";"een"\n2,5;BU0363AA02;2;twee\n',
    places: null,
    rows: 2,
  },
  'a name twice in the header': {
    content: GOOD.replace('aandeel', 'aantal'),
    places: ['aandeel', 'part 1: duplicate-header'],
  },
  'a decimal comma and a point in one record': {
    content: withLine('BU0363AA04;x;4;416.0'),
    places: ['aandeel: 1 not of type decimal (sign ,)'],
  },
  'a number in words': {
    content: withLine('BU0363AA04;x;veel;1,5'),
    places: ['aantal: 1 not of type integer'],
  },
  'a number in words where none is demanded': {
    ...{ source: 'areas-loose', content: withLine('BU0363AA04;x;veel;1,5'), places: null, rows: 4 },
  },
  'a column that may be absent': {
    ...{ source: 'areas-loose', content: 'code;naam;aandeel\nBU0363AA01;een;1,5\n', places: null, rows: 1 },
  },
  'districts and neighbourhoods in one table': {
    source: 'areas-levels',
    content: `${HEADER}\nWK0363AA;Wijk;3;1,5\nBU0363AA01;Buurt;1;0,5\nBU0363AA02;Buurt;2;1,0\n`,
    places: null,
  },
  'title lines that are not declared': {
    content: `Overzicht van buurten\n\n${GOOD}`,
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1, line 3: ragged'],
  },
  'a footer line that is not declared': {
    content: withLine('Bron: proef'),
    places: ['part 1, line 5: ragged'],
  },
  'title and footer lines that are declared': {
    source: 'areas-titled',
    content: `Overzicht van buurten\n\n${GOOD}Bron: proef\n`,
    places: null,
  },
  'a record longer than the engine reads, in lines': {
    content: withLine(line(4, `"${'lang\n'.repeat(500_000)}"`)),
    places: ['part 1, line 5: line-too-long'],
  },
  'a CSV where Parquet was agreed': {
    source: 'areas-parquet',
    content: GOOD,
    places: ['code', 'naam', 'aantal', 'aandeel', 'part 1: unreadable'],
  },
};
