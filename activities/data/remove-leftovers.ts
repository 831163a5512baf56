import type { Subject } from '../../catalog/event-bodies.js';
import { withClient } from '../catalog-session.js';
import { removeOutputs } from '../removals.js';
import { removingCopies, removingPublished } from './data-removals.js';
import type { DataDeps } from './deps.js';

type Leaving = Subject & { readonly kind: 'run' | 'release' };

/**
 * Removes what runs and releases that have ended left and the log does not claim: of a step that failed or was cut short.
 * Their workflows do so themselves; this is for those that ended, or that Temporal lost, before they came to it. Harmless
 * to repeat.
 */
export async function removeLeftovers(
  deps: Pick<DataDeps, 'pool' | 'curated' | 'result' | 'released'>,
): Promise<void> {
  const { rows } = await withClient(deps.pool, (client) => client.query<Leaving>(LEAVING));
  for (const subject of rows) {
    await removeOutputs(removingPublished(deps), subject, []);
    await removeOutputs(removingCopies(deps), subject, []);
  }
}

/** Whatever of them was to be written and is neither sealed as removed nor a version that stands in the log. */
const LEAVING = `
  SELECT DISTINCT ended.kind, ended.id
  FROM (SELECT 'run' AS kind, run_id AS id FROM catalog.run WHERE state IN ('refused', 'cancelled')
        UNION ALL SELECT 'release', release_id FROM catalog.release WHERE state IN ('refused', 'rejected', 'expired')) ended
  JOIN catalog.data_object i ON i.body->>'madeFor' = ended.kind || ':' || ended.id
  WHERE NOT EXISTS (SELECT FROM catalog.data_object r WHERE r.seal_key = 'removed:' || (i.body->>'outputKey'))
    AND NOT EXISTS (
      SELECT FROM catalog.data_object s JOIN catalog.dataset_version v ON v.version = s.body->>'version'
      WHERE s.seal_key = i.body->>'outputKey' AND v.state = 'current')
  ORDER BY 1, 2`;
