import type { ClientBase } from 'pg';
import { sealed } from '../../catalog/seals.js';
import { withClient } from '../catalog-session.js';
import type { DestroyedDelivery, RemovedCopy } from '../contract.js';
import { withHeartbeat } from '../progress.js';
import { type Doomed, removeSealed } from '../removed-seals.js';
import { attemptsOf } from './attempts.js';
import { removeAttempt, type SealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { landingSealKey } from './seal-keys.js';

/**
 * Removes the pseudonymised copies of a delivery in quarantine, which the data worker could read; the delivery itself, in
 * landing, is the vault's alone. `versions` are those that the catalog holds in quarantine; a copy that no event speaks of,
 * because it was made when the delivery was stopped, goes too unless another delivery of the same bytes rests on it.
 */
export const makeRemoveCopies = (deps: VaultDeps) =>
  async function removeCopies(
    deliveryId: string,
    versions: readonly string[],
  ): Promise<readonly RemovedCopy[]> {
    return await withHeartbeat(() =>
      withClient(deps.pool, async (client) => {
        const removed: RemovedCopy[] = [];
        for (const one of await copiesOf(client, deliveryId, versions)) {
          const objects = await removeSealed(client, 'vault_object', deps.pseudonymised, one);
          removed.push({ of: one.dataset.version, objects });
        }
        return removed;
      }),
    );
  };

/** Removes a delivery from landing, with the keys of all its attempts: whatever a backup still holds cannot be read. */
export const makeDestroyDelivery = (deps: VaultDeps) =>
  async function destroyDelivery(deliveryId: string): Promise<DestroyedDelivery> {
    return await withHeartbeat(async () => {
      const { attempts, parts } = await withClient(deps.pool, async (client) => {
        const landing = await sealed(client, 'vault_object', landingSealKey(deliveryId));
        const { parts } = (landing?.body ?? { parts: [] }) as unknown as Pick<SealedLanding, 'parts'>;
        return { attempts: await attemptsOf(client, deliveryId), parts };
      });
      for (const attempt of attempts) await removeAttempt(deps, attempt);
      return {
        objects: parts.map(({ key, cipherSha256 }) => ({ zone: 'landing', key, sha256: cipherSha256 })),
        keyIds: attempts.map(({ keyId }) => keyId),
      };
    });
  };

async function copiesOf(
  client: ClientBase,
  deliveryId: string,
  versions: readonly string[],
): Promise<readonly Doomed[]> {
  const { rows } = await client.query<Doomed>(COPIES, [deliveryId, versions]);
  return rows;
}

const COPIES = `
  SELECT o.seal_key AS "outputKey", o.body AS dataset
  FROM catalog.vault_object o LEFT JOIN catalog.vault_object l ON l.seal_key = 'landing:' || $1
  WHERE o.seal_key LIKE 'pseudonymised:%' AND (o.body->>'version' = ANY($2) OR (
    o.body->'manifest'->'inputs' @> jsonb_build_array(l.body->'landingHash')
    AND NOT EXISTS (SELECT 1 FROM catalog.dataset_version v WHERE v.version = o.body->>'version')
    AND NOT EXISTS (SELECT 1 FROM catalog.delivery d
      WHERE d.landing_hash = l.body->>'landingHash' AND d.delivery_id <> $1
        AND d.state IN ('landed', 'profiled', 'pseudonymised', 'curated'))))
  ORDER BY o.seal_key`;
