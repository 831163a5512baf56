import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_CITY_FILES, type CityFile } from './city-files.js';

/** Runs what was built: `npm run build` first. */
const built = fileURLToPath(new URL('../../dist/demo/city/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'city-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * A million persons take over half a minute, so `npm test` writes a fifth of them: with this heap, of which Node
 * itself takes half, keeping what is made fails at that size already, as the last two tests show.
 * `npm run test:crash` writes the million.
 */
const PERSONS = process.env.SLUIS_CRASH === 'all' ? 1_000_000 : 200_000;
const HEAP_MB = 10;

function inSmallHeap(...args: string[]) {
  const limit = `--max-old-space-size=${HEAP_MB}`;
  return spawnSync(process.execPath, [limit, ...args], { cwd: folder, encoding: 'utf8' });
}

/** Runs through what a generator of the city makes, and keeps all of it. */
function keepAll(module: string, generator: string) {
  return inSmallHeap(
    '--input-type=module',
    '-e',
    `import { ${generator} } from ${JSON.stringify(join(built, module))};
     const kept = [];
     for (const one of ${generator}({ persons: ${PERSONS}, seed: 1 })) kept.push(one);
     process.stdout.write(String(kept.length));`,
  );
}

describe(`a city of ${PERSONS.toLocaleString('en')} persons`, { timeout: 300_000 }, () => {
  let rows: Readonly<Record<CityFile, number>>;
  beforeAll(() => {
    const args = ['--out', folder, '--persons', String(PERSONS)];
    const { status, stdout } = inSmallHeap(join(built, 'main.js'), ...args);
    expect(status).toBe(0);
    rows = JSON.parse(stdout).rows;
  }, 300_000);

  it(`is written with a heap of ${HEAP_MB} MB, every source of it`, () => {
    expect(Object.keys(rows)).toEqual(ALL_CITY_FILES);
    expect(rows.cbs_records).toBe(PERSONS);
  });

  it('does not fit into that heap: not the rows of its narrowest source, nor what sparse sources are made of', () => {
    const kept = [
      keepAll('more-rows.js', 'mortgageRows'),
      keepAll('households.js', 'households'),
      keepAll('blocks.js', 'blocks'),
    ];
    for (const { status, stdout, stderr } of kept) {
      expect({ ended: status === 0, stdout }).toEqual({ ended: false, stdout: '' });
      expect(stderr).toContain('heap out of memory');
    }
  });

  it('has no source that is smaller than what did not fit, but the sparse ones', () => {
    const smaller = ALL_CITY_FILES.filter((name) => rows[name] < rows.hypotheek);
    expect(smaller).toEqual(['politie_verdachte', 'kvk', 'om_vonnis', 'vergunning', 'ruiming']);
  });
});
