import type { ClientBase } from 'pg';
import type { Manifest } from '../../domain/dataset.js';
import { SluisError } from '../../domain/errors.js';
import type { VersionState } from '../../domain/lifecycle-tables.js';

export interface KnownVersion {
  readonly version: string;
  readonly manifest: Manifest;
  readonly state: VersionState;
}

/** A dataset version as the catalog recorded it. DatasetUnknown where it is not there or stands in quarantine. */
export async function knownVersion(client: ClientBase, version: string): Promise<KnownVersion> {
  const { rows } = await client.query<KnownVersion>(
    'SELECT version, manifest, state FROM catalog.dataset_version WHERE version = $1',
    [version],
  );
  const row = rows[0];
  if (row?.state === 'current') return row;
  const why =
    row?.state === 'destroyed' ? 'is destroyed' : row ? 'stands in quarantine' : 'is not in the catalog';
  throw new SluisError('DatasetUnknown', `Dataset version ${version.slice(0, 12)} ${why}.`);
}
