import type { ClientBase } from 'pg';
import type { ColumnEdge } from '../catalog/event-bodies.js';
import { type SealTable, seal, sealed } from '../catalog/seals.js';
import type { Json } from '../domain/canonical-json.js';
import type { Manifest } from '../domain/dataset.js';
import { sha256Json } from '../domain/digest.js';
import { SluisError } from '../domain/errors.js';
import type { Sealed } from '../domain/ingest.js';
import type { RiskReport } from '../domain/profile.js';

/** What a worker seals of a dataset version that it made; control turns it into an event. */
export interface SealedDataset {
  /** SHA-256 of the canonical JSON of the manifest. */
  readonly version: string;
  readonly manifest: Manifest;
  readonly edges: readonly ColumnEdge[];
  readonly rowsIn: number;
  /** Per lake column: identifiers that failed their check, and values that could not be treated or converted. */
  readonly invalid: Readonly<Record<string, number>>;
  /** Pseudonymised: the keys that were leased. */
  readonly keyIds?: readonly string[];
  /** Curated. */
  readonly risk?: RiskReport;
  /** Protected and released: figures of all protected tables, and the hidden ones. */
  readonly cells?: number;
  readonly hidden?: number;
  /** Protected: seal of the report that only the output checker reads. */
  readonly reportHash?: string;
}

/** Names the version by its manifest and seals it under the key of what it was made from. First wins. */
export async function sealDataset(
  client: ClientBase,
  table: SealTable,
  outputKey: string,
  dataset: Omit<SealedDataset, 'version'>,
): Promise<SealedDataset> {
  const version = sha256Json(dataset.manifest as unknown as Json);
  const body = { ...dataset, version } as unknown as Json;
  return (await seal(client, table, outputKey, body)).body as unknown as SealedDataset;
}

/** What stands under an output key already, or null. */
export async function sealedUnder(
  client: ClientBase,
  table: SealTable,
  outputKey: string,
): Promise<SealedDataset | null> {
  const found = await sealed(client, table, outputKey);
  return found === null ? null : (found.body as unknown as SealedDataset);
}

/** The sealed dataset of a version. DatasetUnknown where no worker sealed it. */
export async function sealedVersion(
  client: ClientBase,
  table: SealTable,
  version: string,
): Promise<SealedDataset> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT seal_key AS key FROM catalog.${table} WHERE body->>'version' = $1`,
    [version],
  );
  const key = rows[0]?.key;
  const found = key === undefined ? null : await sealedUnder(client, table, key);
  if (found) return found;
  throw new SluisError('DatasetUnknown', `No worker sealed dataset version ${version}.`);
}

export function answerOf({ version, manifest }: SealedDataset): Sealed {
  return { version, rows: manifest.rows, manifest };
}
