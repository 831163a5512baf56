import type { ClientBase } from 'pg';
import type { Zone } from '../../domain/names.js';
import type { ObjectStore } from '../../lake/object-store.js';
import { withClient } from '../catalog-session.js';
import type { RemovedCopy } from '../contract.js';
import { withHeartbeat } from '../progress.js';
import { type Doomed, removeSealed } from '../removed-seals.js';
import type { DataDeps } from './deps.js';

/**
 * Removes what the data worker holds of versions in quarantine: the versions themselves, and what was made of them alone.
 * All of it can be made again of what it was made of.
 */
export const makeRemoveCopies = (deps: DataDeps) =>
  async function removeCopies(versions: readonly string[]): Promise<readonly RemovedCopy[]> {
    const zones: Partial<Record<Zone, ObjectStore>> = { curated: deps.curated, result: deps.result };
    return await withHeartbeat(() =>
      withClient(deps.pool, async (client) => {
        const removed: RemovedCopy[] = [];
        for (const of of versions) {
          for (const one of await copiesOf(client, of)) {
            const store = zones[one.dataset.manifest.zone];
            if (store) removed.push({ of, objects: await removeSealed(client, 'data_object', store, one) });
          }
        }
        return removed;
      }),
    );
  };

async function copiesOf(client: ClientBase, version: string): Promise<readonly Doomed[]> {
  const { rows } = await client.query<Doomed>(
    `SELECT o.seal_key AS "outputKey", o.body AS dataset FROM catalog.data_object o
     WHERE (o.body->>'version' = $1 OR o.body->'manifest'->'inputs' @> to_jsonb(ARRAY[$1::text]))
       AND NOT EXISTS (SELECT 1 FROM catalog.dataset_version v
         WHERE v.version = o.body->>'version' AND v.state = 'current')
     ORDER BY o.seal_key`,
    [version],
  );
  return rows;
}
