import { beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseRequested } from '../../catalog/event-bodies.js';
import { dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { releaseOf } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { breaksOffOnce, keysOf, submitSource } from '../testing/vault-stage.js';
import type { DataDeps } from './deps.js';
import { makeProtectResult } from './protect-result.js';
import { makePublishRelease } from './publish-release.js';
import { makeRetractRelease } from './retract-release.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const publish = (deps: DataDeps, release: ReleaseRequested) => stage().run(makePublishRelease(deps), release);
const retract = (deps: DataDeps, { releaseId }: ReleaseRequested) =>
  stage().run(makeRetractRelease(deps), releaseId);

/** A release whose tables stand in the catalog. */
async function protectedRelease(): Promise<{ deps: DataDeps; release: ReleaseRequested }> {
  const deps = dataDeps(stage(), { themes: offencesShelf() });
  const release = await releaseOf(stage(), deps);
  const { version } = await stage().run(makeProtectResult(deps), release);
  await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
  return { deps, release };
}

async function refuse({ releaseId, requestId }: ReleaseRequested): Promise<void> {
  await stage().append('releaseRefused', { releaseId, requestId, gate: 'G5', codes: ['DigestMismatch'] });
}

describe('a publication that failed', () => {
  it('halfway, leaves nothing where everybody reads, and its protected tables alone', async () => {
    const { deps, release } = await protectedRelease();
    const result = await keysOf(deps.result);
    let puts = 0;
    const broken = breaksOffOnce(deps.released);
    const put: DataDeps['released']['put'] = async (...given) => {
      puts += 1;
      return await (puts === 2 ? broken : deps.released).put(...given);
    };
    await expect(publish({ ...deps, released: { ...deps.released, put } }, release)).rejects.toMatchObject({
      code: 'StoreUnavailable',
    });
    expect(await keysOf(deps.released)).toHaveLength(1);
    await refuse(release);
    await retract(deps, release);
    expect(await keysOf(deps.released)).toEqual([]);
    expect(await keysOf(deps.result)).toEqual(result);
  });

  it('is not brought back by an attempt that was given up and goes on', async () => {
    const { deps, release } = await protectedRelease();
    let retracted = false;
    const put: DataDeps['released']['put'] = async (...given) => {
      if (!retracted) await refuse(release).then(() => retract(deps, release));
      retracted = true;
      return await deps.released.put(...given);
    };
    await expect(publish({ ...deps, released: { ...deps.released, put } }, release)).rejects.toMatchObject({
      code: 'CatalogConflict',
    });
    expect(await keysOf(deps.released)).toEqual([]);
  });
});

describe('a release that stands in the log as released', () => {
  it('stays public, whoever takes it back', async () => {
    const { deps, release } = await protectedRelease();
    const { version, manifest } = await publish(deps, release);
    await recordMade(stage(), { type: 'released', version, id: release.releaseId, zone: 'released' });
    await retract(deps, release);
    expect(await keysOf(deps.released)).toEqual(manifest.objects.map(({ key }) => key).sort());
    expect(await publish(deps, release)).toMatchObject({ version });
  });
});
