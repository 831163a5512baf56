import { mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryObjectStore } from '../lake/memory-object-store.js';
import { sha256 } from './testing/stage.js';
import { breaksOffOnce, bytesOf } from './testing/vault-stage.js';
import { download, sweepWork, upload, withWorkFolder } from './work-files.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-work-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const BYTES = Buffer.alloc(300_000, 'x');

async function fileOf(name: string, bytes: Buffer = BYTES): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** Does this process hold a file open, also one that has lost its name? */
async function isOpen(path: string): Promise<boolean> {
  const descriptors = await readdir('/proc/self/fd');
  const targets = descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  return (await Promise.all(targets)).some((target) => target.startsWith(path));
}

describe('uploading a file', () => {
  it('describes the object by what was read', async () => {
    const store = memoryObjectStore();
    const object = await upload(store, 'a/b', await fileOf('whole'), 7);
    expect(object).toEqual({ key: 'a/b', sha256: sha256(BYTES), bytes: BYTES.length, rows: 7 });
    expect((await bytesOf(store, 'a/b')).equals(BYTES)).toBe(true);
  });

  it('holds no file open after the store broke off', async () => {
    const path = await fileOf('broken');
    const store = breaksOffOnce(memoryObjectStore());
    await expect(upload(store, 'a/b', path, 7)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await expect.poll(() => isOpen(path), { timeout: 30_000 }).toBe(false);
  });

  it('ends with an error, and does not hang or end the process, where the file is gone', async () => {
    const store = memoryObjectStore();
    await expect(upload(store, 'a/b', join(folder, 'no-such-file'), 7)).rejects.toThrow();
    expect(await store.head('a/b')).toBeNull();
  });
});

describe('downloading an object', () => {
  it('gives back what was uploaded, readable by nobody else', async () => {
    const store = memoryObjectStore();
    const object = await upload(store, 'a/b', await fileOf('sent'), 7);
    const path = join(folder, 'received');
    await download(store, object, path);
    expect((await readFile(path)).equals(BYTES)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('refuses an object that is another than was sealed', async () => {
    const store = memoryObjectStore();
    const object = await upload(store, 'a/b', await fileOf('sealed'), 7);
    await store.put('a/b', Buffer.from('another'));
    await expect(download(store, object, join(folder, 'other'))).rejects.toMatchObject({
      code: 'DigestMismatch',
    });
  });
});

describe('a work folder', () => {
  it('is for its owner alone and gone afterwards, whatever happened', async () => {
    let seen = '';
    const step = withWorkFolder(folder, async (work) => {
      seen = work;
      expect((await stat(work)).mode & 0o777).toBe(0o700);
      await writeFile(join(work, 'half'), 'half');
      throw new Error('the step failed');
    });
    await expect(step).rejects.toThrow('the step failed');
    await expect(stat(seen)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is swept where its process was killed', async () => {
    await withWorkFolder(folder, async (work) => {
      await sweepWork(folder);
      await expect(stat(work)).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });
});
