import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { markedSources, spoiledRows, writeMarked } from './marked-files.js';
import { type Mark, Marks, WORD } from './marks.js';
import { AWKWARD, SPELLINGS } from './spellings.js';

const folder = mkdtempSync(join(tmpdir(), 'sluis-marks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dropped: Mark = { source: 'a', column: 'born', kept: false };
const kept: Mark = { source: 'b', column: 'day', kept: true };

describe('markers', () => {
  it('each have one place: the same value of another column is refused, so that none excuses another', () => {
    const marks = new Marks();
    marks.add('1612-04-13', dropped);
    marks.add('1612-04-13', { ...dropped });
    expect(() => marks.add('1612-04-13', kept)).toThrow('for two columns');
    expect(() => marks.add('1612-04-13', { ...dropped, column: 'died' })).toThrow('for two columns');
    expect([...marks.in('on 1612-04-13').marks]).toEqual([dropped]);
  });

  it('are found in every form: encoded, escaped, with and without what people and programs write between digits', () => {
    const values = { text: `${WORD}-0101-010005`, number: '900000137', date: '1612-04-13' };
    for (const kind of ['text', 'number', 'date'] as const)
      for (const [form, spell] of Object.entries(SPELLINGS[kind])) {
        const marks = new Marks();
        marks.add(values[kind], dropped);
        const told = `told as ${spell(values[kind])}\n`;
        expect([kind, form, marks.in(told).marks.has(dropped)]).toEqual([kind, form, true]);
        expect([kind, form, new Marks().in(told).marks.size]).toEqual([kind, form, kind === 'text' ? 1 : 0]);
      }
  });

  it('are found on both sides of what is escaped, cut after eight letters, and as a number without leading zeros', () => {
    const marks = new Marks();
    marks.add(`${WORD}-1${AWKWARD}${WORD}-2`, kept);
    marks.add('07190001', dropped);
    for (const text of [`${WORD}-1`, `${WORD}-2`]) expect([...marks.in(text).marks]).toEqual([kept]);
    expect(marks.in(WORD.slice(0, 8)).marks.size).toBe(1);
    expect([...marks.in('{"at": 7190001}').marks]).toEqual([dropped]);
  });

  it('are no piece of a digest or of an identifier that has their digits by chance', () => {
    const marks = new Marks();
    marks.add('900000137', dropped);
    marks.add('07190001', dropped);
    marks.add('1612-04-13', dropped);
    for (const chance of [
      '16120413-9abc-4def-8123-a12345678abc',
      '\0a16120413\0\0b7190001\x01',
      '\x0016120413\0de0c58ba\0',
      '5e9bc900000137de0c58ba',
      'a7190001c',
      '12345678-9abc-4def-8123-a900000137bc',
      '9000001370',
    ])
      expect([chance, ...marks.in(chance).marks]).toEqual([chance]);
    expect([...marks.in('"16120413"').marks]).toEqual([dropped]);
  });

  it('of all sources and deliveries are distinct', () => {
    const marks = new Marks();
    for (const source of markedSources()) {
      for (const edition of [1, 2, 3, 4, 5, 6, 7, 8]) writeMarked(marks, source, folder, edition);
      spoiledRows(source, marks, 40);
    }
    expect(marks.size).toBeGreaterThan(5000);
  });
});
