import { createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptStream, encryptStream, LandingEncryptor } from './landing-cipher.js';
import { CHUNK, CONTEXT, HEADER, KEY, sealSmall, through } from './testing/cipher-streams.js';

/** Cuts bytes into pieces of a size, to show that the borders of what is written do not matter. */
function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

const open = (sealed: Uint8Array) => through(decryptStream(KEY, CONTEXT), [sealed]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('landing cipher', () => {
  const borderSize = fc
    .tuple(fc.nat(5), fc.constantFrom(-1, 0, 1, 7))
    .map(([n, d]) => Math.max(0, n * CHUNK + d));
  const content = borderSize.chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));

  it('gives back every file byte for byte, whatever its size and however it was cut in transit', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 90 }), async (plain, size) => {
        const encryptor = new LandingEncryptor(KEY, CONTEXT, Math.log2(CHUNK));
        const sealed = await through(encryptor, pieces(plain, size));
        const chunks = Math.max(1, Math.ceil(plain.length / CHUNK));
        expect(sealed.length).toBe(HEADER + plain.length + 16 * chunks);
        expect(encryptor.digests()).toEqual({
          bytes: plain.length,
          sha256: sha256(plain),
          cipherBytes: sealed.length,
          cipherSha256: sha256(sealed),
        });
        const opened = await through(decryptStream(KEY, CONTEXT), pieces(sealed, size));
        expect(opened.equals(Buffer.from(plain))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    0,
    1,
    2 ** 20 - 1,
    2 ** 20,
    2 ** 20 + 1,
    3 * 2 ** 20,
  ])('holds with chunks of 1 MiB: %i bytes', async (n) => {
    const plain = randomBytes(n);
    const sealed = await through(encryptStream(KEY, CONTEXT), pieces(plain, 64 * 1024));
    expect((await open(sealed)).equals(plain)).toBe(true);
  });

  it('takes the memory of a few chunks, not of the file', async () => {
    const block = randomBytes(2 ** 20);
    let most = 0;
    const watch = new Transform({
      transform(chunk, _encoding, done) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        done(null, chunk);
      },
    });
    const before = process.memoryUsage().arrayBuffers;
    function* blocks() {
      for (let i = 0; i < 256; i += 1) yield block;
    }
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(
      Readable.from(blocks()),
      encryptStream(KEY, CONTEXT),
      watch,
      decryptStream(KEY, CONTEXT),
      sink,
    );
    expect(most).toBeLessThan(160 * 2 ** 20);
  });

  it('is the format that the header describes, opened here by hand', async () => {
    const plain = Buffer.from('0123456789abcdef!');
    const sealed = await sealSmall(plain, { attempt: 'att-9', part: 2 });
    const header = sealed.subarray(0, HEADER);
    expect(header.subarray(0, 8).toString('hex')).toBe('534c5549534c0104');
    const aad = Buffer.from('{"attempt":"att-9","part":2}');
    const keys = Buffer.from(hkdfSync('sha256', KEY, header.subarray(8), Buffer.concat([header, aad]), 39));
    const openOne = (from: number, to: number, tail: number[]) => {
      const nonce = Buffer.concat([keys.subarray(32), Uint8Array.from(tail)]);
      const decipher = createDecipheriv('aes-256-gcm', keys.subarray(0, 32), nonce);
      decipher.setAAD(aad).setAuthTag(sealed.subarray(to - 16, to));
      return decipher.update(sealed.subarray(from, to - 16), undefined, 'utf8') + decipher.final('utf8');
    };
    expect(openOne(40, 72, [0, 0, 0, 0, 0])).toBe('0123456789abcdef');
    expect(openOne(72, 89, [0, 0, 0, 1, 1])).toBe('!');
  });

  it('never gives the same bytes twice for the same file', async () => {
    const plain = Buffer.from('the same');
    expect((await sealSmall(plain)).equals(await sealSmall(plain))).toBe(false);
  });

  it('does not need the lease of the key to live longer than the call', async () => {
    const lent = Buffer.from(KEY);
    const encryptor = encryptStream(lent, CONTEXT);
    lent.fill(0);
    const sealed = await through(encryptor, [Buffer.from('kept')]);
    const again = Buffer.from(KEY);
    const decryptor = decryptStream(again, CONTEXT);
    again.fill(0);
    expect((await through(decryptor, [sealed])).toString()).toBe('kept');
  });

  it('refuses a key of another length, a context out of shape, and digests before the end', () => {
    const refused = expect.objectContaining({ code: 'UsageInvalid' });
    expect(() => encryptStream(randomBytes(16), CONTEXT)).toThrow(refused);
    expect(() => decryptStream(randomBytes(31), CONTEXT)).toThrow(refused);
    expect(() => encryptStream(KEY, { attempt: '', part: 0 })).toThrow(refused);
    expect(() => decryptStream(KEY, { attempt: 'a', part: -1 })).toThrow(refused);
    expect(() => encryptStream(KEY, CONTEXT).digests()).toThrow(refused);
  });
});
