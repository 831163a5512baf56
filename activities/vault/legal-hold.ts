import type { ClientBase } from 'pg';

/** Whether a legal hold stands on the source of a delivery: then nothing of it is removed. */
export async function isHeld(client: ClientBase, deliveryId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM catalog.delivery d JOIN catalog.measure m ON m.source_id = d.source_id
     WHERE d.delivery_id = $1 AND m.state = 'held'`,
    [deliveryId],
  );
  return rowCount !== 0;
}
