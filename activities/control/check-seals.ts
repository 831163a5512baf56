import type { ClientBase } from 'pg';
import type { SealDigest } from '../../catalog/seal-digests.js';
import { sealed } from '../../catalog/seals.js';
import { SluisError } from '../../domain/errors.js';
import { withClient } from '../catalog-session.js';
import type { SealFinding } from '../contract.js';
import type { ControlDeps } from './deps.js';

/** Holds what the workers sealed against the digests in the log; control alone reads these tables. */
export const makeCheckSeals = ({ pool }: Pick<ControlDeps, 'pool'>) =>
  async function checkSeals(claims: readonly SealDigest[]): Promise<readonly SealFinding[]> {
    return await withClient(pool, async (client) => {
      const findings: SealFinding[] = [];
      for (const claim of claims) {
        const found = await digestOf(client, claim);
        if (found === claim.sha256) continue;
        const { table, key, seq } = claim;
        findings.push({ what: found === null ? 'seal-missing' : 'seal-changed', table, key, seq });
      }
      return findings;
    });
  };

/** Null where there is no seal; another digest where body and digest no longer belong together. */
async function digestOf(client: ClientBase, { table, key }: SealDigest): Promise<string | null> {
  try {
    return (await sealed(client, table, key))?.sha256 ?? null;
  } catch (error) {
    if (error instanceof SluisError && error.code === 'DigestMismatch') return 'other';
    throw error;
  }
}
