import type { ClientBase } from 'pg';
import type { Contract } from '../../../policy/contract.js';
import type { Facts } from '../../../policy/facts.js';

/**
 * How many deliveries came before this one under the same wpg-19 agreement, by whichever contract names it (W09: one
 * delivery): landed, or opened first and still on their way. Nothing where the contract rests on no such agreement.
 * @param deliveryId the delivery that is asked about; null for a contract that is only submitted
 */
export async function earlierDeliveries(
  client: ClientBase,
  contract: Contract,
  deliveryId: string | null,
): Promise<Pick<Facts, 'earlierDeliveries'>> {
  const uris = contract.agreements.filter(({ kind }) => kind === 'wpg-19').map(({ uri }) => uri);
  if (uris.length === 0) return {};
  const { rows } = await client.query<{ earlier: number }>(
    `SELECT count(DISTINCT d.delivery_id)::int AS earlier
     FROM catalog.delivery d
       JOIN catalog.contract c ON c.contract_hash = d.contract_hash
       JOIN LATERAL jsonb_array_elements(c.body->'agreements') AS a ON true
     WHERE a->>'kind' = 'wpg-19' AND a->>'uri' = ANY ($1) AND (d.landing_hash IS NOT NULL OR d.state = 'opened')
       AND d.delivery_id IS DISTINCT FROM $2
       AND ($2::text IS NULL OR NOT EXISTS (SELECT 1 FROM catalog.delivery this
         WHERE this.delivery_id = $2 AND (this.opened_at, this.delivery_id) < (d.opened_at, d.delivery_id)))`,
    [uris, deliveryId],
  );
  return { earlierDeliveries: rows[0]?.earlier ?? 0 };
}
