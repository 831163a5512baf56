import { activityInfo } from '@temporalio/activity';
import type { DeliveryRefused } from '../../catalog/event-bodies.js';
import { SluisError } from '../../domain/errors.js';
import type { PartDigest } from '../../domain/ingest.js';
import { withClient } from '../catalog-session.js';
import type { StandingDelivery } from '../contract.js';
import type { ControlDeps } from './deps.js';

interface Row {
  readonly sourceId: string;
  readonly contractHash: string;
  readonly attempt: string | null;
  readonly parts: readonly PartDigest[] | null;
  readonly pseudonymised: string | null;
  readonly refusal: DeliveryRefused | null;
}

/**
 * How a delivery stands in the log whose workflow was started again. Only the workflow that opened it is answered: whoever
 * starts one says nothing of what landed, and nothing of a refusal.
 * @throws SluisError DeliveryUnknown
 */
export const makeStandingDelivery = ({ pool }: ControlDeps) =>
  async function standingDelivery(deliveryId: string): Promise<StandingDelivery> {
    const { rows } = await withClient(pool, (client) =>
      client.query<Row>(STANDING, [deliveryId, activityInfo().workflowExecution?.workflowId]),
    );
    const [row] = rows;
    if (!row)
      throw new SluisError('DeliveryUnknown', `No delivery ${deliveryId} was opened by this workflow.`);
    const { sourceId, contractHash, attempt, parts, refusal } = row;
    const sent = attempt === null || parts === null ? null : { attempt, parts: parts.map(partDigest) };
    const refused = refusal === null ? null : refusalOf(refusal);
    return { deliveryId, sourceId, contractHash, sent, refused, zone: zoneOf(row) };
  };

function refusalOf({ gate, codes, unasked }: DeliveryRefused): StandingDelivery['refused'] {
  return { gate, codes, ...(unasked ? { unasked } : {}) };
}

/** The furthest zone that holds something of it. */
function zoneOf({ pseudonymised, refusal }: Row): StandingDelivery['zone'] {
  if (refusal?.gate === 'G3') return 'curated';
  return pseudonymised === null ? 'landing' : 'pseudonymised';
}

function partDigest({ part, sha256, bytes }: PartDigest): PartDigest {
  return { part, sha256, bytes };
}

const STANDING = `
  SELECT d.source_id AS "sourceId", d.contract_hash AS "contractHash", d.attempt, d.parts, d.pseudonymised,
    e.body AS refusal
  FROM catalog.delivery d LEFT JOIN catalog.event e ON e.workflow_id = d.workflow_id AND e.type = 'deliveryRefused'
  WHERE d.delivery_id = $1 AND d.workflow_id = $2`;
