import type { ObjectFinding } from '../activities/contract.js';
import type { ObjectDigest } from '../catalog/object-digests.js';
import { data, vault } from './activities.js';

export interface ObjectsToCheck {
  readonly vault: readonly ObjectDigest[];
  readonly data: readonly ObjectDigest[];
}

/** Has each worker read the objects of its own zones, as nobody else may. */
export async function checkObjects(claims: ObjectsToCheck): Promise<readonly ObjectFinding[]> {
  const [ofVault, ofData] = await Promise.all([
    claims.vault.length > 0 ? vault.checkObjects(claims.vault) : [],
    claims.data.length > 0 ? data.checkObjects(claims.data) : [],
  ]);
  return [...ofVault, ...ofData];
}
