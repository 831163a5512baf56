import type { ClientBase } from 'pg';
import { sealed } from '../../../catalog/seals.js';
import type { Manifest } from '../../../domain/dataset.js';
import type { VersionState } from '../../../domain/lifecycle-tables.js';
import type { Profile, RiskReport } from '../../../domain/profile.js';
import type { Contract } from '../../../policy/contract.js';
import type { InputFacts, ReviewFacts } from '../../../policy/facts.js';
import { profileSealKey } from '../../vault/seal-keys.js';
import { ancestry } from './ancestry.js';
import { contractFacts, type Reviewed, reviewFacts } from './contract-facts.js';
import { earlierDeliveries } from './earlier-deliveries.js';
import { KEPT_SINCE } from './kept-since.js';

export interface AskedInput {
  readonly version: string;
  readonly columns: readonly string[];
}

export interface KnownInputs {
  readonly inputs: readonly InputFacts[];
  /** Reviews of the deliveries that the inputs were made from, and of the run or release that rests on them. */
  readonly reviews: readonly ReviewFacts[];
  readonly manifests: ReadonlyMap<string, Manifest>;
}

interface VersionRow {
  readonly dataset: string;
  readonly zone: string;
  readonly contractHash: string;
  readonly deliveryId: string | null;
  readonly deliveredBy: string | null;
  readonly access: 'open' | 'restricted';
  readonly state: VersionState;
  readonly manifest: Manifest;
  readonly keptSince: Date;
  readonly risk: RiskReport | null;
}

/** Each input as the catalog knows it. An unknown, quarantined or uncurated version has unknown lineage: the gate denies. */
export async function inputFacts(
  client: ClientBase,
  asked: readonly AskedInput[],
  resting: readonly Reviewed[] = [],
): Promise<KnownInputs> {
  const inputs: InputFacts[] = [];
  const reviews: ReviewFacts[] = [];
  const manifests = new Map<string, Manifest>();
  for (const { version, columns } of asked) {
    const row = await versionRow(client, version);
    const found = row ? await contractFacts(client, row.contractHash) : null;
    if (!row || !found || row.zone !== 'curated' || row.state !== 'current') continue;
    const { contract, approval, lifecycle } = found.known;
    manifests.set(version, row.manifest);
    inputs.push({
      dataset: row.dataset,
      version,
      contract,
      columns,
      restricted: row.access === 'restricted',
      ...(await ancestry(client, version, row.contractHash)),
      curated: row.manifest.columns,
      ...(row.risk ? { risk: row.risk } : {}),
      ...(await deliveredFacts(client, row.deliveryId, contract)),
      ...(approval ? { approval } : {}),
      ...(lifecycle ? { lifecycle } : {}),
      retention: { zone: 'curated', storedAt: row.keptSince.toISOString(), legalHold: found.legalHold },
    });
    for (const reviewed of [...deliveryOf(row), ...resting])
      reviews.push(...(await reviewFacts(client, reviewed, row.contractHash)));
  }
  return { inputs, reviews, manifests };
}

function deliveryOf({ deliveryId, deliveredBy }: VersionRow): readonly Reviewed[] {
  return deliveryId && deliveredBy ? [{ subjectId: deliveryId, askedBy: deliveredBy }] : [];
}

/** What its delivery was found to hold, and which came before it. */
async function deliveredFacts(
  client: ClientBase,
  deliveryId: string | null,
  contract: Contract,
): Promise<Pick<InputFacts, 'profile' | 'earlierDeliveries'>> {
  const earlier = await earlierDeliveries(client, contract, deliveryId);
  const profile =
    deliveryId === null ? null : await sealed(client, 'vault_profile', profileSealKey(deliveryId));
  return { ...earlier, ...(profile ? { profile: profile.body as unknown as Profile } : {}) };
}

async function versionRow(client: ClientBase, version: string): Promise<VersionRow | null> {
  const { rows } = await client.query<VersionRow>(
    `SELECT v.dataset, v.zone, v.contract_hash AS "contractHash", v.delivery_id AS "deliveryId",
       d.delivered_by AS "deliveredBy", v.access, v.state, v.manifest, v.risk,
       ${KEPT_SINCE} AS "keptSince"
     FROM catalog.dataset_version v LEFT JOIN catalog.delivery d ON d.delivery_id = v.delivery_id
     WHERE v.version = $1`,
    [version],
  );
  return rows[0] ?? null;
}
