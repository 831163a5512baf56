import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../lake/object-store.js';
import { stageForTests } from '../testing/stage.js';
import {
  breaksOffOnce,
  breaksOffReadingOnce,
  bytesOf,
  CSV,
  csvOf,
  keysOf,
  landed,
  PERSONS,
  ROWS,
  submitSource,
  vaultDeps,
} from '../testing/vault-stage.js';
import type { VaultDeps } from './deps.js';
import { makeProfileDelivery } from './profile-delivery.js';
import { makePseudonymiseDelivery } from './pseudonymise-delivery.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const profile = (deps: VaultDeps, deliveryId: string) => stage().run(makeProfileDelivery(deps), deliveryId);
const pseudonymise = (deps: VaultDeps, deliveryId: string) =>
  stage().run(makePseudonymiseDelivery(deps), deliveryId);

/** Counts how often a store is read and written. */
function counted(store: ObjectStore) {
  const calls = { gets: 0, puts: 0 };
  const get: ObjectStore['get'] = (key, signal) => {
    calls.gets += 1;
    return store.get(key, signal);
  };
  const put: ObjectStore['put'] = (key, body, signal) => {
    calls.puts += 1;
    return store.put(key, body, signal);
  };
  return { calls, store: { ...store, get, put } };
}

describe('profileDelivery', () => {
  it('counts every record of all parts, and looks once', async () => {
    const plain = vaultDeps(stage());
    const { calls, store } = counted(plain.landing);
    const deps = { ...plain, landing: store };
    const deliveryId = await landed(stage(), deps, csvOf(ROWS.slice(0, 4)), csvOf(ROWS.slice(4)));
    const first = await profile(deps, deliveryId);
    expect(first.rows).toBe(ROWS.length);
    expect(calls.gets).toBe(2);
    expect(await profile(deps, deliveryId)).toEqual(first);
    expect(calls.gets).toBe(2);
    expect(await stage().leftovers()).toEqual([]);
  });

  it('finds nothing where nothing was landed', async () => {
    await expect(profile(vaultDeps(stage()), 'no-such-delivery')).rejects.toMatchObject({
      code: 'DeliveryUnknown',
    });
  });

  it('refuses to go on from bytes that were changed in the store', async () => {
    const deps = vaultDeps(stage());
    const deliveryId = await landed(stage(), deps, CSV);
    const [key = ''] = await keysOf(deps.landing);
    const bytes = await bytesOf(deps.landing, key);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await deps.landing.put(key, bytes);
    await expect(profile(deps, deliveryId)).rejects.toMatchObject({ code: 'DigestMismatch' });
    expect(await stage().leftovers()).toEqual([]);
  });
});

describe('pseudonymiseDelivery', () => {
  it('keeps every record, and no identifier in any byte that it stores', async () => {
    const deps = vaultDeps(stage());
    const made = await pseudonymise(deps, await landed(stage(), deps, CSV));
    expect(made.rows).toBe(ROWS.length);
    expect(made.manifest.columns.map(({ name }) => name).sort()).toEqual(
      ['delictgroep', 'gemeente_code', 'jaar', 'person'].sort(),
    );
    const keys = await keysOf(deps.pseudonymised);
    expect(keys).toEqual(made.manifest.objects.map(({ key }) => key));
    const stored = await bytesOf(deps.pseudonymised, keys[0] ?? '');
    expect(PERSONS.filter((person) => stored.includes(person))).toEqual([]);
    expect(made.invalid).toEqual({ jaar: 0, person: 0 });
    expect(await stage().leftovers()).toEqual([]);
  });

  it('gives a retry what is sealed, without reading or writing again', async () => {
    const plain = vaultDeps(stage());
    const landing = counted(plain.landing);
    const output = counted(plain.pseudonymised);
    const deps = { ...plain, landing: landing.store, pseudonymised: output.store };
    const deliveryId = await landed(stage(), deps, CSV);
    const first = await pseudonymise(deps, deliveryId);
    const before = { ...landing.calls };
    expect(await pseudonymise(deps, deliveryId)).toEqual(first);
    expect(landing.calls).toEqual(before);
    expect(output.calls.puts).toBe(1);
  });

  it('makes the same bytes of the same landing under another data key, and of the parts in one', async () => {
    const deps = vaultDeps(stage());
    const first = await pseudonymise(deps, await landed(stage(), deps, CSV));
    const again = await landed(stage(), deps, CSV);
    // Other code is another output key, so that nothing sealed is found and all is made anew.
    const anew = await pseudonymise({ ...deps, codeVersion: 'other code' }, again);
    const inParts = await landed(stage(), deps, csvOf(ROWS.slice(3)), csvOf(ROWS.slice(0, 3)));
    const [object] = first.manifest.objects;
    for (const other of [anew, await pseudonymise(deps, inParts)]) {
      expect(other.version).not.toBe(first.version);
      expect(other.manifest.objects[0]?.sha256).toBe(object?.sha256);
    }
  });

  it('finds under the same code and keys what another delivery of the same bytes has sealed', async () => {
    const deps = vaultDeps(stage());
    const first = await pseudonymise(deps, await landed(stage(), deps, CSV));
    const second = await pseudonymise(deps, await landed(stage(), deps, CSV));
    expect(second).toEqual(first);
  });

  it('stays what was made for a delivery, whatever code goes on with it; another delivery is made by the new code', async () => {
    const deps = vaultDeps(stage());
    const deliveryId = await landed(stage(), deps, CSV);
    const made = await pseudonymise(deps, deliveryId);
    const upgraded = { ...deps, codeVersion: 'newer code' };
    expect(await pseudonymise(upgraded, deliveryId)).toEqual(made);
    expect(await keysOf(deps.pseudonymised)).toHaveLength(1);
    const anew = await pseudonymise(upgraded, await landed(stage(), deps, CSV));
    expect(anew.manifest.codeVersion).toBe('newer code');
  });

  it('makes other pseudonyms under other keys', async () => {
    const one = vaultDeps(stage());
    const other = vaultDeps(stage());
    const first = await pseudonymise(one, await landed(stage(), one, CSV));
    const second = await pseudonymise(other, await landed(stage(), other, CSV));
    expect(second.manifest.objects[0]?.sha256).not.toBe(first.manifest.objects[0]?.sha256);
  });

  it('leaves nothing of an upload that broke off, and the retry gives the same bytes', async () => {
    const plain = vaultDeps(stage());
    const deps = { ...plain, pseudonymised: breaksOffOnce(plain.pseudonymised) };
    const deliveryId = await landed(stage(), deps, CSV);
    await expect(pseudonymise(deps, deliveryId)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await keysOf(plain.pseudonymised)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
    const retried = await pseudonymise(deps, deliveryId);
    const another = await landed(stage(), plain, CSV);
    const undisturbed = await pseudonymise({ ...plain, codeVersion: 'other code' }, another);
    expect(undisturbed.version).not.toBe(retried.version);
    expect(retried.manifest.objects[0]?.sha256).toBe(undisturbed.manifest.objects[0]?.sha256);
  });

  it('takes half a landing for no landing, and the retry gives the whole', async () => {
    const plain = vaultDeps(stage());
    const deliveryId = await landed(stage(), plain, CSV);
    const deps = { ...plain, landing: breaksOffReadingOnce(plain.landing) };
    await expect(pseudonymise(deps, deliveryId)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await keysOf(plain.pseudonymised)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
    expect((await pseudonymise(deps, deliveryId)).rows).toBe(ROWS.length);
  });

  it('stops when it is cancelled midway, and the next attempt gives the whole', async () => {
    const plain = vaultDeps(stage());
    const deliveryId = await landed(stage(), plain, CSV);
    const environment = stage().environment();
    const get: ObjectStore['get'] = async (key, signal) => {
      environment.cancel();
      return await plain.landing.get(key, signal);
    };
    const cancelled = makePseudonymiseDelivery({ ...plain, landing: { ...plain.landing, get } });
    await expect(environment.run(cancelled, deliveryId)).rejects.toThrow();
    expect(await keysOf(plain.pseudonymised)).toEqual([]);
    expect(await stage().leftovers()).toEqual([]);
    expect((await pseudonymise(plain, deliveryId)).rows).toBe(ROWS.length);
  });

  it('beats while it works, and tells nothing but a count', async () => {
    const deps = vaultDeps(stage());
    const deliveryId = await landed(stage(), deps, CSV);
    const environment = stage().environment();
    const beats: unknown[] = [];
    environment.on('heartbeat', (beat) => beats.push(beat));
    await environment.run(makePseudonymiseDelivery(deps), deliveryId);
    expect(beats[0]).toBe(0);
    expect(beats.every((beat) => Number.isInteger(beat))).toBe(true);
  });

  it('keeps and counts a record whose identifier is none', async () => {
    const deps = vaultDeps(stage());
    const invalid = '123456789,2023-05-01,drugs,GM0518';
    const made = await pseudonymise(deps, await landed(stage(), deps, csvOf([...ROWS, invalid])));
    expect(made.rows).toBe(ROWS.length + 1);
    expect(made.invalid).toEqual({ jaar: 0, person: 1 });
  });
});
