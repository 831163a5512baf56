import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '../catalog/event-types.js';
import { type RequestState, waitingFor } from '../domain/request.js';
import type { Access } from '../operations/access.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { readSubject, subjectId } from '../operations/subject.js';
import { type SubmittedRequest, submit } from '../operations/submit.js';
import { approveByAll, within } from './waiting.js';

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
  if (verdict?.outcome !== 'DENY') await approve(access, submitted);
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
  return await within('the verdict of G0', 20, read);
}

async function approve(access: Access, { requestId, state }: SubmittedRequest): Promise<void> {
  const waiting = await within('the request in the inbox', 20, state);
  const reason = 'The contract is complete and the sentences of the verdict were read (demo).';
  await approveByAll(access, requestId, waitingFor(waiting), reason);
}
