import type { IngestState } from '../domain/ingest-state.js';
import { waitingFor } from '../domain/request.js';
import type { Access } from '../operations/access.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { endedOrWaiting } from '../operations/waiting.js';
import { approveByAll, type Decided } from './waiting.js';

export interface DeliveryOutcome {
  readonly deliveryId: string;
  readonly state: IngestState;
  /** Who decided the reviews that the gates asked for. */
  readonly decisions: readonly Decided[];
}

const REASON = 'The verdict was read; restricted use by approved themes is justified (demo).';

/** One delivery through intake, gates and reviews to its end. */
export async function deliverDemo(
  access: Access,
  sourceId: string,
  files: readonly string[],
): Promise<DeliveryOutcome> {
  const delivering = await deliver(access, { sourceId, files, deliverer: demoAccount('provider', 'demo') });
  const decisions: Decided[] = [];
  for (;;) {
    const state = await endedOrWaiting(access, delivering, asksPeople);
    const review = state.review;
    if (state.stage !== 'awaitingReview' || review === null)
      return { deliveryId: delivering.deliveryId, state, decisions };
    const { requestId } = review.request;
    decisions.push(...(await approveByAll(access, requestId, waitingFor(review), REASON)));
  }
}

/** A review in which somebody has yet to decide. */
function asksPeople({ stage, review }: IngestState): boolean {
  return stage === 'awaitingReview' && review !== null && waitingFor(review).length > 0;
}
