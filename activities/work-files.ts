import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { ObjectStore } from '../lake/object-store.js';

/** A 0700 folder for the length of one step; whatever happens, it is removed. */
export async function withWorkFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(parent, 'work', randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What killed processes left of their steps: plain spill and half-made files. Called before a worker serves. */
export async function sweepWork(parent: string): Promise<void> {
  await rm(join(parent, 'work'), { recursive: true, force: true });
}

/** Uploads a local file and describes the object by what was read. */
export async function upload(
  store: ObjectStore,
  key: string,
  path: string,
  rows: number,
  signal?: AbortSignal,
): Promise<StoredObject> {
  const { through, digest } = digesting();
  const file = createReadStream(path);
  file.once('error', (error) => through.destroy(error));
  try {
    const { bytes } = await store.put(key, file.pipe(through), signal);
    return { key, sha256: digest(), bytes, rows };
  } finally {
    file.destroy();
  }
}

/** Downloads an object and holds it against its digest. @throws SluisError DigestMismatch */
export async function download(
  store: ObjectStore,
  object: StoredObject,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  const { through, digest } = digesting();
  await pipeline(await store.get(object.key, signal), through, createWriteStream(path, { mode: 0o600 }));
  if (digest() === object.sha256) return;
  throw new SluisError(
    'DigestMismatch',
    `Object ${object.key} is not what was sealed; run: sluis audit verify`,
  );
}

function digesting() {
  const hash = createHash('sha256');
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { through, digest: () => hash.digest('hex') };
}
