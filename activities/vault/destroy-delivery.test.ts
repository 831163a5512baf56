import { beforeAll, describe, expect, it } from 'vitest';
import { asking, digest, staff } from '../../catalog/testing/life-parts.js';
import { within } from '../../operations/waiting.js';
import { withClient } from '../catalog-session.js';
import { makeQuarantineCopies } from '../control/quarantining.js';
import { controlDeps, PROFILED, recordMade } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import { CSV, csvOf, keysOf, landed, ROWS, SOURCE, submitSource, vaultDeps } from '../testing/vault-stage.js';
import { sealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { makeDestroyDelivery, makeRemoveCopies } from './destroy-delivery.js';
import { makePseudonymiseDelivery } from './pseudonymise-delivery.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const pseudonymise = (deps: VaultDeps, id: string) => stage().run(makePseudonymiseDelivery(deps), id);
const removeCopies = (deps: VaultDeps, id: string, versions: readonly string[] = []) =>
  stage().run(makeRemoveCopies(deps), { kind: 'delivery', id }, versions);
/** As control records it once the vault has sealed it. */
const recordLanded = async (deps: VaultDeps, id: string) =>
  stage().append('deliveryLanded', await withClient(deps.pool, (client) => sealedLanding(client, id)));
const recordProfiled = async (deps: VaultDeps, deliveryId: string) => {
  await recordLanded(deps, deliveryId);
  await stage().append('deliveryProfiled', { deliveryId, ...PROFILED });
};
const refuse = (deliveryId: string) =>
  stage().append('deliveryRefused', { deliveryId, gate: 'G2', codes: ['S05'] });

describe('removeCopies', () => {
  it('removes what was made when the delivery was stopped, though no event speaks of it, and it is made anew later', async () => {
    const deps = vaultDeps(stage());
    const stopped = await landed(stage(), deps, CSV);
    await recordLanded(deps, stopped);
    const first = await pseudonymise(deps, stopped);
    await refuse(stopped);
    const removed = await removeCopies(deps, stopped);
    expect(removed).toEqual([
      {
        of: null,
        objects: first.manifest.objects.map(({ key, sha256 }) => ({ zone: 'pseudonymised', key, sha256 })),
      },
    ]);
    expect(await keysOf(deps.pseudonymised)).toEqual([]);
    expect(await removeCopies(deps, stopped)).toEqual(removed);
    const again = await landed(stage(), deps, CSV);
    const second = await pseudonymise(deps, again);
    expect(second.version).not.toBe(first.version);
    expect(second.manifest.objects[0]?.sha256).toBe(first.manifest.objects[0]?.sha256);
    expect(await keysOf(deps.pseudonymised)).toEqual(second.manifest.objects.map(({ key }) => key));
    expect((await pseudonymise(deps, again)).version).toBe(second.version);
  });

  it('leaves what another delivery of the same bytes rests on, until that is refused too', async () => {
    const deps = vaultDeps(stage());
    const bytes = csvOf(ROWS.slice(0, 3));
    const stopped = await landed(stage(), deps, bytes);
    const other = await landed(stage(), deps, bytes);
    for (const id of [stopped, other]) {
      await recordLanded(deps, id);
      await pseudonymise(deps, id);
    }
    await refuse(stopped);
    expect(await removeCopies(deps, stopped)).toEqual([]);
    expect(await keysOf(deps.pseudonymised)).toHaveLength(1);
    await refuse(other);
    expect(await removeCopies(deps, other)).toHaveLength(1);
    expect(await keysOf(deps.pseudonymised)).toEqual([]);
  });
});

/** A delivery whose copy stands in the log, refused and in quarantine. */
async function refusedAfterPseudonymisation(deps: VaultDeps, bytes: Buffer) {
  const id = await landed(stage(), deps, bytes);
  await recordProfiled(deps, id);
  const made = await pseudonymise(deps, id);
  await recordMade(stage(), { type: 'pseudonymised', version: made.version, id, zone: 'pseudonymised' });
  await refuse(id);
  await stage().append('quarantined', {
    subject: { kind: 'delivery', id },
    sourceId: SOURCE.id,
    zone: 'curated',
    codes: ['S05'],
    destroyBy: '2026-05-01T00:00:00.000Z',
    breachAssessment: 'not-needed',
  });
  return { id, made };
}
const quarantineCopies = (id: string) =>
  stage().run(makeQuarantineCopies(controlDeps(stage())), { kind: 'delivery', id });

describe('a second delivery of the same bytes', () => {
  it('that comes between the decision to remove and the removal is given a version of its own, which stays', async () => {
    const deps = vaultDeps(stage());
    const bytes = csvOf(ROWS.slice(1));
    const { id, made } = await refusedAfterPseudonymisation(deps, bytes);
    expect(await quarantineCopies(id)).toEqual([made.version]);
    const second = await landed(stage(), deps, bytes);
    await recordProfiled(deps, second);
    const own = await pseudonymise(deps, second);
    expect(own.version).not.toBe(made.version);
    await recordMade(stage(), {
      type: 'pseudonymised',
      version: own.version,
      id: second,
      zone: 'pseudonymised',
    });
    // Asked again, as after a crash: that another has landed meanwhile keeps nothing that stands in quarantine.
    expect(await quarantineCopies(id)).toEqual([made.version]);
    expect(await removeCopies(deps, id, [made.version])).toMatchObject([{ of: made.version }]);
    expect(await keysOf(deps.pseudonymised)).toEqual(own.manifest.objects.map(({ key }) => key));
    expect((await pseudonymise(deps, second)).version).toBe(own.version);
  });

  it('that comes while what no event speaks of is being removed waits for that, and is made anew', async () => {
    const deps = vaultDeps(stage());
    const bytes = csvOf(ROWS.slice(2));
    const stopped = await landed(stage(), deps, bytes);
    await recordLanded(deps, stopped);
    const first = await pseudonymise(deps, stopped);
    await refuse(stopped);
    const second = await landed(stage(), deps, bytes);
    let own: ReturnType<typeof pseudonymise> | undefined;
    const meanwhile = async () => {
      await recordLanded(deps, second);
      own = pseudonymise(deps, second);
      await Promise.race([own, lockIsWaitedFor()]);
    };
    await removeCopies({ ...deps, pool: beforeTheMark(deps.pool, meanwhile) }, stopped);
    const made = await own;
    expect(made?.version).not.toBe(first.version);
    expect(await keysOf(deps.pseudonymised)).toEqual(made?.manifest.objects.map(({ key }) => key));
  });
});

/** A pool with which something happens after it was looked whether another rests on a copy, and before it is marked. */
function beforeTheMark(pool: VaultDeps['pool'], meanwhile: () => Promise<void>): VaultDeps['pool'] {
  const connect = async () => {
    const client = await pool.connect();
    const query = async (text: string, values: readonly unknown[] = []) => {
      const isMark = text.startsWith('INSERT INTO') && String(values[0]).startsWith('removed:');
      if (isMark) await meanwhile();
      return await client.query(text, [...values]);
    };
    return { query, release: () => client.release() };
  };
  return { connect } as unknown as VaultDeps['pool'];
}

async function liftHolds(): Promise<void> {
  const { rows } = await stage()
    .pool('sluis_control')
    .query<{ id: string }>("SELECT measure_id AS id FROM catalog.measure WHERE state = 'held'");
  const measures = rows.map(({ id }) => id);
  const requestId = `unhold:${SOURCE.id}:2`;
  await stage().append('liftingRequested', {
    ...asking(requestId, digest('1'), ['privacy-officer']),
    sourceId: SOURCE.id,
    lifts: 'hold',
    measures,
    requester: staff('b', 'steward'),
    reason: 'settled',
  });
  await stage().append('holdLifted', { requestId, sourceId: SOURCE.id, measures });
}

/** Until somebody waits for the lock of an output. */
const lockIsWaitedFor = () =>
  within('a wait for the lock of an output', 30, async () => {
    const { rowCount } = await stage()
      .pool('sluis_control')
      .query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    return rowCount === 0 ? null : true;
  });

describe('destroyDelivery', () => {
  it('touches nothing while a legal hold stands, whatever was found before it, and goes on when it is lifted', async () => {
    const deps = vaultDeps(stage());
    const id = await landed(stage(), deps, csvOf(ROWS.slice(0, 1)));
    const lying = await keysOf(deps.landing);
    const destroy = () => stage().run(makeDestroyDelivery(deps), id);
    const held = { sourceId: SOURCE.id, by: staff('a', 'auditor'), reason: 'a court asked' };
    await stage().append('holdPlaced', held);
    expect(await destroy()).toBeNull();
    expect(await keysOf(deps.landing)).toEqual(lying);
    await liftHolds();
    expect(await destroy()).toMatchObject({ objects: [{ key: lying[0] }] });
    expect(await keysOf(deps.landing)).toEqual([]);
  });

  it('removes every part and the key, answers both, and answers the same when it is done again', async () => {
    const deps = vaultDeps(stage());
    const other = await landed(stage(), deps, CSV);
    const id = await landed(stage(), deps, csvOf(ROWS.slice(0, 2)), csvOf(ROWS.slice(2)));
    const { attempt, parts, keyId } = await withClient(deps.pool, (client) => sealedLanding(client, id));
    const destroy = () => stage().run(makeDestroyDelivery(deps), id);
    const destroyed = await destroy();
    expect(destroyed).toEqual({
      objects: parts.map(({ key, cipherSha256 }) => ({ zone: 'landing', key, sha256: cipherSha256 })),
      keyIds: [keyId],
    });
    expect(await destroy()).toEqual(destroyed);
    expect((await keysOf(deps.landing)).every((key) => key.startsWith(`${other}/`))).toBe(true);
    await expect(deps.keys.lease({ kind: 'landing', attempt })).rejects.toMatchObject({
      code: 'KeyDestroyed',
    });
  });
});
