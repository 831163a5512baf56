import type { ClientBase } from 'pg';
import type { Manifest } from '../../../domain/dataset.js';
import type { InputFacts, ReviewFacts } from '../../../policy/facts.js';
import { contractFacts, reviewFacts } from './contract-facts.js';
import { earlierDeliveries } from './earlier-deliveries.js';

export interface AskedInput {
  readonly version: string;
  readonly columns: readonly string[];
}

export interface KnownInputs {
  readonly inputs: readonly InputFacts[];
  /** Reviews of the deliveries that the inputs were made from. */
  readonly reviews: readonly ReviewFacts[];
  readonly manifests: ReadonlyMap<string, Manifest>;
}

interface VersionRow {
  readonly dataset: string;
  readonly zone: string;
  readonly contractHash: string;
  readonly deliveryId: string | null;
  readonly access: 'open' | 'restricted';
  readonly state: 'current' | 'quarantined';
  readonly manifest: Manifest;
  readonly madeAt: Date;
}

/** Each input as the catalog knows it. An unknown, quarantined or uncurated version has unknown lineage: the gate denies. */
export async function inputFacts(client: ClientBase, asked: readonly AskedInput[]): Promise<KnownInputs> {
  const inputs: InputFacts[] = [];
  const reviews: ReviewFacts[] = [];
  const manifests = new Map<string, Manifest>();
  for (const { version, columns } of asked) {
    const row = await versionRow(client, version);
    const known = row ? await contractFacts(client, row.contractHash) : null;
    if (!row || !known?.contract || row.zone !== 'curated' || row.state !== 'current') continue;
    const { contract, approval, lifecycle } = known;
    manifests.set(version, row.manifest);
    inputs.push({
      dataset: row.dataset,
      version,
      contract,
      ancestors: [],
      columns,
      restricted: row.access === 'restricted',
      lineage: 'complete',
      ...(await earlierDeliveries(client, contract, row.deliveryId)),
      ...(approval ? { approval } : {}),
      ...(lifecycle ? { lifecycle } : {}),
      retention: { zone: 'curated', storedAt: row.madeAt.toISOString(), legalHold: false },
    });
    if (row.deliveryId)
      reviews.push(...(await reviewFacts(client, row.deliveryId, row.contractHash, contract)));
  }
  return { inputs, reviews, manifests };
}

async function versionRow(client: ClientBase, version: string): Promise<VersionRow | null> {
  const { rows } = await client.query<VersionRow>(
    `SELECT dataset, zone, contract_hash AS "contractHash", delivery_id AS "deliveryId", access, state, manifest,
       made_at AS "madeAt" FROM catalog.dataset_version WHERE version = $1`,
    [version],
  );
  return rows[0] ?? null;
}
