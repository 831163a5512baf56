import { withClient } from '../catalog-session.js';
import type { ControlDeps } from './deps.js';

/** Workflows that work for a source at this moment: its deliveries, and runs and releases that rest on its data. */
export const makeOpenWork = ({ pool }: ControlDeps) =>
  async function openWork(sourceId: string): Promise<readonly string[]> {
    return await withClient(pool, async (client) => {
      const { rows } = await client.query<{ id: string }>(OPEN_WORK, [sourceId]);
      return rows.map(({ id }) => id);
    });
  };

const OPEN_WORK = `
  WITH resting AS (
    SELECT i.run_id FROM catalog.run_input i
    JOIN catalog.dataset_version v ON v.version = i.version
    JOIN catalog.contract c ON c.contract_hash = v.contract_hash
    WHERE c.source_id = $1)
  SELECT workflow_id AS id FROM catalog.delivery
  WHERE source_id = $1 AND state NOT IN ('aborted', 'refused', 'quarantined', 'destroyed', 'curated')
  UNION SELECT r.workflow_id FROM catalog.run r JOIN resting USING (run_id)
  WHERE r.kind = 'theme' AND r.state = 'requested'
  UNION SELECT q.workflow_id FROM catalog.release l JOIN resting USING (run_id)
  JOIN catalog.request q ON q.request_id = l.request_id
  WHERE l.state IN ('requested', 'protected')
  ORDER BY id`;
