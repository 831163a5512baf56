import { beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseRequested, RunRequested, Subject } from '../../catalog/event-bodies.js';
import type { Sealed } from '../../domain/ingest.js';
import { makeDestructionDue, makeQuarantineCopies } from '../control/quarantining.js';
import { controlDeps, dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { releaseOf, runOver } from '../testing/release-stage.js';
import { sha256, stageForTests } from '../testing/stage.js';
import { breaksOffOnce, bytesOf, keysOf, SOURCE, submitSource } from '../testing/vault-stage.js';
import { makeAnalyseTheme } from './analyse-theme.js';
import type { DataDeps } from './deps.js';
import { makeProtectResult } from './protect-result.js';
import { makePublishRelease } from './publish-release.js';
import { makeRemoveCopies } from './remove-copies.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const fresh = () => dataDeps(stage(), { themes: offencesShelf() });
const analyse = (deps: DataDeps, run: RunRequested) => stage().run(makeAnalyseTheme(deps), run);
const protect = (deps: DataDeps, release: ReleaseRequested) => stage().run(makeProtectResult(deps), release);
const placesOf = ({ manifest }: Sealed) =>
  manifest.objects.map(({ key, sha256 }) => ({ zone: manifest.zone, key, sha256 }));

/** Asks the same of the same data under another id. */
async function again(run: RunRequested, name: string): Promise<RunRequested> {
  const same = { ...run, runId: `${run.runId}-${name}` };
  await stage().append('runRequested', same);
  return same;
}

async function quarantine(subject: Subject): Promise<void> {
  await stage().append('quarantined', {
    subject,
    sourceId: SOURCE.id,
    zone: 'result',
    codes: ['S05'],
    destroyBy: '2026-05-01T00:00:00.000Z',
    breachAssessment: 'not-needed',
  });
}

async function stopRun({ runId }: RunRequested): Promise<Subject> {
  await stage().append('runRefused', { runId, gate: 'G4', codes: ['S05'] });
  const subject = { kind: 'run', id: runId } as const;
  await quarantine(subject);
  return subject;
}

/** A release whose tables stand in the log. */
async function protectedRelease(deps: DataDeps) {
  const release = await releaseOf(stage(), deps);
  const made = await protect(deps, release);
  const { releaseId: id } = release;
  await recordMade(stage(), { type: 'protected', version: made.version, id, zone: 'result' });
  return { release, made, subject: { kind: 'release', id } as const };
}

const due = (subject: Subject) => stage().run(makeDestructionDue(controlDeps(stage())), subject);

/** As its projection says it. */
async function stateOf(version: string): Promise<string | undefined> {
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ state: string }>('SELECT state FROM catalog.dataset_version WHERE version = $1', [version]);
  return rows[0]?.state;
}

async function stopRelease({ releaseId, requestId }: ReleaseRequested): Promise<Subject> {
  await stage().append('releaseRefused', { releaseId, requestId, gate: 'G5', codes: ['S05'] });
  const subject = { kind: 'release', id: releaseId } as const;
  await quarantine(subject);
  return subject;
}

/** As the workflow does it: control says which versions, the data worker removes. */
async function remove(deps: DataDeps, subject: Subject) {
  const versions = await stage().run(makeQuarantineCopies(controlDeps(stage())), subject);
  return await stage().run(makeRemoveCopies(deps), subject, versions);
}

describe('a run that was stopped after its result was sealed and before it was recorded', () => {
  it('leaves nothing in the result zone, and answers what went, also when it is asked again', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    const made = await analyse(deps, run);
    const stopped = await stopRun(run);
    const removed = await remove(deps, stopped);
    expect(removed).toEqual([{ of: null, objects: placesOf(made) }]);
    expect(removed[0]?.objects).toHaveLength(1);
    expect(await keysOf(deps.result)).toEqual([]);
    expect(await remove(deps, stopped)).toEqual(removed);
  });

  it('is made anew where the same is asked again, and that result stays', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    const first = await analyse(deps, run);
    const stopped = await stopRun(run);
    await remove(deps, stopped);
    const next = await again(run, 'next');
    const second = await analyse(deps, next);
    expect(second.version).not.toBe(first.version);
    expect(placesOf(second).map(({ sha256 }) => sha256)).toEqual(placesOf(first).map(({ sha256 }) => sha256));
    await recordMade(stage(), { type: 'analysed', version: second.version, id: next.runId, zone: 'result' });
    await remove(deps, stopped);
    expect(await keysOf(deps.result)).toEqual(placesOf(second).map(({ key }) => key));
    expect(await analyse(deps, next)).toEqual(second);
  });

  it('leaves nothing of a result that was not even sealed, and names it by its digest', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    const killed = { ...deps, pool: diesBeforeSealing(deps.pool) };
    await expect(analyse(killed, run)).rejects.toThrow('killed');
    const [key = ''] = await keysOf(deps.result);
    const object = { zone: 'result', key, sha256: sha256(await bytesOf(deps.result, key)) };
    expect(await remove(deps, await stopRun(run))).toEqual([{ of: null, objects: [object] }]);
    expect(await keysOf(deps.result)).toEqual([]);
  });

  it('takes nothing from another run that has the same result, recorded or under way', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    await analyse(deps, run);
    const underWay = await again(run, 'under-way');
    const made = await analyse(deps, underWay);
    const stopped = await stopRun(run);
    expect(await remove(deps, stopped)).toEqual([]);
    await recordMade(stage(), {
      type: 'analysed',
      version: made.version,
      id: underWay.runId,
      zone: 'result',
    });
    expect(await remove(deps, stopped)).toEqual([]);
    expect(await keysOf(deps.result)).toEqual(placesOf(made).map(({ key }) => key));
  });

  it('goes when the last of those that have its result is stopped too', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    const other = await again(run, 'other');
    const made = await analyse(deps, run);
    await analyse(deps, other);
    await remove(deps, await stopRun(run));
    expect(await remove(deps, await stopRun(other))).toEqual([{ of: null, objects: placesOf(made) }]);
    expect(await keysOf(deps.result)).toEqual([]);
  });

  it('does not bring back what was removed, where an attempt that was given up goes on', async () => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    const put: DataDeps['result']['put'] = async (...given) => {
      await remove(deps, await stopRun(run));
      return await deps.result.put(...given);
    };
    const givenUp = analyse({ ...deps, result: { ...deps.result, put } }, run);
    await expect(givenUp).rejects.toMatchObject({ code: 'CatalogConflict' });
    expect(await keysOf(deps.result)).toEqual([]);
  });
});

describe('a release that was stopped', () => {
  it('before its tables were recorded, leaves the result alone and nothing of the tables', async () => {
    const deps = fresh();
    const release = await releaseOf(stage(), deps);
    const result = await keysOf(deps.result);
    const made = await protect(deps, release);
    const stopped = await stopRelease(release);
    expect(await remove(deps, stopped)).toEqual([{ of: null, objects: placesOf(made) }]);
    expect(placesOf(made)).toHaveLength(2);
    expect(await keysOf(deps.result)).toEqual(result);
  });

  it('halfway its tables, leaves nothing of them', async () => {
    const deps = fresh();
    const release = await releaseOf(stage(), deps);
    const result = await keysOf(deps.result);
    let puts = 0;
    const put: DataDeps['result']['put'] = async (...given) => {
      puts += 1;
      return await (puts === 2 ? broken : deps.result).put(...given);
    };
    const broken = breaksOffOnce(deps.result);
    await expect(protect({ ...deps, result: { ...deps.result, put } }, release)).rejects.toMatchObject({
      code: 'StoreUnavailable',
    });
    expect(await keysOf(deps.result)).toHaveLength(result.length + 1);
    const removed = await remove(deps, await stopRelease(release));
    expect(removed.flatMap(({ objects }) => objects)).toHaveLength(1);
    expect(await keysOf(deps.result)).toEqual(result);
  });

  it('after its tables were recorded, names them by the version that they are', async () => {
    const deps = fresh();
    const release = await releaseOf(stage(), deps);
    const made = await protect(deps, release);
    await recordMade(stage(), {
      type: 'protected',
      version: made.version,
      id: release.releaseId,
      zone: 'result',
    });
    const stopped = await stopRelease(release);
    expect(await remove(deps, stopped)).toEqual([{ of: made.version, objects: placesOf(made) }]);
    await expect(protect(deps, release)).rejects.toMatchObject({ code: 'CatalogConflict' });
  });
});

describe('a release that ended and was not published', () => {
  it.each([
    'releaseRefused',
    'releaseRejected',
    'releaseExpired',
  ] as const)('by %s leaves nothing of its tables, and no other release is touched', async (type) => {
    const deps = fresh();
    const { release, made, subject } = await protectedRelease(deps);
    const other = await protectedRelease(deps);
    const { releaseId, requestId } = release;
    expect(await due(subject)).toEqual({ state: 'gone' });
    expect(await remove(deps, subject)).toEqual([]);
    await stage().append(type, { releaseId, requestId, gate: 'G5', codes: ['O06'] });
    expect(await due(subject)).toEqual({ state: 'ended' });
    const removed = await remove(deps, subject);
    expect(removed).toEqual([{ of: made.version, objects: placesOf(made) }]);
    expect(await remove(deps, subject)).toEqual(removed);
    const kept = await keysOf(deps.result);
    expect(kept.filter((key) => placesOf(made).some((place) => place.key === key))).toEqual([]);
    expect(kept).toEqual(expect.arrayContaining(placesOf(other.made).map(({ key }) => key)));
    expect([await stateOf(made.version), await stateOf(other.made.version)]).toEqual([
      'quarantined',
      'current',
    ]);
    const destroyed = {
      subject: { kind: 'dataset-version', id: made.version },
      objects: placesOf(made),
    } as const;
    await stage().append('destroyed', { ...destroyed, keyIds: [] });
    expect(await stateOf(made.version)).toBe('destroyed');
  });

  it('is nothing that was released', async () => {
    const deps = fresh();
    const { release, made, subject } = await protectedRelease(deps);
    const published = await stage().run(makePublishRelease(deps), release);
    await recordMade(stage(), {
      type: 'released',
      version: published.version,
      id: subject.id,
      zone: 'released',
    });
    expect(await due(subject)).toEqual({ state: 'gone' });
    expect(await remove(deps, subject)).toEqual([]);
    expect(await stateOf(made.version)).toBe('current');
  });
});

/** A pool whose process is killed when it would seal a dataset. */
function diesBeforeSealing(pool: DataDeps['pool']): DataDeps['pool'] {
  const connect = async () => {
    const client = await pool.connect();
    const query = (text: string, values: readonly unknown[] = []) => {
      const isSealing =
        text.includes('INSERT INTO catalog.data_object') && String(values[1]).includes('"manifest"');
      if (isSealing) throw new Error('killed');
      return client.query(text, [...values]);
    };
    return { query, release: () => client.release() };
  };
  return { connect } as unknown as DataDeps['pool'];
}
