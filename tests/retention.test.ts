import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { releaseDemo } from '../demo/releasing.js';
import { approveByAll, within } from '../demo/waiting.js';
import type { Zone } from '../domain/names.js';
import { waitingFor } from '../domain/request.js';
import { down, openAccess, up } from '../infra/access.js';
import { repositoryRoot } from '../infra/home.js';
import { stopWorkers } from '../infra/processes.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { type LineageNode, lineage, parseLineageTarget } from '../operations/lineage.js';
import { imposeMeasure, requestLifting } from '../operations/measures.js';
import { listQuarantines, showQuarantine } from '../operations/quarantine.js';
import { sweepRetentionDaily } from '../operations/sweep-retention.js';
import { verifyAudit } from '../operations/verify.js';
import { releasedTable } from './stack.js';
import { type CaseStack, startCaseStack } from './worked-cases-stack.js';

/**
 * Landing is kept for 14 days by both contracts, results for half a year, what is pseudonymised and curated for a year; a
 * restricted dataset for half a year.
 */
const [A_FORTNIGHT_LATER, A_YEAR_LATER] = [20, 380];
const THEME = 'instroom-drugs';
const HOLD = { measure: 'hold', sourceId: 'brp' } as const;
const SOURCES = ['brp', 'politie-verdachte'] as const;

let stack: CaseStack;
let access: CaseStack['access'];
let city: WrittenCity;
let releaseId = '';
let released: unknown;

beforeAll(async () => {
  stack = await startCaseStack([]);
  access = stack.access;
  city = await writeCity({ persons: 2000, seed: 1, folder: join(stack.home.root, 'city') });
  await onboardDemo(access, repositoryRoot(), `demo/linkage-domains/${THEME}.yaml`);
  for (const id of SOURCES) {
    expect(await stack.onboard(id)).toBe('approved');
    expect((await deliverDemo(access, id, [fileOf(id)])).state.stage).toBe('curated');
  }
  releaseId = await releaseDemo(access, THEME);
  released = await releasedTable(stack, releaseId, 'instroom');
}, 300_000);
afterAll(async () => {
  if (access !== stack?.access) await access?.close?.();
  await stack?.stop();
});

const fileOf = (id: (typeof SOURCES)[number]) => city.files[id === 'brp' ? 'brp' : 'politie_verdachte'];
const by = (account: string) => demoAccount(account, 'demo');

async function objectsIn(zone: Zone): Promise<number> {
  let count = 0;
  for await (const _ of stack.zone(zone).list('')) count += 1;
  return count;
}
const inEachZone = async () =>
  Object.fromEntries(
    await Promise.all(
      (['landing', 'pseudonymised', 'curated', 'result', 'released'] as const).map(
        async (zone) => [zone, await objectsIn(zone)] as const,
      ),
    ),
  );

/** What stands in quarantine because its retention has passed, by zone, source and state; once nothing waits any more. */
const erased = () =>
  within('the destruction', 120, async () => {
    const past = (await listQuarantines(access)).filter(({ pastRetention }) => pastRetention);
    if (past.some(({ state }) => state !== 'destroyed')) return null;
    return past.map(({ zone, sourceId }) => `${zone} ${sourceId}`).sort();
  });
const verified = async () => (await verifyAudit(access)).findings;

/** The zones in which the lineage of the released figures ends, and the deliveries there. */
async function originOfReleased() {
  const tree = await lineage(access, parseLineageTarget(`${THEME}.instroom.value`), {
    direction: 'up',
    depth: 64,
  });
  const leaves = (node: LineageNode): LineageNode[] =>
    node.next.length === 0 ? [node] : node.next.flatMap(leaves);
  return [...new Set(leaves(tree).map(({ zone, dataset }) => `${zone} ${dataset}`))].sort();
}
const ORIGIN = ['landing brp', 'landing politie-verdachte'];

describe('what nobody asks a gate for', () => {
  it('goes by the sweep of a start once its zone may keep it no longer: what landed first, with its keys', async () => {
    const before = await inEachZone();
    expect(before.landing).toBe(2);
    await up(stack.home);
    expect(await erased()).toEqual([]);
    stack.setDaysAhead(A_FORTNIGHT_LATER);
    await up(stack.home);
    await within('the sweep', 60, async () => ((await objectsIn('landing')) === 0 ? 'swept' : null));
    expect(await erased()).toEqual(['landing brp', 'landing politie-verdachte']);
    expect(await inEachZone()).toEqual({ ...before, landing: 0 });
    const { rows } = await stack.superuser.query(
      `SELECT d.state, q.keys FROM catalog.delivery d JOIN catalog.quarantine q ON q.subject_id = d.delivery_id`,
    );
    expect(rows).toEqual([
      { state: 'curated', keys: 1 },
      { state: 'curated', keys: 1 },
    ]);
    expect(await originOfReleased()).toEqual(ORIGIN);
    expect(await verified()).toEqual([]);
  });
});

describe('what a gate refuses because its retention has passed', () => {
  it('is erased, and not what rests on a source under a legal hold', async () => {
    await imposeMeasure(access, { ...HOLD, by: by('auditor'), reason: 'a case' });
    const before = await inEachZone();
    stack.setDaysAhead(A_YEAR_LATER);
    const run = await stack.run(THEME);
    expect(run).toMatchObject({ stage: 'refused', codes: ['T01'] });
    await within('its erasure', 60, async () =>
      (await objectsIn('curated')) < (before.curated ?? 0) ? 'begun' : null,
    );
    expect(await erased()).toEqual([
      'curated politie-verdachte',
      ...ORIGIN,
      'pseudonymised politie-verdachte',
    ]);
    const after = await inEachZone();
    expect([after.pseudonymised, after.result, after.released]).toEqual([1, before.result, before.released]);
    expect(await verified()).toEqual([]);
  });

  it('comes in again when it is delivered again, as its cure says', async () => {
    const again = await deliverDemo(access, 'politie-verdachte', [fileOf('politie-verdachte')]);
    expect(again.state.stage).toBe('curated');
    const { rows } = await stack.superuser.query(
      `SELECT state, count(*)::int AS versions FROM catalog.dataset_version
       WHERE dataset = 'politie-verdachte' AND zone = 'curated' GROUP BY state ORDER BY state`,
    );
    expect(rows).toEqual([
      { state: 'current', versions: 1 },
      { state: 'destroyed', versions: 1 },
    ]);
  });
});

describe('a delivery whose review outlasts the retention of its zone', () => {
  it('is refused by T01 when its gate is asked again, and is destroyed at the term of its quarantine', async () => {
    const few = await writeCity({ persons: 500, seed: 2, folder: join(stack.home.root, 'few') });
    const delivering = await deliver(access, {
      sourceId: 'politie-verdachte',
      files: [few.files.politie_verdachte],
      deliverer: by('provider'),
      quarantining: { destroyWithin: 1, askAgainAfter: 200 },
    });
    const { review } = await within('the review', 60, async () => {
      const state = await delivering.state();
      return state.review ? { review: state.review } : null;
    });
    const { requestId } = review.request;
    expect(requestId).toBe(`${delivering.deliveryId}:G3`);
    stack.setDaysAhead(2 * A_YEAR_LATER);
    await approveByAll(access, requestId, waitingFor(review), 'read');
    expect(await delivering.result()).toMatchObject({ stage: 'refused', codes: ['T01'] });
    stack.setDaysAhead(A_YEAR_LATER);
    await within('its destruction', 60, async () => {
      const standing = await showQuarantine(access, delivering.deliveryId);
      return standing.state === 'destroyed' ? standing : null;
    });
    const standing = await showQuarantine(access, delivering.deliveryId);
    expect(standing).toMatchObject({ codes: ['T01'], keys: 1, pastRetention: false });
    expect(await verified()).toEqual([]);
  });
});

describe('what a legal hold kept', () => {
  it('goes after its lifting, also where a worker was away and Temporal forgot it; what was released stays', async () => {
    const lifting = await requestLifting(access, { ...HOLD, by: by('steward'), reason: 'settled' });
    await within('the request to lift', 30, lifting.state);
    await approveByAll(access, lifting.requestId, ['privacy-officer'], 'read');
    await stopWorkers(stack.home, ['data']);
    await sweepRetentionDaily(access);
    await within('the sweep', 60, async () => {
      const past = (await listQuarantines(access)).filter(({ zone }) => zone === 'result');
      return past.length > 0 ? 'quarantined' : null;
    });
    expect(await objectsIn('result')).toBeGreaterThan(0);
    await stopWorkers(stack.home);
    await down(stack.home, { wipe: false });
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(stack.home.servers, 'temporal', `temporal.db${end}`), { force: true });
    await up(stack.home);
    access = { ...(await openAccess(stack.home)), themes: access.themes };
    await within('the end', 60, async () => ((await objectsIn('result')) === 0 ? 'erased' : null));
    const gone = await erased();
    expect(gone).toEqual(expect.arrayContaining(['curated brp', 'pseudonymised brp']));
    // The result, and the tables of its release.
    expect(gone.filter((one) => one.startsWith('result '))).toHaveLength(2);
    // What was delivered again is younger, and stays.
    expect(await inEachZone()).toMatchObject({ landing: 1, pseudonymised: 1, curated: 1, result: 0 });
    expect(await releasedTable(stack, releaseId, 'instroom')).toEqual(released);
    expect(await originOfReleased()).toEqual(ORIGIN);
    expect(await verified()).toEqual([]);
  });
});
