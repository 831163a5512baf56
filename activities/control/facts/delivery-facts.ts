import type { ClientBase } from 'pg';
import { sealed } from '../../../catalog/seals.js';
import type { Gate } from '../../../domain/names.js';
import type { Profile } from '../../../domain/profile.js';
import type { Facts } from '../../../policy/facts.js';
import type { SealedDataset } from '../../sealed-dataset.js';
import { profileSealKey } from '../../vault/seal-keys.js';
import { contractFacts, reviewFacts } from './contract-facts.js';

/** What is known of one delivery at G1 to G3: contract, decisions, profile, and what would become curated. */
export async function deliveryFacts(client: ClientBase, gate: Gate, deliveryId: string): Promise<Facts> {
  const { rows } = await client.query<{ contractHash: string; openedAt: Date; pseudonymised: string | null }>(
    `SELECT contract_hash AS "contractHash", opened_at AS "openedAt", pseudonymised
     FROM catalog.delivery WHERE delivery_id = $1`,
    [deliveryId],
  );
  const delivery = rows[0];
  if (!delivery) return {};
  const known = await contractFacts(client, delivery.contractHash);
  if (!known?.contract) return {};
  const profile = await sealed(client, 'vault_profile', profileSealKey(deliveryId));
  const reviews = await reviewFacts(client, deliveryId, delivery.contractHash, known.contract);
  const zone = gate === 'G3' ? 'pseudonymised' : 'landing';
  return {
    ...known,
    retention: { zone, storedAt: delivery.openedAt.toISOString(), legalHold: false },
    reviews,
    ...(profile ? { profile: profile.body as unknown as Profile } : {}),
    ...(gate === 'G3' && delivery.pseudonymised ? await curatedFacts(client, delivery.pseudonymised) : {}),
  };
}

/** The curated dataset that waits for G3, as the data worker sealed it. */
async function curatedFacts(
  client: ClientBase,
  pseudonymised: string,
): Promise<Pick<Facts, 'columns' | 'risk'>> {
  const { rows } = await client.query<{ body: SealedDataset }>(
    `SELECT body FROM catalog.data_object
     WHERE body->'manifest'->>'zone' = 'curated' AND body->'manifest'->'inputs' ? $1 ORDER BY sealed_at DESC LIMIT 1`,
    [pseudonymised],
  );
  const body = rows[0]?.body;
  if (!body) return {};
  return { columns: body.manifest.columns, ...(body.risk ? { risk: body.risk } : {}) };
}
