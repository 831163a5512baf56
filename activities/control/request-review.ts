import { appendFirst } from '../../catalog/append.js';
import type { ReviewRequested } from '../../catalog/event-bodies.js';
import type { NewEvent } from '../../catalog/event-types.js';
import { SluisError } from '../../domain/errors.js';
import type { RequestLifeState } from '../../domain/lifecycle-tables.js';
import type { StandingReview } from '../contract.js';
import { type ControlDeps, stepOf, transact } from './deps.js';

/**
 * Puts a REVIEW to people, once a gate, and answers it as it stands in the log. Where the workflow was started again the
 * gate may have found other facts (the decisions so far are among them): people go on deciding on what they have read.
 */
export const makeRequestReview = (deps: ControlDeps) =>
  async function requestReview(review: ReviewRequested): Promise<StandingReview> {
    return await transact(deps, async (client) => {
      const identity = stepOf(`review:${review.gate}`, 0);
      const stored = await appendFirst(
        client,
        identity,
        async (): Promise<NewEvent> => ({
          type: 'reviewRequested',
          identity,
          occurredAt: deps.now(),
          actor: 'worker:control',
          body: review,
        }),
      );
      if (stored.type !== 'reviewRequested')
        throw new SluisError('CatalogConflict', 'The identity of a review holds another event.');
      const { requestId, subjectHash } = stored.body;
      const { rows } = await client.query<{ state: RequestLifeState }>(
        'SELECT state FROM catalog.request WHERE request_id = $1',
        [requestId],
      );
      return { subjectHash, state: rows[0]?.state ?? 'open' };
    });
  };
