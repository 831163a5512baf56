import type { ClientBase } from 'pg';
import { sealed } from '../../../catalog/seals.js';
import type { Gate } from '../../../domain/names.js';
import type { Profile } from '../../../domain/profile.js';
import type { Facts } from '../../../policy/facts.js';
import { sealedVersion } from '../../sealed-dataset.js';
import { profileSealKey } from '../../vault/seal-keys.js';
import { contractFacts, reviewFacts } from './contract-facts.js';
import { earlierDeliveries } from './earlier-deliveries.js';

interface DeliveryRow {
  readonly contractHash: string;
  readonly openedAt: Date;
  readonly deliveredBy: string;
  readonly pseudonymised: string | null;
}

/** What is known of one delivery at G1 to G3: contract, decisions, profile, and what would become curated. */
export async function deliveryFacts(
  client: ClientBase,
  gate: Gate,
  deliveryId: string,
  version?: string,
): Promise<Facts> {
  const { rows } = await client.query<DeliveryRow>(
    `SELECT contract_hash AS "contractHash", opened_at AS "openedAt", delivered_by AS "deliveredBy", pseudonymised
     FROM catalog.delivery WHERE delivery_id = $1`,
    [deliveryId],
  );
  const delivery = rows[0];
  if (!delivery) return {};
  const found = await contractFacts(client, delivery.contractHash);
  if (!found) return {};
  const { known, legalHold } = found;
  const profile = await sealed(client, 'vault_profile', profileSealKey(deliveryId));
  const reviewed = { subjectId: deliveryId, askedBy: delivery.deliveredBy };
  const reviews = await reviewFacts(client, reviewed, delivery.contractHash);
  const zone = gate === 'G3' ? 'pseudonymised' : 'landing';
  return {
    ...known,
    ...(await earlierDeliveries(client, known.contract, deliveryId)),
    retention: { zone, storedAt: delivery.openedAt.toISOString(), legalHold },
    reviews,
    ...(profile ? { profile: profile.body as unknown as Profile } : {}),
    ...(version && delivery.pseudonymised ? await curatedFacts(client, version, delivery.pseudonymised) : {}),
  };
}

/** The curated dataset that waits for G3, as the data worker sealed it: made from this delivery, and no other. */
async function curatedFacts(
  client: ClientBase,
  version: string,
  pseudonymised: string,
): Promise<Pick<Facts, 'columns' | 'risk'>> {
  const { manifest, risk } = await sealedVersion(client, 'data_object', version);
  const isOfDelivery = manifest.inputs.length === 1 && manifest.inputs[0] === pseudonymised;
  if (manifest.zone !== 'curated' || !isOfDelivery) return {};
  return { columns: manifest.columns, ...(risk ? { risk } : {}) };
}
