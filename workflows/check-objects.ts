import type { ObjectFinding, SealFinding } from '../activities/contract.js';
import type { ObjectDigest } from '../catalog/object-digests.js';
import type { SealDigest } from '../catalog/seal-digests.js';
import { control, data, vault } from './activities.js';

export interface ObjectsToCheck {
  readonly vault: readonly ObjectDigest[];
  readonly data: readonly ObjectDigest[];
  readonly seals: readonly SealDigest[];
}

export interface ObjectsChecked {
  readonly objects: readonly ObjectFinding[];
  readonly seals: readonly SealFinding[];
}

/** Has each worker read the objects of its own zones, as nobody else may, and control the seals of both. */
export async function checkObjects(claims: ObjectsToCheck): Promise<ObjectsChecked> {
  const [ofVault, ofData, seals] = await Promise.all([
    claims.vault.length > 0 ? vault.checkObjects(claims.vault) : [],
    claims.data.length > 0 ? data.checkObjects(claims.data) : [],
    claims.seals.length > 0 ? control.checkSeals(claims.seals) : [],
  ]);
  return { objects: [...ofVault, ...ofData], seals };
}
