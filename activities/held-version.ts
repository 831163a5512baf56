import type { ClientBase } from 'pg';

/** Whether a legal hold stands on the source of a dataset version, or of anything that it was made from. */
export async function isHeldVersion(client: ClientBase, version: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `WITH RECURSIVE made AS (
       SELECT contract_hash, manifest->'inputs' AS inputs FROM catalog.dataset_version WHERE version = $1
       UNION SELECT v.contract_hash, v.manifest->'inputs' FROM made
         CROSS JOIN LATERAL jsonb_array_elements_text(made.inputs) AS behind(version)
         JOIN catalog.dataset_version v ON v.version = behind.version)
     SELECT FROM made JOIN catalog.contract c ON c.contract_hash = made.contract_hash
       JOIN catalog.measure m ON m.source_id = c.source_id AND m.state = 'held'`,
    [version],
  );
  return rowCount !== 0;
}
