import { beforeAll, describe, expect, it } from 'vitest';
import { staff } from '../../catalog/testing/life-parts.js';
import { withClient } from '../catalog-session.js';
import type { OpenedDelivery } from '../contract.js';
import { stageForTests } from '../testing/stage.js';
import {
  CSV,
  csvOf,
  keysOf,
  openDelivery,
  ROWS,
  SOURCE,
  send,
  submitSource,
  vaultDeps,
} from '../testing/vault-stage.js';
import { makeAbortDelivery, removeAborted } from './abort-delivery.js';
import { addAttempt, attemptsOf } from './attempts.js';
import { makeLand, makeOpenDelivery, sealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const land = (deps: VaultDeps, ...given: Parameters<ReturnType<typeof makeLand>>) =>
  stage()
    .environment()
    .run(makeLand(deps), ...given);

async function secondAttempt(deps: VaultDeps, deliveryId: string): Promise<string> {
  const attempt = `${deliveryId}.2`;
  const { keyId } = await deps.keys.createKey({ kind: 'landing', attempt });
  const tokenHash = '0'.repeat(64);
  await withClient(deps.pool, (client) => addAttempt(client, { attempt, deliveryId, keyId, tokenHash }));
  return attempt;
}

describe('opening a delivery', () => {
  it('gives the same delivery to each attempt of a run, another to another run, and none under a foreign contract', async () => {
    const deps = vaultDeps(stage());
    const order = {
      sourceId: SOURCE.id,
      contractHash: SOURCE.hash,
      tokenHash: '1'.repeat(64),
      parts: 1,
      deliveredBy: { account: 'd', person: 'd', roles: ['provider'], organisation: '0' },
    } as const;
    const open = (workflowId: string) =>
      stage()
        .environment(workflowId)
        .run<[], OpenedDelivery, () => Promise<OpenedDelivery>>(() => makeOpenDelivery(deps)(order));
    const first = await open('ingest:1');
    expect(await open('ingest:1')).toEqual(first);
    expect((await open('ingest:2')).deliveryId).not.toBe(first.deliveryId);
    const attempts = await withClient(deps.pool, (client) => attemptsOf(client, first.deliveryId));
    expect(attempts.map(({ attempt }) => attempt)).toEqual([first.attempt]);
    const other = () => makeOpenDelivery(deps)({ ...order, sourceId: 'another-source' });
    await expect(
      stage().environment('ingest:3').run<[], OpenedDelivery, typeof other>(other),
    ).rejects.toMatchObject({ code: 'UsageInvalid' });
  });
});

describe('landing', () => {
  it('seals the parts that the sender read, in order, and again is harmless', async () => {
    const deps = vaultDeps(stage());
    const opened = await openDelivery(stage(), deps);
    const sent = await send(deps, opened, CSV, csvOf(ROWS.slice(0, 2)));
    await land(deps, opened.deliveryId, opened.attempt, sent);
    await land(deps, opened.deliveryId, opened.attempt, sent);
    const sealed = await withClient(deps.pool, (client) => sealedLanding(client, opened.deliveryId));
    expect(sealed.attempt).toBe(opened.attempt);
    expect(sealed.parts.map(({ part, sha256, bytes }) => ({ part, sha256, bytes }))).toEqual(sent);
  });

  it.each([
    ['another digest', [{ part: 1, sha256: '0'.repeat(64), bytes: CSV.length }]],
    ['a part more', [1, 2].map((part) => ({ part, sha256: '0'.repeat(64), bytes: CSV.length }))],
    ['no parts', []],
  ])('refuses %s than what arrived, and seals nothing', async (_what, announced) => {
    const deps = vaultDeps(stage());
    const opened = await openDelivery(stage(), deps);
    await send(deps, opened, CSV);
    await expect(land(deps, opened.deliveryId, opened.attempt, announced)).rejects.toMatchObject({
      code: 'SourceMalformed',
    });
    await expect(
      withClient(deps.pool, (client) => sealedLanding(client, opened.deliveryId)),
    ).rejects.toMatchObject({ code: 'DeliveryUnknown' });
  });

  it('keeps nothing of the other attempts: no object, and no key that could read one', async () => {
    const deps = vaultDeps(stage());
    const opened = await openDelivery(stage(), deps);
    await send(deps, opened, CSV);
    const attempt = await secondAttempt(deps, opened.deliveryId);
    const sent = await send(deps, { ...opened, attempt }, CSV);
    await land(deps, opened.deliveryId, attempt, sent);
    expect(await keysOf(deps.landing)).toEqual([`${opened.deliveryId}/${attempt}/1`]);
    const [first] = await deps.keys.attest({ kind: 'landing', attempt: opened.attempt });
    expect(first?.state).toBe('destroyed');
    const [second] = await deps.keys.attest({ kind: 'landing', attempt });
    expect(second?.state).toBe('active');
  });

  it('takes no attempt of another delivery', async () => {
    const deps = vaultDeps(stage());
    const mine = await openDelivery(stage(), deps);
    const other = await openDelivery(stage(), deps);
    const sent = await send(deps, other, CSV);
    await expect(land(deps, mine.deliveryId, other.attempt, sent)).rejects.toMatchObject({
      code: 'TokenRefused',
    });
  });
});

describe('aborting a delivery', () => {
  const abort = (deps: VaultDeps, deliveryId: string) => stage().run(makeAbortDelivery(deps), deliveryId);
  const called = (deliveryId: string) =>
    stage().append('deliveryAborted', { deliveryId, cause: 'sender-gave-up' });
  const keyOf = async (deps: VaultDeps, attempt: string) =>
    (await deps.keys.attest({ kind: 'landing', attempt }))[0]?.state;

  it('removes the objects and destroys the keys of all its attempts, and again is harmless', async () => {
    const deps = vaultDeps(stage());
    const opened = await openDelivery(stage(), deps);
    await send(deps, opened, CSV);
    const attempt = await secondAttempt(deps, opened.deliveryId);
    await send(deps, { ...opened, attempt }, CSV);
    await called(opened.deliveryId);
    expect(await abort(deps, opened.deliveryId)).toBe('removed');
    expect(await abort(deps, opened.deliveryId)).toBe('removed');
    expect(await keysOf(deps.landing)).toEqual([]);
    for (const one of [opened.attempt, attempt]) expect(await keyOf(deps, one)).toBe('destroyed');
  });

  it('removes nothing that the log does not call aborted, whoever asks', async () => {
    const deps = vaultDeps(stage());
    const opened = await openDelivery(stage(), deps);
    const sent = await send(deps, opened, CSV);
    await expect(abort(deps, opened.deliveryId)).rejects.toMatchObject({ code: 'CatalogConflict' });
    await land(deps, opened.deliveryId, opened.attempt, sent);
    const landing = await withClient(deps.pool, (client) => sealedLanding(client, opened.deliveryId));
    await stage().append('deliveryLanded', landing);
    await expect(abort(deps, opened.deliveryId)).rejects.toMatchObject({ code: 'CatalogConflict' });
    expect(await keysOf(deps.landing)).toEqual([`${opened.deliveryId}/${opened.attempt}/1`]);
    expect(await keyOf(deps, opened.attempt)).toBe('active');
  });

  it('leaves nothing behind where its workflow was lost after the log: the vault ends it at its start', async () => {
    const deps = vaultDeps(stage());
    const [lost, open] = [await openDelivery(stage(), deps), await openDelivery(stage(), deps)];
    for (const one of [lost, open]) await send(deps, one, CSV);
    await called(lost.deliveryId);
    await removeAborted(deps);
    expect(await keysOf(deps.landing)).toEqual([`${open.deliveryId}/${open.attempt}/1`]);
    expect([await keyOf(deps, lost.attempt), await keyOf(deps, open.attempt)]).toEqual([
      'destroyed',
      'active',
    ]);
  });

  it('keeps what came for a legal hold on its source, until that is lifted', async () => {
    const deps = vaultDeps(stage());
    const opened = await openDelivery(stage(), deps);
    await send(deps, opened, CSV);
    await called(opened.deliveryId);
    const by = staff('h', 'auditor');
    await stage().append('holdPlaced', { sourceId: SOURCE.id, by, reason: 'a complaint' });
    expect(await abort(deps, opened.deliveryId)).toBe('held');
    await removeAborted(deps);
    expect(await keyOf(deps, opened.attempt)).toBe('active');
    await stage().pool('sluis_control').query("UPDATE catalog.measure SET state = 'unheld'");
    await removeAborted(deps);
    expect(await keyOf(deps, opened.attempt)).toBe('destroyed');
  });
});
