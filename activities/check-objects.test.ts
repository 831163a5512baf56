import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import type { ObjectDigest } from '../catalog/object-digests.js';
import { SluisError } from '../domain/errors.js';
import { memoryObjectStore } from '../lake/memory-object-store.js';
import type { ObjectStore } from '../lake/object-store.js';
import { makeCheckObjects } from './check-objects.js';
import { sha256 } from './testing/stage.js';

const BYTES = Buffer.from('what was sealed');

function check(zones: Parameters<typeof makeCheckObjects>[0], claims: readonly ObjectDigest[]) {
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  return environment.run(async () => await makeCheckObjects(zones)(claims));
}

const claim = (key: string, seq: number): ObjectDigest => {
  return { zone: 'curated', key, sha256: sha256(BYTES), bytes: BYTES.length, seq };
};

describe('checkObjects', () => {
  it('names each object that is missing or changed, and no other', async () => {
    const curated = memoryObjectStore();
    await curated.put('whole', BYTES);
    await curated.put('changed', Buffer.from('what was sealeD'));
    const claims = [claim('whole', 1), claim('changed', 2), claim('missing', 3)];
    expect(await check({ curated }, claims)).toEqual([
      { what: 'object-changed', zone: 'curated', key: 'changed', seq: 2 },
      { what: 'object-missing', zone: 'curated', key: 'missing', seq: 3 },
    ]);
  });

  it('names what was destroyed and is there again, and nothing that is gone', async () => {
    const curated = memoryObjectStore();
    await curated.put('back', BYTES);
    const gone = (key: string, seq: number) => ({ ...claim(key, seq), gone: true as const });
    expect(await check({ curated }, [gone('back', 1), gone('away', 2)])).toEqual([
      { what: 'object-remains', zone: 'curated', key: 'back', seq: 1 },
    ]);
  });

  it('takes a store that is away for no finding', async () => {
    const get: ObjectStore['get'] = async () => {
      throw new SluisError('StoreUnavailable', 'the store does not answer');
    };
    const curated = { ...memoryObjectStore(), get };
    await expect(check({ curated }, [claim('whole', 1)])).rejects.toMatchObject({ code: 'StoreUnavailable' });
  });

  it('reads no zone of another worker', async () => {
    await expect(check({ landing: memoryObjectStore() }, [claim('whole', 1)])).rejects.toMatchObject({
      code: 'UsageInvalid',
    });
  });
});
