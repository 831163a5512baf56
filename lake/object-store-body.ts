import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A body on its way into a store: how many bytes passed, and why it broke if it did. */
export interface ObjectBody {
  /** What the store reads. It fails where the caller's stream fails, ends early, or is cancelled. */
  readonly stream: Readable;
  bytes(): number;
  /**
   * Stops the caller's stream, and gives the error that the caller must see: its own (the reason of its signal, or
   * the error of its stream), else `undefined`: then the store is to blame.
   */
  settle(storeError: Error): Promise<unknown>;
}

/**
 * Puts a counter between the caller's bytes and the store. A cancelled signal breaks the stream, so that a store has
 * one path for "cancelled" and "the body failed": nothing is completed.
 */
export function objectBody(body: Readable | Uint8Array, signal?: AbortSignal): ObjectBody {
  signal?.throwIfAborted();
  let bytes = 0;
  let storeFailed = false;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done: TransformCallback) {
      bytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  const source = body instanceof Uint8Array ? Readable.from([body], { objectMode: false }) : body;
  const piped: Promise<unknown> = pipeline(source, counter, { signal }).then(
    () => undefined,
    (error: unknown) => (storeFailed ? undefined : error),
  );
  return {
    stream: counter,
    bytes: () => bytes,
    async settle(storeError) {
      storeFailed = !counter.errored;
      counter.destroy(storeError);
      const bodyError = await piped;
      return signal?.aborted ? signal.reason : bodyError;
    },
  };
}
