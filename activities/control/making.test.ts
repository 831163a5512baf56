import { beforeAll, describe, expect, it } from 'vitest';
import { testBsn } from '../../demo/city/test-bsn.js';
import { makeCurateDataset } from '../data/curate-dataset.js';
import { dataDeps, pseudonymised, recordMade } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import { csvOf, submitSource } from '../testing/vault-stage.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

/** Who may read what becomes curated of suspects with these offences, each another person, in one year and place. */
async function accessTo(offences: readonly string[]): Promise<string | undefined> {
  const deps = dataDeps(stage());
  const rows = offences.map((offence, i) => `${testBsn(i)},2023-05-01,${offence},GM0518`);
  const made = await pseudonymised(stage(), deps, csvOf(rows));
  const { version } = await stage().run(makeCurateDataset(deps), made.version);
  await recordMade(stage(), { type: 'curated', version, id: made.deliveryId, zone: 'curated' });
  const { rows: found } = await stage()
    .pool('sluis_control')
    .query<{ access: string }>('SELECT access FROM catalog.dataset_version WHERE version = $1', [version]);
  return found[0]?.access;
}

describe('a curated dataset of persons', () => {
  it('is restricted where a column of any role singles somebody out, and open where ten agree in all', async () => {
    const ten = Array.from({ length: 10 }, () => 'drugs');
    expect(await accessTo(ten)).toBe('open');
    expect(await accessTo([...ten, 'geweld'])).toBe('restricted');
  });
});
