import { sealed } from '../../catalog/seals.js';
import type { ObjectStore } from '../../lake/object-store.js';
import { withClient } from '../catalog-session.js';
import type { SealedDataset } from '../sealed-dataset.js';
import type { DataDeps } from './deps.js';

/**
 * Takes back what a publication that was stopped left where everybody can read: the objects that it would have made, if
 * they are there. Does nothing to a release that stands in the log as released: what was public stays public.
 */
export const makeRetractRelease = ({ pool, released }: Pick<DataDeps, 'pool'> & { released: ObjectStore }) =>
  async function retractRelease(releaseId: string): Promise<void> {
    const keys = await withClient(pool, async (client) => {
      const seal = await sealed(client, 'data_object', `protected:${releaseId}`);
      const { manifest } = (seal?.body ?? { manifest: { objects: [] } }) as unknown as SealedDataset;
      const { rows } = await client.query<{ key: string }>(
        `SELECT object->>'key' AS key FROM catalog.dataset_version v, jsonb_array_elements(v.manifest->'objects') object
         WHERE v.zone = 'released' AND object->>'key' = ANY($1)`,
        [manifest.objects.map(({ key }) => key)],
      );
      const published = new Set(rows.map(({ key }) => key));
      return manifest.objects.map(({ key }) => key).filter((key) => !published.has(key));
    });
    for (const key of keys) await released.delete(key);
  };
