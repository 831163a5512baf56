import { beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseRequested, RunRequested } from '../../catalog/event-bodies.js';
import { digest } from '../../catalog/testing/life-parts.js';
import type { Sealed } from '../../domain/ingest.js';
import { dataDeps } from '../testing/data-stage.js';
import { offencesShelf, PERSONS_BY_KIND } from '../testing/offences-theme.js';
import { releaseOf as releaseAsked, runOver as runAsked } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { breaksOffOnce, bytesOf, CSV, keysOf, submitSource } from '../testing/vault-stage.js';
import { makeAnalyseTheme } from './analyse-theme.js';
import type { DataDeps } from './deps.js';
import { makeProtectResult } from './protect-result.js';
import { makePublishRelease } from './publish-release.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const SHELF = offencesShelf();
const runOver = (deps: DataDeps, csv?: Buffer) => runAsked(stage(), deps, csv);
const analyse = (deps: DataDeps, request: RunRequested) => stage().run(makeAnalyseTheme(deps), request);
const protect = (deps: DataDeps, request: ReleaseRequested) => stage().run(makeProtectResult(deps), request);
const publish = (deps: DataDeps, request: ReleaseRequested) => stage().run(makePublishRelease(deps), request);

const releaseOf = (deps: DataDeps, csv?: Buffer) => releaseAsked(stage(), deps, csv);

const fresh = (more: Partial<DataDeps> = {}) => dataDeps(stage(), { themes: SHELF, ...more });
const digests = ({ manifest }: Sealed) => manifest.objects.map(({ sha256 }) => sha256);

describe('analyseTheme', () => {
  it('gives one record a person, in the restricted zone alone', async () => {
    const deps = fresh();
    const made = await analyse(deps, await runOver(deps));
    const persons = Object.values(PERSONS_BY_KIND).flat();
    expect(made.rows).toBe(persons.reduce<number>((sum, count) => sum + count, 0));
    expect(made.manifest.zone).toBe('result');
    expect(await keysOf(deps.result)).toHaveLength(1);
    expect(await keysOf(deps.released)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
  });

  it('gives a retry what is sealed, and the same bytes where it must make them again', async () => {
    const plain = fresh();
    const deps = { ...plain, result: breaksOffOnce(plain.result) };
    const run = await runOver(deps);
    await expect(analyse(deps, run)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await stage().leftovers()).toEqual([]);
    const made = await analyse(deps, run);
    expect(await analyse(deps, run)).toEqual(made);
    const other = { ...run, runId: `${run.runId}-again` };
    const anew = await analyse({ ...deps, codeVersion: 'other code' }, other);
    expect(anew.version).not.toBe(made.version);
    expect(digests(anew)).toEqual(digests(made));
  });

  it('answers under newer code what was made for the run before', async () => {
    const deps = fresh();
    const run = await runOver(deps);
    const made = await analyse(deps, run);
    expect(await analyse({ ...deps, codeVersion: 'newer code' }, run)).toEqual(made);
    expect(await keysOf(deps.result)).toHaveLength(1);
  });

  it('runs no other theme than was asked for', async () => {
    const deps = fresh();
    const run = { ...(await runOver(deps)), themeHash: digest('0') };
    await expect(analyse(deps, run)).rejects.toMatchObject({ code: 'StaleHash' });
    expect(await keysOf(deps.result)).toEqual([]);
  });

  it.each([
    ['a column that theme.yaml does not declare', 'SELECT gemeente_code AS jaar FROM verdachten'],
    ['a file', "SELECT * FROM read_csv('/etc/passwd')"],
    ['two statements', 'SELECT person, delictgroep, jaar FROM verdachten; SELECT 1'],
  ])('opens nothing for a statement that reads %s', async (_what, sql) => {
    const deps = fresh({ themes: offencesShelf(sql) });
    const run = await runOver(deps);
    const get = () => {
      throw new Error('an input was opened');
    };
    const closed = { ...deps, curated: { ...deps.curated, get } };
    await expect(analyse(closed, run)).rejects.toMatchObject({ code: 'SqlRefused' });
    expect(await keysOf(deps.result)).toEqual([]);
  });
});

describe('protectResult', () => {
  it('shows no cell of fewer than ten, none from which it follows, and all others as they are', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const made = await protect(deps, release);
    expect(made.rows).toBe(15);
    expect(made.hidden).toBeGreaterThanOrEqual(4);
    const cells = await cellsOf(deps, made);
    const hidden = [...cells].filter(([, value]) => value === null).map(([cell]) => cell);
    expect(hidden).toContain('geweld 2023');
    for (const [cell, value] of cells)
      if (value !== null) expect([cell, value]).toEqual([cell, handCount(cell)]);
    // Whoever has the totals of a row or column must lack two of its cells.
    const inRow = hidden.filter((cell) => cell.startsWith('geweld '));
    const inColumn = hidden.filter((cell) => cell.endsWith(' 2023'));
    expect(inRow.length).toBeGreaterThanOrEqual(2);
    expect(inColumn.length).toBeGreaterThanOrEqual(2);
    expect(await keysOf(deps.released)).toEqual([]);
  });

  it('gives a retry what is sealed, and another release of the same result the same tables', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const made = await protect(deps, release);
    expect(await protect(deps, release)).toEqual(made);
    const other = { ...release, releaseId: `${release.releaseId}-again` };
    expect(digests(await protect(deps, other))).toEqual(digests(made));
  });

  it('leaves nothing sealed where its upload broke off, and then gives the same tables', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const broken = { ...deps, result: breaksOffOnce(deps.result) };
    await expect(protect(broken, release)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await expect(publish(broken, release)).rejects.toMatchObject({ code: 'DatasetUnknown' });
    const made = await protect(broken, release);
    const other = { ...release, releaseId: `${release.releaseId}-again` };
    expect(digests(made)).toEqual(digests(await protect(deps, other)));
    expect(await stage().leftovers()).toEqual([]);
  });

  it('stops when it is cancelled midway, and seals nothing', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const environment = stage().environment();
    const get: DataDeps['result']['get'] = async (key) => {
      environment.cancel();
      return await deps.result.get(key);
    };
    const cancelled = makeProtectResult({ ...deps, result: { ...deps.result, get } });
    await expect(environment.run(cancelled, release)).rejects.toThrow();
    await expect(publish(deps, release)).rejects.toMatchObject({ code: 'DatasetUnknown' });
    expect((await protect(deps, release)).rows).toBe(15);
  });

  it('tells of five persons where none of them is, and nothing else', async () => {
    const deps = fresh();
    const release = await releaseOf(deps, CSV);
    const made = await protect(deps, release);
    expect(made.hidden).toBeGreaterThan(0);
    const figures = [...(await cellsOf(deps, made)).values()].filter((value) => value !== null);
    expect(figures.filter((value) => value > 0)).toEqual([]);
  });
});

describe('publishRelease', () => {
  it('publishes the very bytes that were attacked, and says so once', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const safe = await protect(deps, release);
    const made = await publish(deps, release);
    expect(digests(made)).toEqual(digests(safe));
    expect(made.manifest).toMatchObject({ zone: 'released', inputs: [safe.version] });
    const keys = await keysOf(deps.released);
    expect(keys).toEqual(made.manifest.objects.map(({ key }) => key).sort());
    for (const key of keys)
      expect((await bytesOf(deps.released, key)).equals(await bytesOf(deps.result, key))).toBe(true);
    expect(await publish(deps, release)).toEqual(made);
  });

  it('goes on under newer code with the tables that people decided on', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const safe = await protect(deps, release);
    const newer = { ...deps, codeVersion: 'newer code' };
    expect(await protect(newer, release)).toEqual(safe);
    const made = await publish(newer, release);
    expect(await publish({ ...deps, codeVersion: 'code after that' }, release)).toEqual(made);
  });

  it('publishes nothing that was not protected', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    await expect(publish(deps, release)).rejects.toMatchObject({ code: 'DatasetUnknown' });
    expect(await keysOf(deps.released)).toEqual([]);
  });

  it('publishes no table at all where one of them is not what was attacked', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const { manifest } = await protect(deps, release);
    await deps.result.put(manifest.objects.at(-1)?.key ?? '', Buffer.from('another table'));
    await expect(publish(deps, release)).rejects.toMatchObject({ code: 'DigestMismatch' });
    expect(await keysOf(deps.released)).toEqual([]);
  });

  it('publishes the same where the first upload broke off', async () => {
    const deps = fresh();
    const release = await releaseOf(deps);
    const safe = await protect(deps, release);
    const broken = { ...deps, released: breaksOffOnce(deps.released) };
    await expect(publish(broken, release)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(digests(await publish(broken, release))).toEqual(digests(safe));
    expect(await stage().leftovers()).toEqual([]);
  });
});

/** Cells of the protected CSV by their codes; null where hidden. */
async function cellsOf(deps: DataDeps, { manifest }: Sealed): Promise<ReadonlyMap<string, number | null>> {
  const object = manifest.objects.find(({ key }) => key.endsWith('.csv'));
  const text = (await bytesOf(deps.result, object?.key ?? '')).toString('utf8');
  const [, ...lines] = text.trim().split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const [kind, year, value, status] = line.split(',');
      return [`${kind} ${year}`, status === 'published' ? Number(value) : null];
    }),
  );
}

function handCount(cell: string): number {
  const [kind, year] = cell.split(' ');
  const rows = Object.entries(PERSONS_BY_KIND).filter(([name]) => kind === 'Totaal' || kind === name);
  return rows
    .flatMap(([, counts]) => (year === 'Totaal' ? counts : [counts[Number(year) - 2023] ?? Number.NaN]))
    .reduce<number>((sum, count) => sum + count, 0);
}
