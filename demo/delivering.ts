import type { IngestState } from '../domain/ingest-state.js';
import { waitingFor } from '../domain/request.js';
import type { Access } from '../operations/access.js';
import { type Delivering, deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { approveByAll, type Decided, within } from './waiting.js';

export interface DeliveryOutcome {
  readonly deliveryId: string;
  readonly state: IngestState;
  /** Who decided the reviews that the gates asked for. */
  readonly decisions: readonly Decided[];
}

const REASON = 'The verdict was read; restricted use under the approved theme is justified (demo).';

/** One delivery through intake, gates and reviews to its end. */
export async function deliverDemo(
  access: Access,
  sourceId: string,
  files: readonly string[],
): Promise<DeliveryOutcome> {
  const delivering = await deliver(access, { sourceId, files, deliverer: demoAccount('provider', 'demo') });
  const decisions: Decided[] = [];
  for (;;) {
    const state = await pausing(delivering);
    const review = state.review;
    if (state.stage !== 'awaitingReview' || review === null)
      return { deliveryId: delivering.deliveryId, state, decisions };
    const { requestId } = review.request;
    decisions.push(...(await approveByAll(access, requestId, waitingFor(review), REASON)));
  }
}

const ENDS = ['curated', 'refused', 'aborted'];

/** Ended, or waiting for people who have yet to decide. */
function pausing({ state }: Delivering): Promise<IngestState> {
  return within('the next step of a delivery', 600, async () => {
    const now = await state();
    const waits = now.stage === 'awaitingReview' && now.review !== null && waitingFor(now.review).length > 0;
    return ENDS.includes(now.stage) || waits ? now : null;
  });
}
