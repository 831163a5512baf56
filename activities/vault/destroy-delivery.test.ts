import { beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../catalog-session.js';
import { stageForTests } from '../testing/stage.js';
import { CSV, csvOf, keysOf, landed, ROWS, submitSource, vaultDeps } from '../testing/vault-stage.js';
import { sealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { makeDestroyDelivery, makeRemoveCopies } from './destroy-delivery.js';
import { makePseudonymiseDelivery } from './pseudonymise-delivery.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const pseudonymise = (deps: VaultDeps, id: string) => stage().run(makePseudonymiseDelivery(deps), id);
const removeCopies = (deps: VaultDeps, id: string, versions: readonly string[] = []) =>
  stage().run(makeRemoveCopies(deps), id, versions);
/** As control records it once the vault has sealed it. */
const recordLanded = async (deps: VaultDeps, id: string) =>
  stage().append('deliveryLanded', await withClient(deps.pool, (client) => sealedLanding(client, id)));
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
        of: first.version,
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
    for (const id of [stopped, other]) await recordLanded(deps, id);
    await pseudonymise(deps, stopped);
    await refuse(stopped);
    expect(await removeCopies(deps, stopped)).toEqual([]);
    expect(await keysOf(deps.pseudonymised)).toHaveLength(1);
    await refuse(other);
    expect(await removeCopies(deps, other)).toHaveLength(1);
    expect(await keysOf(deps.pseudonymised)).toEqual([]);
  });
});

describe('destroyDelivery', () => {
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
