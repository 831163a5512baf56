import type { ClientBase } from 'pg';
import { SluisError } from '../../domain/errors.js';
import { withClient } from '../catalog-session.js';
import type { AbortedDelivery } from '../contract.js';
import { attemptsOf } from './attempts.js';
import { removeAttempt } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { isHeld } from './legal-hold.js';

/**
 * Removes all attempts of a delivery that nobody finished. The log goes first: what it does not call aborted is removed by
 * nobody's word, save what it never heard of.
 * @throws SluisError CatalogConflict
 */
export const makeAbortDelivery = (deps: VaultDeps) =>
  async function abortDelivery(deliveryId: string): Promise<AbortedDelivery> {
    const { state, held, attempts } = await withClient(deps.pool, async (client) => ({
      state: await stateOf(client, deliveryId),
      held: await isHeld(client, deliveryId),
      attempts: await attemptsOf(client, deliveryId),
    }));
    if (state !== null && state !== 'aborted')
      throw new SluisError(
        'CatalogConflict',
        `Delivery ${deliveryId} is ${state}: nothing of it is removed.`,
      );
    if (held) return 'held';
    for (const one of attempts) await removeAttempt(deps, one);
    return 'removed';
  };

/**
 * Does the same for every delivery that the log calls aborted and of which something is left, because the workflow that
 * was to have it removed was lost, or waited for a legal hold. The key of an attempt goes last, so it tells.
 */
export async function removeAborted(deps: VaultDeps): Promise<void> {
  const { rows } = await withClient(deps.pool, (client) =>
    client.query<{ id: string; attempt: string }>(
      `SELECT delivery_id AS id, a.attempt FROM catalog.vault_attempt a JOIN catalog.delivery d USING (delivery_id)
       WHERE d.state = 'aborted' ORDER BY a.attempt`,
    ),
  );
  const left = new Set<string>();
  for (const { id, attempt } of rows) {
    const keys = await deps.keys.attest({ kind: 'landing', attempt });
    if (keys.some(({ state }) => state !== 'destroyed')) left.add(id);
  }
  for (const id of left) await makeAbortDelivery(deps)(id);
}

async function stateOf(client: ClientBase, deliveryId: string): Promise<string | null> {
  const { rows } = await client.query<{ state: string }>(
    'SELECT state FROM catalog.delivery WHERE delivery_id = $1',
    [deliveryId],
  );
  return rows[0]?.state ?? null;
}
