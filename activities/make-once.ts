import type pg from 'pg';
import type { ClientBase } from 'pg';
import type { Subject } from '../catalog/event-bodies.js';
import type { SealTable } from '../catalog/seals.js';
import { SluisError } from '../domain/errors.js';
import type { Zone } from '../domain/names.js';
import type { ObjectStore } from '../lake/object-store.js';
import { withTransaction } from './catalog-session.js';
import { madeFor, sealedFor, sealIntent } from './intents.js';
import { isLost, type KeyOf, lockOutput, outputKey } from './output-keys.js';
import { withHeartbeat } from './progress.js';
import { type SealedDataset, sealDataset, sealedUnder } from './sealed-dataset.js';
import { withWorkFolder } from './work-files.js';

/** What a step is to make, and for what. */
export interface Output {
  readonly table: SealTable;
  readonly key: KeyOf;
  readonly madeFor: Subject;
  readonly zone: Zone;
  readonly store: ObjectStore;
  /** How the keys of its objects begin, and no others. */
  readonly prefixOf: (outputKey: string) => string;
}

type Unsealed = Omit<SealedDataset, 'version'>;

/**
 * Answers what was made for its subject already, by whatever code: a step that is done again after an upgrade goes on with
 * what stands in the log and what people decided on. Else answers what is sealed under the output key; where nothing is, or
 * it was removed since, makes it in a work folder while the heart beats. It counts as made for its subject from here on: who
 * removes asks under the same lock.
 * @throws SluisError CatalogConflict where its subject has ended meanwhile, and nothing is to be made for it any more
 */
export async function makeOnce(
  { pool, workFolder }: { readonly pool: pg.Pool; readonly workFolder: string },
  output: Output,
  make: (prefix: string, folder: string, signal: AbortSignal) => Promise<Unsealed>,
): Promise<SealedDataset> {
  const { key, known } = await withTransaction(pool, (client) => begin(client, output));
  if (known !== null) return known;
  return await withHeartbeat((signal) =>
    withWorkFolder(workFolder, async (folder) => {
      const made = await make(output.prefixOf(key), folder, signal);
      const sealed = await withTransaction(pool, (client) => finish(client, output, key, made));
      if (sealed !== null) return sealed;
      // An attempt that was given up: what it was made for has ended, and what lay here was removed before this came.
      for (const object of made.manifest.objects) await output.store.delete(object.key);
      throw ended(key);
    }),
  );
}

interface Begun {
  readonly key: string;
  readonly known: SealedDataset | null;
}

/** What was made for the subject before; else the first key of which nothing is lost, with what stands under it. */
async function begin(client: ClientBase, output: Output): Promise<Begun> {
  const { table, zone, prefixOf } = output;
  for (const key of await sealedFor(client, table, output.madeFor, zone)) {
    await lockOutput(client, key);
    if (!(await isLost(client, table, key))) return { key, known: await sealedUnder(client, table, key) };
  }
  for (let again = 0; ; again += 1) {
    const key = outputKey(output.key, again);
    if (key === null) throw ended(String(output.key));
    await lockOutput(client, key);
    if (await isLost(client, table, key)) continue;
    const intent = { madeFor: madeFor(output.madeFor), outputKey: key, zone, prefix: prefixOf(key) };
    await sealIntent(client, table, intent);
    return { key, known: await sealedUnder(client, table, key) };
  }
}

async function finish(
  client: ClientBase,
  { table }: Output,
  key: string,
  made: Unsealed,
): Promise<SealedDataset | null> {
  await lockOutput(client, key);
  return (await isLost(client, table, key)) ? null : await sealDataset(client, table, key, made);
}

function ended(key: string): SluisError {
  return new SluisError(
    'CatalogConflict',
    `What ${key.slice(0, 32)} names was removed, because what it was made for had ended.`,
  );
}
