import type { ClientBase } from 'pg';
import type { Contract } from '../../policy/contract.js';
import { wantedDomain } from '../../policy/treatment-plan.js';

/**
 * The domain that a source's pseudonyms live in: its approved linkage domain, otherwise the source alone, so that
 * nothing can be joined that nobody decided on.
 */
export async function pseudonymDomain(client: ClientBase, contract: Contract): Promise<string> {
  const wanted = wantedDomain(contract);
  if (wanted === undefined) return contract.sourceId;
  const { rowCount } = await client.query(
    `SELECT 1 FROM catalog.linkage WHERE linkage_id = $1 AND approved_at IS NOT NULL
       AND to_char(now() AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM-DD') BETWEEN valid_from AND valid_until
       AND body->'sources' @> jsonb_build_array(jsonb_build_object('sourceId', $2::text))`,
    [wanted, contract.sourceId],
  );
  return (rowCount ?? 0) > 0 ? wanted : contract.sourceId;
}
