import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '../catalog/event-types.js';
import { SluisError } from '../domain/errors.js';
import { type RequestState, waitingFor } from '../domain/request.js';
import type { Access } from '../operations/access.js';
import { decideRequest } from '../operations/decide.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { readSubject, subjectId } from '../operations/subject.js';
import { type SubmittedRequest, submit } from '../operations/submit.js';

type RecordedVerdict = StoredEvent<'gateAsked'>['body']['verdict'];

export interface OnboardingOutcome {
  readonly id: string;
  readonly requestId: string;
  readonly stage: RequestState['stage'];
  readonly verdict: RecordedVerdict | null;
  readonly decisions: readonly { readonly account: string; readonly as: string }[];
}

/** One contract of the demo through G0 and the decisions of as many people as it demands. */
export async function onboardDemo(access: Access, root: string, path: string): Promise<OnboardingOutcome> {
  const { subject, hash } = readSubject(readFileSync(join(root, path), 'utf8'));
  const submitter = demoAccount('steward', 'demo');
  const submitted = await submit(access, { subject, hash, submitter });
  const verdict = subject.kind === 'contract' ? await verdictOf(access, submitted.requestId) : null;
  if (verdict?.outcome !== 'DENY') await approveByAll(access, submitted);
  const end = await submitted.result();
  const decisions = end.decisions.map(({ actor, as }) => ({ account: actor.account, as }));
  return { id: subjectId(subject), requestId: submitted.requestId, stage: end.stage, verdict, decisions };
}

async function verdictOf(access: Access, requestId: string): Promise<RecordedVerdict | null> {
  const read = async () => {
    const { rows } = await access.catalog.query<{ verdict: RecordedVerdict }>(
      `SELECT body->'verdict' AS verdict FROM reading.event
       WHERE type = 'gateAsked' AND workflow_id = $1 ORDER BY seq LIMIT 1`,
      [requestId],
    );
    return rows[0]?.verdict ?? null;
  };
  return await within('the verdict of G0', read);
}

/** Each role by an account of its own; the submitter is a steward, so the second steward decides. */
async function approveByAll(access: Access, { requestId, state }: SubmittedRequest): Promise<void> {
  for (const role of waitingFor(await within('the request in the inbox', state))) {
    const actor = demoAccount(role === 'steward' ? 'steward-2' : role, 'demo');
    const reason = 'The contract is complete and the sentences of the verdict were read (demo).';
    await decideRequest(access, { requestId, choice: 'approve', actor, reason, key: randomUUID() });
  }
}

/** Polls for what a workflow is about to record. */
async function within<T>(what: string, read: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await read();
    if (found !== null) return found;
    if (Date.now() > deadline)
      throw new SluisError('TemporalUnavailable', `${what} did not come within 20 s; see: sluis status`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
