import { createHash } from 'node:crypto';
import { SluisError } from '../domain/errors.js';
import { s3ObjectStore } from '../lake/s3-object-store.js';
import type { IdentityConfig } from './config.js';

/** Reads released objects with a person's own credentials. @throws SluisError DigestMismatch, ObjectMissing */
export function releasedReader({ s3: { buckets, ...s3 } }: IdentityConfig) {
  const store = s3ObjectStore({ ...s3, bucket: buckets.released });
  return async (key: string, sha256: string): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of await store.get(key)) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
    throw new SluisError('DigestMismatch', `Object ${key} is not what was released; run: sluis audit verify`);
  };
}
