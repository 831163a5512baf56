import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import type { ObjectHead, ObjectStore } from './object-store.js';
import { type ObjectBody, objectBody } from './object-store-body.js';
import { keyTaken, objectMissing, storeUnavailable } from './object-store-errors.js';
import { checkObjectKey, compareObjectKeys } from './object-store-key.js';

const CHUNK_BYTES = 64 * 1024;

/** Objects in the memory of this process, with the answers of the S3 store: for tests and commands without servers. */
export function memoryObjectStore(): ObjectStore {
  const objects = new Map<string, Buffer>();
  const running = new Map<ObjectBody, string>();

  const put: ObjectStore['put'] = async (key, body, signal) => {
    checkObjectKey(key);
    const upload = objectBody(body, signal);
    running.set(upload, key);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of upload.stream) chunks.push(chunk as Buffer);
      if (!running.has(upload)) throw storeUnavailable(key, 'its upload was aborted');
      if (collides(objects, key)) throw keyTaken(key);
      objects.set(key, Buffer.concat(chunks));
      return { key, bytes: upload.bytes() };
    } catch (error) {
      throw (await upload.settle(error as Error)) ?? error;
    } finally {
      running.delete(upload);
    }
  };

  return {
    put,
    async get(key, signal) {
      checkObjectKey(key);
      signal?.throwIfAborted();
      const bytes = objects.get(key);
      if (bytes === undefined) throw objectMissing(key);
      return Readable.from(slices(bytes, signal), { objectMode: false });
    },
    async head(key) {
      checkObjectKey(key);
      const bytes = objects.get(key);
      return bytes === undefined ? null : { key, bytes: bytes.byteLength };
    },
    async *list(prefix) {
      yield* heads(objects, prefix);
    },
    async delete(key) {
      checkObjectKey(key);
      objects.delete(key);
    },
    async abortUnfinished(prefix) {
      const found = [...running].filter(([, key]) => key.startsWith(prefix));
      for (const [upload] of found) running.delete(upload);
      return found.length;
    },
  };
}

function* slices(bytes: Buffer, signal?: AbortSignal): Generator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    signal?.throwIfAborted();
    yield Buffer.from(bytes.subarray(at, at + CHUNK_BYTES));
  }
}

function heads(objects: ReadonlyMap<string, Buffer>, prefix: string): ObjectHead[] {
  return [...objects]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, bytes]) => ({ key, bytes: bytes.byteLength }))
    .sort((a, b) => compareObjectKeys(a.key, b.key));
}

/** A store of files cannot hold both `a` and `a/b`; this one refuses it too, so that no test passes here alone. */
function collides(objects: ReadonlyMap<string, Buffer>, key: string): boolean {
  return [...objects.keys()].some((other) => other.startsWith(`${key}/`) || key.startsWith(`${other}/`));
}
