import { asking, digest, manifest, staff } from '../../catalog/testing/life-parts.js';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import type { Zone } from '../../domain/names.js';
import type { Contract } from '../../policy/contract.js';
import { PROFILED } from './data-stage.js';
import type { Stage } from './stage.js';

let deliveries = 0;

/** Submits a contract by an event of its own, and answers its hash. */
export async function submittedBy(stage: Stage, contract: Contract): Promise<string> {
  const { sourceId } = contract;
  const contractHash = sha256Json(contract as unknown as Json);
  const submitter = staff('a', 'steward');
  await stage.append('contractSubmitted', {
    ...asking(`onboard:${sourceId}:1`, contractHash, ['steward']),
    ...{ sourceId, contractHash, contract, submitter },
  });
  return contractHash;
}

/** A source of which a delivery went all the way, by its events alone: nothing of it lies in a store. */
export interface CuratedSource {
  readonly sourceId: string;
  readonly contractHash: string;
  /** Tells the versions of one delivery from those of another. */
  readonly digits: readonly [landing: string, pseudonymised: string, curated: string];
  /** What its curated version says that it was made from; the pseudonymised one where nothing else is given. */
  readonly madeFrom?: readonly string[];
  readonly access?: 'open' | 'restricted';
  /** When its events happened; on the day of the stage where nothing is given. */
  readonly on?: string;
}

/** Records the events of a delivery of the source, and answers its curated version. */
export async function curatedSource(stage: Stage, source: CuratedSource): Promise<string> {
  const { sourceId, contractHash, on } = source;
  const [landing, pseudonymised, curated] = source.digits.map((digit) => digest(digit)) as [
    string,
    string,
    string,
  ];
  deliveries += 1;
  const deliveryId = `delivery-by-events-${deliveries}`;
  const deliveredBy = staff('d', 'provider');
  await stage.append('deliveryOpened', { deliveryId, sourceId, contractHash, deliveredBy }, on);
  const landed = { attempt: 'a', keyId: 'k', landingHash: landing, parts: [] };
  await stage.append('deliveryLanded', { deliveryId, ...landed }, on);
  await stage.append('deliveryProfiled', { deliveryId, ...PROFILED }, on);
  const made = (zone: Zone, version: string, inputs: readonly string[]) => ({
    version,
    manifest: { ...manifest(zone, inputs), contractHash },
    edges: [],
    deliveryId,
    rowsIn: 6,
  });
  await stage.append(
    'pseudonymised',
    { ...made('pseudonymised', pseudonymised, [landing]), invalidIds: [], keyIds: [] },
    on,
  );
  await stage.append(
    'curated',
    {
      ...made('curated', curated, source.madeFrom ?? [pseudonymised]),
      access: source.access ?? 'open',
    },
    on,
  );
  return curated;
}
