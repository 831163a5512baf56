import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadPlan } from '../domain/treatment-plan.js';
import { cellsOf, plainCsv, writeParts } from './testing/landed-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-landed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (parts: readonly (string | Uint8Array)[], format: Partial<ReadPlan> = {}) =>
  cellsOf(folder, await writeParts(folder, ...parts), format);
const findings = async (parts: readonly (string | Uint8Array)[], format: Partial<ReadPlan> = {}) =>
  (await read(parts, format)).shape;

describe('a landed CSV', () => {
  it.each([
    ['a byte order mark', '\ufeffa,b\n1,2\n', [['1', '2']]],
    [
      'CRLF',
      'a,b\r\n1,2\r\n3,4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'no line end after the last record',
      'a,b\n1,2\n3,4',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'lines that begin with a number sign',
      'a,b\n#1,2\n# 3,4\n',
      [
        ['#1', '2'],
        ['# 3', '4'],
      ],
    ],
    [
      'quoted line ends, quotes and delimiters',
      'a,b\n"1\n1","x ""y"", z"\n3,4\n',
      [
        ['1\n1', 'x "y", z'],
        ['3', '4'],
      ],
    ],
    ['quoted line ends in the header', '"a\nb",c\n1,2\n', [['1', '2']]],
    [
      'a quote inside an unquoted cell',
      'a,b\n5" pipe,2\n3,4\n',
      [
        ['5" pipe', '2'],
        ['3', '4'],
      ],
    ],
    [
      'empty and quoted empty cells',
      'a,b\n,1\n"",2\n',
      [
        [null, '1'],
        ['', '2'],
      ],
    ],
    [
      'blank lines',
      'a,b\n1,2\n\n3,4\n\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['words that other readers take for no value', 'a,b\nNULL,NA\n', [['NULL', 'NA']]],
    ['numbers that lose zeros as numbers', 'a,b\n007,1.10\n', [['007', '1.10']]],
  ])('keeps every record and character with %s', async (_, text, rows) => {
    const landed = await read([text]);
    expect(landed.rows).toEqual(rows);
    expect(landed.records).toBe(rows.length);
    expect(landed.shape).toEqual([]);
  });

  it('is read as any RFC 4180 file is, whatever stands in its cells', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '#', ' ', 'é', '\u{1f600}'),
      maxLength: 6,
    });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (records) => {
        const text = [['k', 'v'], ...records].map((record) => record.map(quote).join(',')).join('\n');
        const { rows, records: counted } = await read([`${text}\n`]);
        expect(rows).toEqual(records.map((record) => [...record]));
        expect(plainCsv(`${text}\n`).slice(1)).toEqual(rows);
        expect(counted).toBe(records.length);
      }),
      { numRuns: 40 },
    );
  });

  it('counts records across the border of its read buffer', async () => {
    const line = (n: number) => `${n},"text of ""record"" ${n}\nsecond line"\n`;
    const text = Array.from({ length: 60_000 }, (_, n) => line(n)).join('');
    expect(text.length).toBeGreaterThan(2 << 20);
    const { records, rows } = await read([`a,b\n${text}`]);
    expect([records, rows.length]).toEqual([60_000, 60_000]);
    const plain = text.replaceAll('"', '').replaceAll('\nsecond line', '');
    expect((await read([`a,b\n${plain}`])).records).toBe(60_000);
  });

  it('is found by name in each part, in whatever order the columns stand', async () => {
    const landed = await read(['a,b,c\n1,2,3\n', 'c,a,b\n6,4,5\n']);
    expect(landed.names).toEqual(['a', 'b', 'c']);
    expect([...landed.rows].sort()).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ]);
    expect(landed.shape).toEqual([]);
  });

  it('leaves a part with other columns out and names it', async () => {
    const landed = await read(['a,b\n1,2\n', 'a,c\n3,4\n']);
    expect([landed.rows, landed.shape]).toEqual([[['1', '2']], [{ finding: 'parts-differ', part: 2 }]]);
  });

  it('keeps both columns of a name that stands twice, and names the finding', async () => {
    const landed = await read(['a,a\n1,2\n']);
    expect([landed.rows, landed.shape]).toEqual([[['1', '2']], [{ finding: 'duplicate-header', part: 1 }]]);
  });

  it('drops title lines and footer, and takes the names from the contract', async () => {
    const text = '\ufeff"Title"\r\n"";"Subject"\r\n"x";"1,5"\r\n"y";"2,5"\r\n"Bron: CBS"\r\n';
    const format = { delimiter: ';', skipLines: 2, footerPattern: '^Bron:', columns: ['area', 'value'] };
    expect((await read([text], format)).rows).toEqual([
      ['x', '1,5'],
      ['y', '2,5'],
    ]);
  });

  it('takes the byte order mark for no part of a first record without header', async () => {
    const landed = await read(['\ufeff"1\n1",2\n3,4\n'], { columns: ['a', 'b'] });
    expect([landed.rows, landed.records, landed.shape]).toEqual([
      [
        ['1\n1', '2'],
        ['3', '4'],
      ],
      2,
      [],
    ]);
  });

  it('leaves no copy of a recoded part in the work folder', async () => {
    const before = (await readdir(folder)).length;
    const [path] = await writeParts(folder, Buffer.from('a,b\n\x80,\xb4\n', 'latin1'));
    expect((await cellsOf(folder, [path as string], { encoding: 'windows-1252' })).rows).toEqual([
      ['€', '´'],
    ]);
    expect((await readdir(folder)).length).toBe(before + 1);
  });

  it.each([
    'utf-16le',
    'utf-16be',
  ] as const)('reads %s with and without byte order mark', async (encoding) => {
    const encoded = (text: string) =>
      encoding === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16();
    for (const text of ['\ufeffa,b\n€,\u{1f600}\n', 'a,b\n€,\u{1f600}\n'])
      expect((await read([encoded(text)], { encoding })).rows).toEqual([['€', '\u{1f600}']]);
    const half = Buffer.concat([encoded('a,b\n1,2'), Buffer.from([0x31])]);
    expect(await findings([half], { encoding })).toEqual([{ finding: 'encoding', part: 1 }]);
  });
});

describe('a delivery that is not what was agreed', () => {
  const utf16 = Buffer.from('\ufeffa,b\n1,2\n', 'utf16le');
  const late = Buffer.concat([
    Buffer.from(`a,b\n${'1,2\n'.repeat(600_000)}`),
    Buffer.from([0xb4]),
    Buffer.from(',2\n'),
  ]);

  it.each([
    ['empty', '', {}, ['empty']],
    ['a byte order mark alone', '\ufeff', {}, ['empty']],
    ['blanks and line ends alone', ' \n\r\n\n', {}, ['empty']],
    ['lines that end in a carriage return alone', 'a,b\r1,2\r3,4\r', {}, ['line-ends']],
    ['only a header', 'a,b\n', {}, ['header-only']],
    ['shorter than its title lines', 'a\nb\n', { skipLines: 5 }, ['header-only']],
    ['read with another delimiter', 'a,b\n1,2\n', { delimiter: ';' }, ['one-column']],
    ['quoted once more as a whole', '"a,""b"""\n"1,""2"""\n', {}, ['quoted-whole']],
    ['text with a NUL', 'a,b\n1\0,2\n', {}, ['nul-byte']],
    ['UTF-16 declared as UTF-8', utf16, {}, ['nul-byte', 'encoding']],
    ['spoilt by one byte after two megabytes', late, {}, ['encoding']],
    ['cut in the middle of a character', Buffer.from('a,b\n1,é').subarray(0, -1), {}, ['encoding']],
  ])('is a finding and no error where it is %s', async (_, content, format, expected) => {
    const shape = await findings([content], format);
    expect(shape.map(({ finding }) => finding)).toEqual(expected);
    expect(shape.every(({ part }) => part === 1)).toBe(true);
  });

  it('is no file: a folder, a pipe that would never end, nothing at all', async () => {
    await mkdir(join(folder, 'inner'));
    await promisify(execFile)('mkfifo', [join(folder, 'pipe')]);
    const paths = ['inner', 'pipe', 'absent'].map((name) => join(folder, name));
    const [good] = await writeParts(folder, 'a,b\n1,2\n');
    const landed = await cellsOf(folder, [...paths, good as string]);
    expect(landed.shape).toEqual([1, 2, 3].map((part) => ({ finding: 'not-a-file', part })));
    expect(landed.rows).toEqual([['1', '2']]);
    const json = await cellsOf(folder, paths, { media: 'application/json' });
    expect(json.shape.filter(({ finding }) => finding === 'not-a-file')).toHaveLength(3);
  });
});

describe('landed JSON', () => {
  const records = [
    { step: 'member', name: 'months' },
    { step: 'each-index', as: 'month', from: 1 },
    { step: 'each' },
  ] as const;

  it('becomes rows: keys and indexes as columns, what a record lacks without a value', async () => {
    const text = JSON.stringify({ months: [[{ a: 'x', b: { c: 1.5 } }], [], [{ a: null, d: [1, 2] }]] });
    const landed = await read([text], { media: 'application/json', records });
    expect(landed.names).toEqual(['month', 'a', 'b.c', 'd']);
    expect(landed.rows).toEqual([
      ['1', 'x', '1.5', null],
      ['3', null, null, '[1,2]'],
    ]);
  });

  it('is not taken for double where the same name stands in several records, or in a text', async () => {
    const text = '{"months": [[{"a": "{\\"a\\": 1, \\"a\\": 2}", "b": {"a": "\\\\"}}, {"a": "}"}]]}';
    const landed = await read([text], { media: 'application/json', records });
    expect(landed.rows).toEqual([
      ['1', '{"a": 1, "a": 2}', '\\'],
      ['1', '}', null],
    ]);
    expect(landed.shape).toEqual([]);
  });

  it.each([
    ['is no JSON', '{"months": [', 'unreadable'],
    ['lacks the agreed member', '{"weeks": []}', 'unreadable'],
    ['holds a number that no reader keeps', '{"months": [[{"a": 12345678901234567890}]]}', 'unreadable'],
    ['is no UTF-8', Buffer.from('{"months": [[{"a": "\xb4"}]]}', 'latin1'), 'encoding'],
    ['names a member twice', '{"months": [[{"a": 1, "a": 2}]]}', 'duplicate-header'],
    ['names a member twice, once in escapes', '{"months": [[{"a": 1, "\\u0061": 2}]]}', 'duplicate-header'],
    ['has its rows twice', '{"months": [], "months": [[{"a": 1}]]}', 'duplicate-header'],
    ['spells a nested member as another', '{"months": [[{"a.b": 1, "a": {"b": 2}}]]}', 'duplicate-header'],
    ['has a member named as what stands around it', '{"months": [[{"month": 2}]]}', 'duplicate-header'],
  ])('is a finding where it %s', async (_, content, finding) => {
    const shape = await findings([content], { media: 'application/json', records });
    expect(shape).toContainEqual({ finding, part: 1 });
  });
});
