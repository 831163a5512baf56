import type { DestroyedObject, Subject } from '../../catalog/event-bodies.js';
import { sealed } from '../../catalog/seals.js';
import { withClient } from '../catalog-session.js';
import type { DestroyedDelivery, RemovedCopy } from '../contract.js';
import { withHeartbeat } from '../progress.js';
import { type Removing, removeOutputs, removeVersion } from '../removals.js';
import { attemptsOf } from './attempts.js';
import { removeAttempt, type SealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { isHeld } from './legal-hold.js';
import { landingSealKey } from './seal-keys.js';

/**
 * Removes the pseudonymised copies of a delivery in quarantine, which the data worker could read; the delivery itself, in
 * landing, is the vault's alone. `versions` are those that the catalog holds in quarantine; a copy that no event speaks of,
 * because the delivery was stopped before, goes too unless another delivery of the same bytes rests on it.
 */
export const makeRemoveCopies = (deps: VaultDeps) =>
  async function removeCopies(
    subject: Subject,
    versions: readonly string[],
  ): Promise<readonly RemovedCopy[]> {
    return await withHeartbeat(() => removeOutputs(removing(deps), subject, versions));
  };

/** Removes a pseudonymised version that is past its retention. Null where a legal hold stands: nothing was touched. */
export const makeDestroyVersion = (deps: VaultDeps) =>
  async function destroyVersion(version: string): Promise<readonly DestroyedObject[] | null> {
    return await withHeartbeat(() => removeVersion(removing(deps), version));
  };

const removing = ({ pool, pseudonymised }: VaultDeps): Removing => ({
  pool,
  table: 'vault_object',
  stores: { pseudonymised },
  underWay: UNDER_WAY,
});

/**
 * Removes a delivery from landing, with the keys of all its attempts: whatever a backup still holds cannot be read. Each
 * attempt looks at legal holds itself: one may have been placed while it waited for the vault.
 */
export const makeDestroyDelivery = (deps: VaultDeps) =>
  async function destroyDelivery(deliveryId: string): Promise<DestroyedDelivery | null> {
    return await withHeartbeat(async () => {
      if (await withClient(deps.pool, (client) => isHeld(client, deliveryId))) return null;
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

const UNDER_WAY = `
  SELECT 'delivery:' || delivery_id FROM catalog.delivery
  WHERE state IN ('landed', 'profiled', 'pseudonymised', 'curated')`;
