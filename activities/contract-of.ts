import type { ClientBase } from 'pg';
import { SluisError } from '../domain/errors.js';
import type { Contract } from '../policy/contract.js';

/** A contract by its hash, as it was submitted. SourceUnknown where the catalog has none. */
export async function contractByHash(client: ClientBase, hash: string): Promise<Contract> {
  const { rows } = await client.query<{ body: Contract }>(
    'SELECT body FROM catalog.contract WHERE contract_hash = $1',
    [hash],
  );
  if (rows[0]) return rows[0].body;
  throw new SluisError('SourceUnknown', `The catalog has no contract ${hash.slice(0, 12)}.`);
}

/** Contract hash of a delivery. */
export async function deliveryContract(client: ClientBase, deliveryId: string): Promise<string> {
  const { rows } = await client.query<{ hash: string }>(
    'SELECT contract_hash AS hash FROM catalog.delivery WHERE delivery_id = $1',
    [deliveryId],
  );
  if (rows[0]) return rows[0].hash;
  throw new SluisError('DeliveryUnknown', `The catalog has no delivery ${deliveryId}.`);
}
