import { activityInfo } from '@temporalio/activity';
import type { ClientBase } from 'pg';
import type { LandedPart } from '../../catalog/event-bodies.js';
import { seal, sealed } from '../../catalog/seals.js';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import { SluisError } from '../../domain/errors.js';
import type { PartDigest } from '../../domain/ingest.js';
import { withClient } from '../catalog-session.js';
import type { IntakeOrder, OpenedDelivery } from '../contract.js';
import { contractByHash } from '../contract-of.js';
import { type Attempt, addAttempt, attemptName, attemptsOf, partsOf } from './attempts.js';
import type { VaultDeps } from './deps.js';
import { landingSealKey } from './seal-keys.js';

/** The attempt that counts, with its parts in order. */
export interface SealedLanding {
  readonly deliveryId: string;
  readonly attempt: string;
  readonly keyId: string;
  /** SHA-256 of the canonical JSON of the parts' plaintext digests in order: the identity of what was delivered. */
  readonly landingHash: string;
  readonly parts: readonly LandedPart[];
}

/**
 * Opens the intake for one delivery. Its id rests on the run that asks, so that a second attempt opens the same; where the
 * workflow was started again, it is the delivery that the catalog knows it by.
 */
export const makeOpenDelivery = ({ pool, keys, intakeUrl }: VaultDeps) =>
  async function openDelivery(order: IntakeOrder): Promise<OpenedDelivery> {
    const { workflowExecution } = activityInfo();
    const contract = await withClient(pool, (client) => contractByHash(client, order.contractHash));
    if (contract.sourceId !== order.sourceId)
      throw new SluisError('UsageInvalid', `The contract of this delivery is not one of ${order.sourceId}.`);
    const run = sha256Json({ ...workflowExecution } as unknown as Json).slice(0, 12);
    const known = await withClient(pool, (client) => deliveryOf(client, workflowExecution?.workflowId));
    const deliveryId = known ?? `${order.sourceId}-${run}`;
    const attempt = attemptName(deliveryId, 1);
    const { keyId } = await keys.createKey({ kind: 'landing', attempt });
    await withClient(pool, (client) =>
      addAttempt(client, { attempt, deliveryId, keyId, tokenHash: order.tokenHash }),
    );
    return { deliveryId, attempt, intakeUrl: intakeUrl() };
  };

async function deliveryOf(client: ClientBase, workflowId: string | undefined): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT delivery_id AS id FROM catalog.delivery WHERE workflow_id = $1',
    [workflowId],
  );
  return rows[0]?.id ?? null;
}

/** Seals the attempt whose parts are those that the sender read; everything else of the delivery is removed. */
export const makeLand = (deps: VaultDeps) =>
  async function land(deliveryId: string, attempt: string, announced: readonly PartDigest[]): Promise<void> {
    const others = await withClient(deps.pool, async (client) => {
      const attempts = await attemptsOf(client, deliveryId);
      const chosen = attempts.find((one) => one.attempt === attempt);
      if (!chosen) throw new SluisError('TokenRefused', `Attempt ${attempt} is none of ${deliveryId}.`);
      const parts = await partsOf(client, attempt);
      checkWhole(attempt, parts, announced);
      const landingHash = sha256Json(parts.map(({ sha256 }) => sha256));
      const landing: SealedLanding = { deliveryId, attempt, keyId: chosen.keyId, landingHash, parts };
      await seal(client, 'vault_object', landingSealKey(deliveryId), landing as unknown as Json);
      return attempts.filter((one) => one !== chosen);
    });
    for (const one of others) await removeAttempt(deps, one);
  };

function checkWhole(attempt: string, stored: readonly LandedPart[], announced: readonly PartDigest[]): void {
  const same =
    stored.length === announced.length &&
    stored.every(({ part, sha256, bytes }) =>
      announced.some((one) => one.part === part && one.sha256 === sha256 && one.bytes === bytes),
    );
  if (same && stored.length > 0) return;
  throw new SluisError(
    'SourceMalformed',
    `Attempt ${attempt} holds ${stored.length} of ${announced.length} announced parts as they were read; deliver again.`,
  );
}

/** Objects first, then the key: whatever is left of a killed removal cannot be read. */
export async function removeAttempt(
  { landing, keys }: VaultDeps,
  { deliveryId, attempt }: Attempt,
): Promise<void> {
  const prefix = `${deliveryId}/${attempt}/`;
  await landing.abortUnfinished(prefix);
  for await (const { key } of landing.list(prefix)) await landing.delete(key);
  await keys.destroy({ kind: 'landing', attempt }, 1);
}

/** @throws SluisError DeliveryUnknown where nothing of the delivery was sealed */
export async function sealedLanding(client: ClientBase, deliveryId: string): Promise<SealedLanding> {
  const found = await sealed(client, 'vault_object', landingSealKey(deliveryId));
  if (found) return found.body as unknown as SealedLanding;
  throw new SluisError('DeliveryUnknown', `Nothing of delivery ${deliveryId} has been sealed.`);
}
