import { beforeAll, describe, expect, it } from 'vitest';
import { staff } from '../../catalog/testing/life-parts.js';
import { dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { releaseOf } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { keysOf, SOURCE, submitSource, vaultDeps } from '../testing/vault-stage.js';
import { makeDestroyVersion as makeDestroyInVault } from '../vault/destroy-delivery.js';
import { makeCurateDataset } from './curate-dataset.js';
import type { DataDeps } from './deps.js';
import { makeProtectResult } from './protect-result.js';
import { makeDestroyVersion } from './remove-copies.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

/** A release with protected tables in the log, and every version that it rests on. */
async function versionsOfRelease(deps: DataDeps) {
  const release = await releaseOf(stage(), deps);
  const tables = await stage().run(makeProtectResult(deps), release);
  const { releaseId: id } = release;
  await recordMade(stage(), { type: 'protected', version: tables.version, id, zone: 'result' });
  const { rows } = await deps.pool.query<{ version: string; inputs: readonly string[] }>(
    `SELECT c.version, c.manifest->'inputs' AS inputs FROM catalog.dataset_version r
       JOIN catalog.dataset_version c ON r.manifest->'inputs' ? c.version WHERE r.version = $1`,
    [release.resultVersion],
  );
  const [{ version: curated, inputs } = { version: '', inputs: [] }] = rows;
  return { result: release.resultVersion, tables: tables.version, curated, pseudonymised: inputs[0] ?? '' };
}

async function pastRetention(version: string): Promise<void> {
  await stage().append('quarantined', {
    subject: { kind: 'dataset-version', id: version },
    ...{ sourceId: SOURCE.id, zone: 'curated', codes: ['T01'] },
    destroyBy: '2026-03-01T10:00:00.000Z',
    ...{ breachAssessment: 'not-needed', pastRetention: true },
  });
}

async function objectsOf(version: string) {
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ zone: string; objects: readonly { key: string; sha256: string }[] }>(
      `SELECT zone, manifest->'objects' AS objects FROM catalog.dataset_version WHERE version = $1`,
      [version],
    );
  return rows.flatMap(({ zone, objects }) => objects.map(({ key, sha256 }) => ({ zone, key, sha256 })));
}

describe('a version past its retention', () => {
  it('goes with its own objects, while what it was made of and what was made of it stay', async () => {
    const deps = dataDeps(stage(), { themes: offencesShelf() });
    const destroy = (version: string) => stage().run(makeDestroyVersion(deps), version);
    const { curated, result, tables, pseudonymised } = await versionsOfRelease(deps);
    await pastRetention(curated);
    const gone = await destroy(curated);
    expect(gone).toEqual(await objectsOf(curated));
    expect(gone).toHaveLength(1);
    expect(await keysOf(deps.curated)).toEqual([]);
    const places = [...(await objectsOf(result)), ...(await objectsOf(tables))].map(({ key }) => key);
    expect(await keysOf(deps.result)).toEqual([...places].sort());
    expect(await keysOf(deps.pseudonymised)).toHaveLength(1);
    expect(await destroy(curated)).toEqual(gone);
    await pastRetention(result);
    expect(await destroy(result)).toEqual(await objectsOf(result));
    expect(await keysOf(deps.result)).toEqual((await objectsOf(tables)).map(({ key }) => key).sort());
    const vault = vaultDeps(stage(), { pseudonymised: deps.pseudonymised });
    await pastRetention(pseudonymised);
    expect(await stage().run(makeDestroyInVault(vault), pseudonymised)).toEqual(
      await objectsOf(pseudonymised),
    );
    expect(await keysOf(deps.pseudonymised)).toEqual([]);
  });

  it('is made anew, as another version, of the same bytes', async () => {
    const deps = dataDeps(stage(), { themes: offencesShelf() });
    const { curated, pseudonymised } = await versionsOfRelease(deps);
    await pastRetention(curated);
    await stage().run(makeDestroyVersion(deps), curated);
    const again = await stage().run(makeCurateDataset(deps), pseudonymised);
    expect(again.version).not.toBe(curated);
    expect(again.manifest.objects.map(({ sha256 }) => sha256)).toEqual(
      (await objectsOf(curated)).map(({ sha256 }) => sha256),
    );
    expect(await keysOf(deps.curated)).toEqual(again.manifest.objects.map(({ key }) => key));
  });

  it('stays where it does not stand in quarantine, or its source is under a legal hold when the worker begins', async () => {
    const deps = dataDeps(stage(), { themes: offencesShelf() });
    const { curated, result, pseudonymised } = await versionsOfRelease(deps);
    expect(await stage().run(makeDestroyVersion(deps), curated)).toEqual([]);
    for (const version of [curated, result, pseudonymised]) await pastRetention(version);
    await stage().append('holdPlaced', {
      sourceId: SOURCE.id,
      by: staff('f', 'auditor'),
      reason: 'a case',
    });
    const vault = vaultDeps(stage(), { pseudonymised: deps.pseudonymised });
    for (const version of [curated, result])
      expect(await stage().run(makeDestroyVersion(deps), version)).toBeNull();
    expect(await stage().run(makeDestroyInVault(vault), pseudonymised)).toBeNull();
    expect([...(await keysOf(deps.curated)), ...(await keysOf(deps.pseudonymised))]).toHaveLength(2);
    expect(await keysOf(deps.result)).not.toEqual([]);
  });
});
