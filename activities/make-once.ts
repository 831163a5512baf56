import type pg from 'pg';
import type { SealTable } from '../catalog/seals.js';
import { withClient } from './catalog-session.js';
import { withHeartbeat } from './progress.js';
import { type SealedDataset, sealedUnder } from './sealed-dataset.js';
import { withWorkFolder } from './work-files.js';

/** Answers what is sealed under an output key; where nothing is, makes it in a work folder while the heart beats. */
export async function makeOnce(
  { pool, workFolder }: { readonly pool: pg.Pool; readonly workFolder: string },
  table: SealTable,
  outputKey: string,
  make: (folder: string, signal: AbortSignal) => Promise<SealedDataset>,
): Promise<SealedDataset> {
  const known = await withClient(pool, (client) => sealedUnder(client, table, outputKey));
  return (
    known ?? (await withHeartbeat((signal) => withWorkFolder(workFolder, (folder) => make(folder, signal))))
  );
}
