import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../domain/errors.js';
import { errorsPage } from './errors-page.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  ...['domain', 'policy', 'privacy', 'lake', 'catalog', 'workflows', 'activities'],
  ...['operations', 'cli', 'infra'],
];

/** The text of what runs: no tests, and not the table itself. */
function productCode(): string {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('/testing/'));
  return files
    .filter((name) => name !== join('domain', 'errors.ts'))
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n');
}

describe('docs/errors.md', () => {
  it('is what the table of errors says; with -u it is written anew', () => {
    return expect(errorsPage()).toMatchFileSnapshot('../docs/errors.md');
  });

  it('names no code that nothing throws', () => {
    const code = productCode();
    const unused = Object.keys(ERROR_CODES).filter((name) => !code.includes(`'${name}'`));
    expect(unused).toEqual([]);
  });
});
