import { describe, expect, it } from 'vitest';
import { hasTest, sourceOf } from './test-titles.js';

const page = sourceOf('docs/threat-model.md');

/** Each `file`: "name"; "name" of the page. */
function named(): [file: string, test: string][] {
  return [...page.matchAll(/`([a-z-]+(?:\/[a-z-]+)*\.test\.ts)`: ((?:"[^"]+"(?:; )?)+)/g)].flatMap((match) =>
    [...String(match[2]).matchAll(/"([^"]+)"/g)].map((one): [string, string] => [
      String(match[1]),
      String(one[1]),
    ]),
  );
}

describe('docs/threat-model.md', () => {
  it.each(named())('names a test that is there: %s, %s', (file, test) => {
    expect(hasTest(file, test)).toBe(true);
  });

  it('names a test for every defence', () => {
    const start = page.indexOf('| attack |');
    const rows = page
      .slice(start, page.indexOf('##', start))
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(15);
    const without = rows.slice(2).filter((row) => !/`: "/.test(row));
    expect(without).toEqual([]);
    expect(named().length).toBeGreaterThanOrEqual(rows.length - 2);
  });
});
