import type { ClientBase } from 'pg';
import type { RequestClosed } from '../../catalog/event-bodies.js';
import type { NewEvent } from '../../catalog/event-types.js';
import { SluisError } from '../../domain/errors.js';
import { LINKAGE_DECIDERS, requiredDeciders } from '../../policy/deciders.js';
import { isApproved } from '../../policy/rules/submission.js';
import { contractByHash } from '../contract-of.js';
import { decidedFacts } from './facts/contract-facts.js';

/**
 * An approval of a contract or linkage domain is recorded only where the decisions in the log give it, by everybody whom
 * policy demands for it: keys and gates rest on it from then on.
 * @throws SluisError FourEyes
 */
export async function refuseUnapproved(client: ClientBase, { type, body }: NewEvent): Promise<void> {
  if (type !== 'onboardingApproved') return;
  const { requestId, closes } = body as RequestClosed;
  const { request, decisions } = await decidedFacts(client, requestId);
  const demanded =
    closes.kind === 'linkage'
      ? LINKAGE_DECIDERS
      : requiredDeciders(await contractByHash(client, closes.contractHash));
  const hash = closes.kind === 'linkage' ? closes.linkageHash : closes.contractHash;
  const asksAll = demanded.every((role) => request.deciders.includes(role));
  if (hash === request.subjectHash && asksAll && isApproved(request, decisions)) return;
  throw new SluisError(
    'FourEyes',
    `Request ${requestId} has not been approved by another person; see: sluis inbox`,
  );
}
