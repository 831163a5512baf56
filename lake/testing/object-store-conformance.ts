import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../object-store.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** What every object store promises. Each test writes under a prefix of its own. */
export function objectStoreConformance(name: string, open: () => ObjectStore): void {
  describe(`object store: ${name}`, () => {
    it('gives back a stream of many megabytes as it was', async () => {
      const body = randomBytes(37 * 1024 * 1024);
      const chunks = Array.from({ length: 37 }, (_, i) => body.subarray(i << 20, (i + 1) << 20));
      const head = await open().put('stream/large', Readable.from(chunks));
      expect(head).toEqual({ key: 'stream/large', bytes: body.length });
      expect(await open().head('stream/large')).toEqual(head);
      expect(sha256(await bytesOf(await open().get('stream/large')))).toBe(sha256(body));
    });

    it('keeps an empty object apart from none', async () => {
      await open().put('empty/object', new Uint8Array());
      expect(await open().head('empty/object')).toEqual({ key: 'empty/object', bytes: 0 });
      expect(await open().head('empty/none')).toBeNull();
      await expect(open().get('empty/none')).rejects.toMatchObject({ code: 'ObjectMissing' });
    });

    it('lists what was written at once, in the order of the keys, and nothing else', async () => {
      const keys = ['list/c', 'list/a/2', 'list/a/1', 'list/a-b', 'list/a0', 'list/b'];
      for (const key of keys) await open().put(key, Buffer.from(key));
      await open().put('other/x', Buffer.from('x'));
      expect(await keysOf(open(), 'list/')).toEqual([
        'list/a-b',
        'list/a/1',
        'list/a/2',
        'list/a0',
        'list/b',
        'list/c',
      ]);
      expect(await keysOf(open(), 'list/a/')).toEqual(['list/a/1', 'list/a/2']);
      expect(await keysOf(open(), 'nothing/')).toEqual([]);
    });

    it('holds one whole body after 32 writers raced for a key', async () => {
      const bodies = Array.from({ length: 32 }, (_, i) => Buffer.alloc(64 * 1024, i));
      await Promise.allSettled(bodies.map((body) => open().put('race/key', body)));
      const digest = sha256(await bytesOf(await open().get('race/key')));
      expect(bodies.map(sha256)).toContain(digest);
    });

    it('has no object where the body failed midway', async () => {
      async function* failing() {
        for (let i = 0; i < 20; i += 1) yield Buffer.alloc(1024 * 1024);
        throw new RangeError('the sender went away');
      }
      await expect(open().put('failing/body', Readable.from(failing()))).rejects.toThrow();
      expect(await open().head('failing/body')).toBeNull();
      expect(await open().abortUnfinished('failing/')).toBe(0);
    });

    it('stops at an abort and has no object', async () => {
      const controller = new AbortController();
      async function* endless() {
        for (let i = 0; i < 500; i += 1) {
          if (i === 20) controller.abort(new Error('cancelled'));
          yield Buffer.alloc(1024 * 1024);
        }
      }
      await expect(open().put('abort/body', Readable.from(endless()), controller.signal)).rejects.toThrow(
        'cancelled',
      );
      expect(await open().head('abort/body')).toBeNull();
    });

    it('deletes once and again', async () => {
      await open().put('delete/me', Buffer.from('x'));
      await open().delete('delete/me');
      await open().delete('delete/me');
      expect(await open().head('delete/me')).toBeNull();
    });

    it.each([
      'odd/with space',
      'odd/quote\'d "twice"',
      'odd/größe-日本',
      'odd/100%+&?#',
    ])('takes the key %s', async (key) => {
      await open().put(key, Buffer.from('x'));
      expect(await keysOf(open(), key)).toEqual([key]);
      expect((await bytesOf(await open().get(key))).toString()).toBe('x');
    });
  });
}
