import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');

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
    expect(readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'")).toContain(test);
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
