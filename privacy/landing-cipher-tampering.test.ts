import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { decryptStream } from './landing-cipher.js';
import { deriveChunkKeys, makeHeader, sealChunk } from './landing-cipher-format.js';
import { CHUNK, CONTEXT, HEADER, KEY, sealSmall, through } from './testing/cipher-streams.js';

const SEALED = CHUNK + 16;

const open = (sealed: Uint8Array, context = CONTEXT, key: Uint8Array = KEY) =>
  through(decryptStream(key, context), [sealed]);

describe('landing cipher, tampering', () => {
  const PLAIN = Buffer.from('first chunk 0001second chunk 002third chunk 0003the end');
  const chunkAt = (n: number) => HEADER + n * SEALED;
  const mismatch = expect.objectContaining({ code: 'DigestMismatch' });

  it('notices a changed bit in any byte', async () => {
    const sealed = await sealSmall(PLAIN);
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] as number) ^ 1;
      await expect(open(changed), `byte ${i}`).rejects.toEqual(mismatch);
    }
  });

  it('notices a cut at any byte, also at the border of a chunk', async () => {
    const sealed = await sealSmall(PLAIN);
    for (let length = 0; length < sealed.length; length += 1) {
      await expect(open(sealed.subarray(0, length)), `${length} bytes`).rejects.toEqual(mismatch);
    }
  });

  it.each<[string, (sealed: Buffer) => Buffer[]]>([
    [
      'two chunks exchanged',
      (s) => [s.subarray(0, 40), s.subarray(72, 104), s.subarray(40, 72), s.subarray(104)],
    ],
    ['a chunk twice', (s) => [s.subarray(0, 72), s.subarray(40)]],
    ['a chunk left out', (s) => [s.subarray(0, 40), s.subarray(72)]],
    ['a byte appended', (s) => [s, Buffer.alloc(1)]],
    ['a chunk of zeros appended', (s) => [s, Buffer.alloc(SEALED)]],
    ['its last chunk twice', (s) => [s, s.subarray(chunkAt(3))]],
    ['the whole file twice', (s) => [s, s]],
    ['nothing but its header', (s) => [s.subarray(0, 40)]],
  ])('notices %s', async (_name, change) => {
    await expect(open(Buffer.concat(change(await sealSmall(PLAIN))))).rejects.toEqual(mismatch);
  });

  it('notices an inner chunk of another file under the same key and context', async () => {
    const [one, other] = [await sealSmall(PLAIN), await sealSmall(PLAIN)];
    const mixed = Buffer.concat([one.subarray(0, 72), other.subarray(72, 104), one.subarray(104)]);
    await expect(open(mixed)).rejects.toEqual(mismatch);
  });

  it('stops before a chunk number, and so a nonce, comes round again', () => {
    const keys = deriveChunkKeys(KEY, makeHeader(4, randomBytes(32)), CONTEXT);
    expect(sealChunk(keys, 2 ** 32 - 1, 'last', Buffer.alloc(1))).toHaveLength(17);
    const refused = expect.objectContaining({ code: 'UsageInvalid' });
    expect(() => sealChunk(keys, 2 ** 32, 'last', Buffer.alloc(1))).toThrow(refused);
  });

  it('refuses an empty last chunk after a full one, though sealed with the right key: one file, one form', async () => {
    const header = makeHeader(Math.log2(CHUNK), randomBytes(32));
    const keys = deriveChunkKeys(KEY, header, CONTEXT);
    const first = sealChunk(keys, 0, 'inner', Buffer.from('sixteen bytes it'));
    const stray = Buffer.concat([header, first, sealChunk(keys, 1, 'last', Buffer.alloc(0))]);
    await expect(open(stray)).rejects.toEqual(mismatch);
  });

  it('notices the file of another part, another attempt, and another key', async () => {
    const sealed = await sealSmall(PLAIN);
    await expect(open(sealed, { attempt: 'att-1', part: 1 })).rejects.toEqual(mismatch);
    await expect(open(sealed, { attempt: 'att-2', part: 0 })).rejects.toEqual(mismatch);
    await expect(open(sealed, CONTEXT, randomBytes(32))).rejects.toEqual(mismatch);
  });

  it('says which attempt, part and chunk, and nothing of the content', async () => {
    const sealed = await sealSmall(PLAIN);
    sealed[chunkAt(1)] = (sealed[chunkAt(1)] as number) ^ 1;
    const error = await open(sealed).catch((caught: unknown) => caught as Error);
    expect(String(error)).toContain('attempt att-1, part 0');
    expect(String(error)).toContain('chunk 1');
    expect(JSON.stringify(error)).not.toContain('second');
  });

  it('lets out no byte of a chunk that is not authentic', async () => {
    const sealed = await sealSmall(PLAIN);
    sealed[chunkAt(1)] = (sealed[chunkAt(1)] as number) ^ 1;
    const stream = decryptStream(KEY, CONTEXT);
    const got: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => got.push(chunk));
    await expect(pipeline(Readable.from([sealed]), stream)).rejects.toEqual(mismatch);
    expect(PLAIN.subarray(0, CHUNK).equals(Buffer.concat(got)) || got.length === 0).toBe(true);
  });
});
