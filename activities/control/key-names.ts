import type { ClientBase } from 'pg';
import type { NewEvent } from '../../catalog/event-types.js';
import { SluisError } from '../../domain/errors.js';

/**
 * The key of pseudonyms is one of a linkage domain or one of a source, by the id of either: where both bear one id, what
 * nobody decided to link would be linked, and no gate would see two domains.
 * @throws SluisError ContractInvalid
 */
export async function refuseTakenName(client: ClientBase, { type, body }: NewEvent): Promise<void> {
  if (type === 'contractSubmitted' && 'sourceId' in body) {
    const found = await client.query('SELECT 1 FROM catalog.linkage WHERE linkage_id = $1', [body.sourceId]);
    if (found.rows.length > 0)
      throw new SluisError(
        'ContractInvalid',
        `${body.sourceId} is the id of a linkage domain, and their pseudonyms would share a key: give the source another sourceId.`,
      );
  }
  if (type === 'linkageSubmitted' && 'linkageId' in body) {
    const found = await client.query('SELECT 1 FROM catalog.contract WHERE source_id = $1', [body.linkageId]);
    if (found.rows.length > 0)
      throw new SluisError(
        'ContractInvalid',
        `${body.linkageId} is the id of a source, and their pseudonyms would share a key: give the linkage domain another id.`,
      );
  }
}
