import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

interface Rule {
  readonly name: string;
  readonly to: { readonly path?: unknown; readonly pathNot?: unknown };
}

/** `^catalog(/|\.)` is the folder `catalog`. */
function folders(patterns: unknown): string[] {
  const all = Array.isArray(patterns) ? patterns.map(String) : String(patterns ?? '').split('|^');
  return all.flatMap((pattern) => /^\^?([a-z/]+)\(\//.exec(pattern)?.[1] ?? []).sort();
}

async function configured(): Promise<Record<string, { values: string[]; types: string[] }>> {
  const { default: config } = (await import(join(root, '.dependency-cruiser.mjs'))) as {
    default: { forbidden: readonly Rule[] };
  };
  const named = new Map(config.forbidden.map((rule) => [rule.name, rule]));
  const rows = [...named.keys()].flatMap((name) => /^([a-z]+)-imports$/.exec(name)?.[1] ?? []);
  return Object.fromEntries(
    rows.map((folder) => {
      const types = folders(named.get(`${folder}-imports-types-only`)?.to.path);
      const all = folders(named.get(`${folder}-imports`)?.to.pathNot);
      return [folder, { values: all.filter((name) => !types.includes(name)), types }];
    }),
  );
}

/** The rows of the import table as the page has them. */
function documented() {
  const table = page.slice(page.indexOf('| from | values of |'), page.indexOf('Packages:'));
  const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => String(match[1])).sort();
  const rows = table.split('\n').filter((line) => line.startsWith('| `') && !line.startsWith('| `infra`'));
  return Object.fromEntries(
    rows.map((line) => {
      const [, from, values, types] = line.split('|');
      return [String(names(from)[0]), { values: names(values), types: names(types) }];
    }),
  );
}

describe('docs/architecture.md', () => {
  it('has the import table that dependency-cruiser holds', async () => {
    expect(documented()).toEqual(await configured());
  });

  it('names only files and folders that are there', () => {
    const paths = [...page.matchAll(/`((?:[a-z-]+\/)+[a-z0-9.-]*)`/g)].map((match) => String(match[1]));
    const known = new Set(readdirSync(root, { withFileTypes: true }).map(({ name }) => name));
    const ours = paths.filter((path) => known.has(String(path.split('/')[0])));
    const missing = ours.filter((path) => !exists(path));
    expect(ours.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });
});

/** A path of the repository, with or without its `.ts`. */
function exists(path: string): boolean {
  const [folder, name] = [join(root, path, '..'), path.replace(/\/$/, '').split('/').at(-1)];
  const names = readdirSync(path.endsWith('/') ? join(root, path, '..') : folder);
  return names.includes(String(name)) || names.includes(`${name}.ts`);
}
