import { beforeAll, describe, expect, it } from 'vitest';
import { digest } from '../../../catalog/testing/life-parts.js';
import { demo } from '../../../policy/testing/asked.js';
import { withClient } from '../../catalog-session.js';
import { curatedSource, submittedBy } from '../../testing/curated-source.js';
import { stageForTests } from '../../testing/stage.js';
import { inputFacts } from './input-facts.js';

const stage = stageForTests();
const kwb = demo('cbs-kwb-2024');
const bag = demo('bag');
const hashes = { kwb: '', bag: '' };
beforeAll(async () => {
  hashes.kwb = await submittedBy(stage(), kwb);
  hashes.bag = await submittedBy(stage(), bag);
});

/** What the gate is told of one curated version. */
async function told(version: string) {
  const { inputs } = await withClient(stage().pool('sluis_control'), (client) =>
    inputFacts(client, [{ version, columns: [] }]),
  );
  const [{ lineage, ancestors } = { lineage: 'absent', ancestors: [] }] = inputs;
  return { lineage, ancestors: ancestors.map(({ sourceId }) => sourceId) };
}

describe('what an input was made from', () => {
  const own = () => ({ sourceId: kwb.sourceId, contractHash: hashes.kwb });
  const foreign = () => ({ sourceId: bag.sourceId, contractHash: hashes.bag });

  it("is nothing else for a source's own dataset: each step of it stands in the log, down to the landing", async () => {
    const version = await curatedSource(stage(), { ...own(), digits: ['10', '11', '12'] });
    expect(await told(version)).toEqual({ lineage: 'complete', ancestors: [] });
  });

  it('is every other contract that a step behind it rests on, however far behind', async () => {
    const behind = await curatedSource(stage(), { ...foreign(), digits: ['20', '21', '22'] });
    const derived = await curatedSource(stage(), {
      ...own(),
      digits: ['23', '24', '25'],
      madeFrom: [digest('24'), behind],
    });
    expect(await told(derived)).toEqual({ lineage: 'complete', ancestors: [bag.sourceId] });
    const again = await curatedSource(stage(), { ...own(), digits: ['26', '27', '28'], madeFrom: [derived] });
    expect(await told(again)).toEqual({ lineage: 'complete', ancestors: [bag.sourceId] });
  });

  it.each([
    ['nothing', ['30', '31', '32'], []],
    ['something that no log knows', ['33', '34', '35'], [digest('34'), digest('ee')]],
  ] as const)('is not known where it says that it was made from %s', async (_, digits, madeFrom) => {
    const version = await curatedSource(stage(), { ...own(), digits, madeFrom });
    expect((await told(version)).lineage).toBe('unknown');
  });
});
