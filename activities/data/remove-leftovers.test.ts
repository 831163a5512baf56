import { beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseRequested, RunRequested } from '../../catalog/event-bodies.js';
import { staff } from '../../catalog/testing/life-parts.js';
import { dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { releaseOf, runOver } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { breaksOffOnce, keysOf, submitSource } from '../testing/vault-stage.js';
import { makeAnalyseTheme } from './analyse-theme.js';
import type { DataDeps } from './deps.js';
import { makeProtectResult } from './protect-result.js';
import { makePublishRelease } from './publish-release.js';
import { removeLeftovers } from './remove-leftovers.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const fresh = () => dataDeps(stage(), { themes: offencesShelf() });
const analyse = (deps: DataDeps, run: RunRequested) => stage().run(makeAnalyseTheme(deps), run);
const protect = (deps: DataDeps, release: ReleaseRequested) => stage().run(makeProtectResult(deps), release);
const publish = (deps: DataDeps, release: ReleaseRequested) => stage().run(makePublishRelease(deps), release);

const refuseRun = ({ runId }: RunRequested) =>
  stage().append('runRefused', { runId, gate: 'G4', codes: ['DigestMismatch'] });
const cancelRun = ({ runId }: RunRequested) =>
  stage().append('runCancelled', { runId, review: null, by: staff('b', 'auditor'), reason: 'in doubt' });
const close = (type: 'releaseRefused' | 'releaseExpired', { releaseId, requestId }: ReleaseRequested) =>
  stage().append(type, { releaseId, requestId, gate: 'G5', codes: ['DigestMismatch'] });

/** A zone whose second upload breaks off, in the middle of the tables of a release. */
function breaksOffHalfway<Zone extends 'result' | 'released'>(deps: DataDeps, zone: Zone): DataDeps {
  const store = deps[zone];
  const broken = breaksOffOnce(store);
  let puts = 0;
  const put: typeof store.put = async (...given) => {
    puts += 1;
    return await (puts === 2 ? broken : store).put(...given);
  };
  return { ...deps, [zone]: { ...store, put } };
}

describe('what work left that ended before its removal', () => {
  it.each([
    ['refused', refuseRun],
    ['cancelled', cancelRun],
  ] as const)('goes where a run was %s, and only then, however often it is asked', async (_how, end) => {
    const deps = fresh();
    const run = await runOver(stage(), deps);
    await analyse(deps, run);
    await removeLeftovers(deps);
    expect(await keysOf(deps.result)).toHaveLength(1);
    await end(run);
    await removeLeftovers(deps);
    expect(await keysOf(deps.result)).toEqual([]);
    await removeLeftovers(deps);
  });

  it('goes where a release failed halfway its tables; the result that it is of stays', async () => {
    const deps = fresh();
    const release = await releaseOf(stage(), deps);
    const result = await keysOf(deps.result);
    await expect(protect(breaksOffHalfway(deps, 'result'), release)).rejects.toMatchObject({
      code: 'StoreUnavailable',
    });
    expect(await keysOf(deps.result)).toHaveLength(result.length + 1);
    await close('releaseRefused', release);
    await removeLeftovers(deps);
    expect(await keysOf(deps.result)).toEqual(result);
  });

  it('goes where everybody reads, and what the log claims of the same release stays', async () => {
    const deps = fresh();
    const release = await releaseOf(stage(), deps);
    const { version } = await protect(deps, release);
    await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
    const result = await keysOf(deps.result);
    await expect(publish(breaksOffHalfway(deps, 'released'), release)).rejects.toMatchObject({
      code: 'StoreUnavailable',
    });
    expect(await keysOf(deps.released)).toHaveLength(1);
    await close('releaseExpired', release);
    await removeLeftovers(deps);
    expect(await keysOf(deps.released)).toEqual([]);
    expect(await keysOf(deps.result)).toEqual(result);
  });

  it('is not what was released', async () => {
    const deps = fresh();
    const release = await releaseOf(stage(), deps);
    const { version } = await protect(deps, release);
    await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
    const made = await publish(deps, release);
    await recordMade(stage(), {
      type: 'released',
      version: made.version,
      id: release.releaseId,
      zone: 'released',
    });
    await removeLeftovers(deps);
    expect(await keysOf(deps.released)).toEqual(made.manifest.objects.map(({ key }) => key).sort());
  });
});
