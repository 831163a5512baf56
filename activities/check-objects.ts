import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { ObjectDigest } from '../catalog/object-digests.js';
import { SluisError } from '../domain/errors.js';
import type { Zone } from '../domain/names.js';
import type { ObjectStore } from '../lake/object-store.js';
import type { ObjectFinding } from './contract.js';
import { withHeartbeat } from './progress.js';

/** Reads objects of the worker's own zones whole and holds them against what the log says; what was destroyed must be gone. */
export const makeCheckObjects = (zones: Partial<Record<Zone, ObjectStore>>) =>
  async function checkObjects(claims: readonly ObjectDigest[]): Promise<readonly ObjectFinding[]> {
    return await withHeartbeat(async (signal) => {
      const findings: ObjectFinding[] = [];
      for (const { zone, key, sha256, seq, gone } of claims) {
        const store = zones[zone];
        if (!store) throw new SluisError('UsageInvalid', `This worker has no right on zone ${zone}.`);
        if (gone) {
          if ((await store.head(key)) !== null) findings.push({ what: 'object-remains', zone, key, seq });
          continue;
        }
        const found = await digestOf(store, key, signal);
        if (found === sha256) continue;
        findings.push({ what: found === null ? 'object-missing' : 'object-changed', zone, key, seq });
      }
      return findings;
    });
  };

async function digestOf(store: ObjectStore, key: string, signal: AbortSignal): Promise<string | null> {
  try {
    const hash = createHash('sha256');
    await pipeline(await store.get(key, signal), hash);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof SluisError && error.code === 'ObjectMissing') return null;
    throw error;
  }
}
