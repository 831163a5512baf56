import type { Readable } from 'node:stream';

/** What the store keeps of one object. */
export interface ObjectHead {
  readonly key: string;
  readonly bytes: number;
}

/**
 * Objects of one bucket. Write-once is not the store's promise: the catalog arbitrates, digests detect.
 * Errors are SluisError: ObjectMissing (not there), StoreUnavailable (try again), Forbidden is TokenRefused.
 */
export interface ObjectStore {
  /** Stores a whole stream; constant memory; the object is absent until it is whole. */
  put(key: string, body: Readable | Uint8Array, signal?: AbortSignal): Promise<ObjectHead>;
  get(key: string, signal?: AbortSignal): Promise<Readable>;
  head(key: string): Promise<ObjectHead | null>;
  /** All objects under a prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<ObjectHead>;
  /** No error where it is absent already. */
  delete(key: string): Promise<void>;
  /** Aborts uploads that never finished (left by a killed process). Returns how many. */
  abortUnfinished(prefix: string): Promise<number>;
}
