import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../lake/object-store.js';
import { dataDeps, pseudonymised, pseudonymisedBy } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import {
  breaksOffOnce,
  breaksOffReadingOnce,
  bytesOf,
  CSV,
  csvOf,
  keysOf,
  ROWS,
  submitSource,
  vaultDeps,
} from '../testing/vault-stage.js';
import { makeCurateDataset } from './curate-dataset.js';
import type { DataDeps } from './deps.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const curate = (deps: DataDeps, version: string) => stage().run(makeCurateDataset(deps), version);

describe('curateDataset', () => {
  it('keeps every record and person, converted, in the curated zone alone', async () => {
    const deps = dataDeps(stage());
    const { version } = await pseudonymised(stage(), deps, CSV);
    const made = await curate(deps, version);
    expect(made).toMatchObject({ rows: ROWS.length, manifest: { zone: 'curated', inputs: [version] } });
    const [key = ''] = await keysOf(deps.curated);
    const bytes = await bytesOf(deps.curated, key);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const rows = await parquetReadObjects({ file, compressors });
    expect(new Set(rows.map((row) => JSON.stringify(row.person))).size).toBe(5);
    // By hand: of the six registrations four are of 2023 and 2024 in Den Haag.
    expect(rows.filter((row) => row.gemeente_code === 'GM0518')).toHaveLength(4);
    expect(rows.map((row) => String(row.jaar)).sort()).toEqual([
      '2022',
      '2023',
      '2023',
      '2023',
      '2024',
      '2024',
    ]);
    expect(await keysOf(deps.result)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
  });

  it('gives a retry what is sealed, and writes once', async () => {
    const plain = dataDeps(stage());
    let puts = 0;
    const put: ObjectStore['put'] = (...given) => {
      puts += 1;
      return plain.curated.put(...given);
    };
    const deps = { ...plain, curated: { ...plain.curated, put } };
    const { version } = await pseudonymised(stage(), deps, CSV);
    const first = await curate(deps, version);
    expect(await curate(deps, version)).toEqual(first);
    expect(puts).toBe(1);
  });

  it('answers under newer code what was made of it before: people may have decided on that', async () => {
    const deps = dataDeps(stage());
    const { version } = await pseudonymised(stage(), deps, CSV);
    const made = await curate(deps, version);
    expect(await curate({ ...deps, codeVersion: 'newer code' }, version)).toEqual(made);
    expect(await keysOf(deps.curated)).toHaveLength(1);
  });

  it('leaves nothing of an upload that broke off, and the retry gives the same bytes', async () => {
    const plain = dataDeps(stage());
    const deps = { ...plain, curated: breaksOffOnce(plain.curated) };
    const vault = vaultDeps(stage(), { pseudonymised: plain.pseudonymised });
    const { version } = await pseudonymisedBy(stage(), vault, CSV);
    await expect(curate(deps, version)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await keysOf(plain.curated)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
    const retried = await curate(deps, version);
    // The same bytes as another version, of which nothing is sealed.
    const other = await pseudonymisedBy(stage(), { ...vault, codeVersion: 'other code' }, CSV);
    const undisturbed = await curate(plain, other.version);
    expect(undisturbed.version).not.toBe(retried.version);
    expect(retried.manifest.objects[0]?.sha256).toBe(undisturbed.manifest.objects[0]?.sha256);
  });

  it('takes half an input for no input, and the retry gives the whole', async () => {
    const plain = dataDeps(stage());
    const { version } = await pseudonymised(stage(), plain, CSV);
    const deps = { ...plain, pseudonymised: breaksOffReadingOnce(plain.pseudonymised) };
    await expect(curate(deps, version)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await keysOf(deps.curated)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
    expect((await curate(deps, version)).rows).toBe(ROWS.length);
  });

  it('stops when it is cancelled midway, and the next attempt gives the whole', async () => {
    const deps = dataDeps(stage());
    const { version } = await pseudonymised(stage(), deps, CSV);
    const environment = stage().environment();
    const get: ObjectStore['get'] = async (key) => {
      environment.cancel();
      return await deps.pseudonymised.get(key);
    };
    const cancelled = makeCurateDataset({ ...deps, pseudonymised: { ...deps.pseudonymised, get } });
    await expect(environment.run(cancelled, version)).rejects.toThrow();
    expect(await keysOf(deps.curated)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
    expect((await curate(deps, version)).rows).toBe(ROWS.length);
  });

  it('refuses an input whose bytes are not what was sealed', async () => {
    const deps = dataDeps(stage());
    const { version, manifest } = await pseudonymised(stage(), deps, CSV);
    await deps.pseudonymised.put(manifest.objects[0]?.key ?? '', csvOf(ROWS));
    await expect(curate(deps, version)).rejects.toMatchObject({ code: 'DigestMismatch' });
    expect(await keysOf(deps.curated)).toEqual([]);
  });

  it('makes nothing of a version that stands in quarantine, or that no event speaks of', async () => {
    const deps = dataDeps(stage());
    const { version, deliveryId } = await pseudonymised(stage(), deps, CSV);
    await expect(curate(deps, '0'.repeat(64))).rejects.toMatchObject({ code: 'DatasetUnknown' });
    await stage().append('quarantined', {
      subject: { kind: 'dataset-version', id: version },
      sourceId: deliveryId,
      zone: 'pseudonymised',
      codes: ['K02'],
      destroyBy: '2026-05-01',
      breachAssessment: 'not-needed',
    });
    await expect(curate(deps, version)).rejects.toMatchObject({ code: 'DatasetUnknown' });
  });
});
