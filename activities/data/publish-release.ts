import { join } from 'node:path';
import type { ColumnEdge, ReleaseRequested } from '../../catalog/event-bodies.js';
import type { Manifest, StoredObject } from '../../domain/dataset.js';
import { sha256Json } from '../../domain/digest.js';
import { SluisError } from '../../domain/errors.js';
import type { Sealed } from '../../domain/ingest.js';
import { readBack } from '../../lake/publish-read-back.js';
import { withClient } from '../catalog-session.js';
import { makeOnce, type Output } from '../make-once.js';
import { answerOf, type SealedDataset, sealedUnder } from '../sealed-dataset.js';
import { download, upload } from '../work-files.js';
import type { DataDeps } from './deps.js';

/**
 * Carries the very bytes that were attacked and decided on into the released zone, and reads them back from there with
 * an independent reader before they count as released.
 */
export const makePublishRelease = (deps: DataDeps) =>
  async function publishRelease(request: ReleaseRequested): Promise<Sealed> {
    const { releaseId, theme } = request;
    const output: Output = {
      table: 'data_object',
      key: `released:${releaseId}`,
      madeFor: { kind: 'release', id: releaseId },
      zone: 'released',
      store: deps.released,
      // Where the protected tables lie in their own zone.
      prefixOf: () => `${theme}/${sha256Json(releaseId).slice(0, 32)}`,
    };
    return answerOf(await makeOnce(deps, output, (_, folder, signal) => make(deps, request, folder, signal)));
  };

async function make(
  deps: DataDeps,
  request: ReleaseRequested,
  folder: string,
  signal: AbortSignal,
): Promise<Omit<SealedDataset, 'version'>> {
  const safe = await withClient(deps.pool, (client) =>
    sealedUnder(client, 'data_object', `protected:${request.releaseId}`),
  );
  if (!safe) throw new SluisError('DatasetUnknown', `Release ${request.releaseId} has not been protected.`);
  const fetched: (readonly [object: StoredObject, path: string])[] = [];
  for (const [index, object] of safe.manifest.objects.entries()) {
    const path = join(folder, `${index}`);
    await download(deps.result, object, path, signal);
    fetched.push([object, path]);
  }
  // All are what was attacked: only now does the first one go where everybody can read it.
  const objects: StoredObject[] = [];
  for (const [object, path] of fetched) objects.push(await publishOne(deps, object, path, signal));
  const manifest: Manifest = { ...safe.manifest, zone: 'released', inputs: [safe.version], objects };
  const edges = manifest.columns.map(
    ({ name }): ColumnEdge => ({
      toColumn: name,
      fromVersion: safe.version,
      fromColumn: name,
      kind: 'DIRECT',
      subtype: 'IDENTITY',
      masking: 'open',
    }),
  );
  const { cells = 0, hidden = 0 } = safe;
  return { manifest, edges, rowsIn: safe.manifest.rows, invalid: {}, cells, hidden };
}

async function publishOne(
  deps: DataDeps,
  object: StoredObject,
  path: string,
  signal: AbortSignal,
): Promise<StoredObject> {
  const published = await upload(deps.released, object.key, path, object.rows, signal);
  const back = `${path}-back.${object.key.split('.').at(-1)}`;
  await download(deps.released, published, back, signal);
  if (object.key.endsWith('.parquet')) await checkRows(back, object);
  return published;
}

async function checkRows(path: string, { key, rows }: StoredObject): Promise<void> {
  const read = await readBack(path);
  if (read.rows.length === rows) return;
  throw new SluisError(
    'DigestMismatch',
    `Published object ${key} reads back ${read.rows.length} of ${rows} rows.`,
  );
}
