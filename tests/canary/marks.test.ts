import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { markedSources, spoiledRows, writeMarked } from './marked-files.js';
import { type Mark, Marks } from './marks.js';

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

  it('of all sources and deliveries are distinct', () => {
    const marks = new Marks();
    for (const source of markedSources()) {
      for (const edition of [1, 2, 3, 4, 5, 6, 7, 8]) writeMarked(marks, source, folder, edition);
      spoiledRows(source, marks, 40);
    }
    expect(marks.size).toBeGreaterThan(5000);
  });
});
