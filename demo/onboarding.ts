import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitingFor } from '../domain/request.js';
import type { Access } from '../operations/access.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { readSubject, subjectId } from '../operations/subject.js';
import { submit } from '../operations/submit.js';
import { endedOrWaiting } from '../operations/waiting.js';
import { approveByAll } from './waiting.js';

export interface OnboardingOutcome {
  readonly id: string;
  readonly hash: string;
  readonly requestId: string;
  readonly stage: string;
}

/** One contract or linkage domain through its gate and the people it demands; an approval of the same text is reused. */
export async function onboardDemo(access: Access, root: string, path: string): Promise<OnboardingOutcome> {
  const { subject, hash } = readSubject(readFileSync(join(root, path), 'utf8'));
  const id = subjectId(subject);
  const earlier = await closedBefore(access, hash);
  if (earlier) return { id, hash, ...earlier };
  const submitted = await submit(access, { subject, hash, submitter: demoAccount('steward', 'demo') });
  const asked = await endedOrWaiting(access, submitted, (state) => waitingFor(state).length > 0);
  const reason = 'The contract is complete and the sentences of the verdict were read (demo).';
  await approveByAll(access, submitted.requestId, waitingFor(asked), reason);
  return { id, hash, requestId: submitted.requestId, stage: (await submitted.result()).stage };
}

async function closedBefore({ catalog }: Access, hash: string) {
  const { rows } = await catalog.query<{ requestId: string; stage: string }>(
    `SELECT request_id AS "requestId", state AS stage FROM reading.request
     WHERE subject_hash = $1 AND kind IN ('contract', 'linkage') AND state IN ('approved', 'refused')
     ORDER BY opened_at DESC LIMIT 1`,
    [hash],
  );
  return rows[0] ?? null;
}
