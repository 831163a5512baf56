import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { SluisError } from '../domain/errors.js';
import { SEARCH_ATTRIBUTES, TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import { decidingTime } from '../domain/patience.js';
import type { Actor } from '../domain/people.js';
import type { RequestState } from '../domain/request.js';
import { roleFor } from '../domain/who-may.js';
import { LINKAGE_DECIDERS, requiredDeciders } from '../policy/deciders.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';
import { nextRequestNumber } from './request-number.js';
import { shownNow } from './shown-state.js';
import { type Subject, subjectId } from './subject.js';

export interface SubmitOptions {
  readonly subject: Subject;
  readonly hash: string;
  readonly submitter: Actor;
  /** Milliseconds; capped. */
  readonly decideWithin?: number;
  readonly remindAfter?: number;
}

export interface SubmittedRequest {
  readonly requestId: string;
  readonly subjectHash: string;
  /** Null until the gate has answered and people may decide. */
  readonly state: () => Promise<RequestState | null>;
  readonly result: () => Promise<RequestState>;
}

const DAY = 24 * 3_600_000;

/** Submits a contract or linkage domain: the workflow records it, asks G0 and waits for the people it demands. */
export async function submit(access: Access, options: SubmitOptions): Promise<SubmittedRequest> {
  const { subject, hash, submitter } = options;
  roleFor('submit', submitter.roles);
  const source = subjectId(subject);
  const number = await nextRequestNumber(access, source);
  const requestId = `onboard:${source}:${hash.slice(0, 12)}:${number}`;
  const decideWithin = decidingTime(options.decideWithin);
  const request = {
    requestId,
    subjectHash: hash,
    deciders: subject.kind === 'contract' ? requiredDeciders(subject.contract) : LINKAGE_DECIDERS,
    submitter,
  };
  const decideBefore = new Date(Date.now() + decideWithin).toISOString();
  const submission = { request, requestNumber: number, decideBefore, subject };
  try {
    const handle = await access.client.workflow.start(WORKFLOWS.onboardSource, {
      taskQueue: TASK_QUEUES.control,
      workflowId: requestId,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [{ submission, decideWithin, remindAfter: options.remindAfter ?? 7 * DAY }],
      searchAttributes: { [SEARCH_ATTRIBUTES.source]: [source] },
    });
    return {
      requestId,
      subjectHash: hash,
      state: async () => (await shownNow(handle)).request,
      result: () =>
        handle.result().catch((error: unknown) => {
          throw fromTemporal(error);
        }) as Promise<RequestState>,
    };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      throw new SluisError('CatalogConflict', `Request ${requestId} exists already; see: sluis inbox`);
    }
    throw fromTemporal(error);
  }
}
