import { createHash, randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { memoryObjectStore } from '../../lake/memory-object-store.js';
import { memoryKeyCustodian } from '../../privacy/memory-key-custodian.js';
import { openPart, storePart } from './landing-part.js';

const deps = () => ({ objects: memoryObjectStore(), keys: memoryKeyCustodian() });
const address = { deliveryId: 'd1', attempt: 'a1', part: 1 };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('a part in landing', () => {
  it('comes back as it was sent, with the digests of both forms', async () => {
    const vault = deps();
    const body = randomBytes(3 * 1024 * 1024 + 7);
    const landed = await storePart(
      vault,
      address,
      Readable.from([body.subarray(0, 100), body.subarray(100)]),
    );
    expect(landed).toMatchObject({ part: 1, key: 'd1/a1/1', bytes: body.length, sha256: sha256(body) });
    const stored = await bytesOf(await vault.objects.get(landed.key));
    expect(landed.cipherSha256).toBe(sha256(stored));
    expect(sha256(await bytesOf(await openPart(vault, address)))).toBe(landed.sha256);
  });

  it('holds nothing of the plain text', async () => {
    const vault = deps();
    const marker = 'a marker that stands in every row\n';
    const { key } = await storePart(vault, address, Readable.from([Buffer.from(marker.repeat(50_000))]));
    expect((await bytesOf(await vault.objects.get(key))).includes('marker')).toBe(false);
  });

  it('is not there where its sender went away', async () => {
    const vault = deps();
    async function* broken() {
      yield Buffer.alloc(1024 * 1024);
      throw new RangeError('gone');
    }
    await expect(storePart(vault, address, Readable.from(broken()))).rejects.toThrow();
    expect(await vault.objects.head('d1/a1/1')).toBeNull();
  });

  it('cannot be read as another part, nor after its key is destroyed', async () => {
    const vault = deps();
    await storePart(vault, address, Readable.from([Buffer.from('one')]));
    const stored = await bytesOf(await vault.objects.get('d1/a1/1'));
    await vault.objects.put('d1/a1/2', stored);
    const swapped = openPart(vault, { ...address, part: 2 }).then(bytesOf);
    await expect(swapped).rejects.toMatchObject({ code: 'DigestMismatch' });
    await vault.keys.destroy({ kind: 'landing', attempt: 'a1' }, 1);
    await expect(openPart(vault, address)).rejects.toMatchObject({ code: 'KeyDestroyed' });
  });

  it('is not waited for where its sender had gone before it began', async () => {
    const vault = deps();
    const body = new PassThrough();
    body.destroy();
    await expect(storePart(vault, address, body)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await vault.objects.head('d1/a1/1')).toBeNull();
  });

  it('lets go of the store where its bytes are not what was encrypted', async () => {
    const vault = deps();
    const { key } = await storePart(vault, address, Readable.from([randomBytes(3 * 1024 * 1024)]));
    const bytes = await bytesOf(await vault.objects.get(key));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    const stored = Readable.from([bytes.subarray(0, 2_000_000), bytes.subarray(2_000_000)]);
    const objects = { ...vault.objects, get: async () => stored };
    const plain = await openPart({ ...vault, objects }, address);
    await expect(bytesOf(plain)).rejects.toMatchObject({ code: 'DigestMismatch' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stored.destroyed).toBe(true);
  });
});
