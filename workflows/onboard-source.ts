import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { Submission } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { GateAnswer } from '../domain/ingest.js';
import { awaiting, type DecisionRequest, type RequestState } from '../domain/request.js';
import { control } from './activities.js';
import { DecisionDesk, type Patience } from './decisions.js';
import { decideOnboarding } from './messages.js';
import { show } from './shown.js';
import { attempted, isFailed } from './step-failure.js';

export interface OnboardingInput extends Patience {
  readonly submission: Submission;
}

/**
 * Takes one contract (or linkage domain) from submission to a decision by the people whom it demands.
 * Nothing of the source is accepted here: a delivery asks the gates again, with the clock of its own moment.
 */
export async function onboardSource(input: OnboardingInput): Promise<RequestState> {
  const { submission } = input;
  const { requestId } = submission.request;
  const desk = new DecisionDesk(
    decideOnboarding,
    'request',
    () => new SluisError('RequestClosed', `request ${requestId} is not open for decisions`),
  );
  await control.recordSubmission(submission);
  const request = { ...submission.request, ...(await control.partakersOf(requestId)) };
  const asked = await attempted(() => submissionVerdict(submission));
  const { outcome, codes } = isFailed(asked) ? ({ outcome: 'DENY', codes: [asked.code] } as const) : asked;
  const closed = outcome === 'DENY' ? refused(request) : await desk.ask(request, input);
  await close(submission, closed, outcome === 'DENY' ? codes : []);
  await condition(allHandlersFinished);
  return closed;
}

/** Nobody was asked: a gate had refused it before. */
function refused(request: DecisionRequest): RequestState {
  const state = { ...awaiting(request), stage: 'refused' } as const;
  show('request', state);
  return state;
}

/** A linkage domain is no source: the gates ask for it when persons are linked (X05), people decide on it here. */
async function submissionVerdict({
  subject,
  request,
}: Submission): Promise<Pick<GateAnswer, 'outcome' | 'codes'>> {
  if (subject.kind === 'linkage-domain') return { outcome: 'ALLOW', codes: [] };
  const about = { kind: 'request', id: request.requestId } as const;
  return await control.askGate({ gate: 'G0', passage: 0, subject: about, contractHash: request.subjectHash });
}

const CLOSING = {
  approved: 'onboardingApproved',
  rejected: 'onboardingRejected',
  expired: 'onboardingExpired',
  refused: 'onboardingRefused',
} as const;

async function close({ subject }: Submission, state: RequestState, codes: readonly string[]): Promise<void> {
  if (state.stage === 'awaitingDecision') return;
  const { requestId, subjectHash } = state.request;
  const closes =
    subject.kind === 'contract'
      ? ({ kind: 'contract', sourceId: subject.contract.sourceId, contractHash: subjectHash } as const)
      : ({ kind: 'linkage', linkageHash: subjectHash } as const);
  const body = { requestId, closes, codes };
  await control.record({ type: CLOSING[state.stage], step: `close:${requestId}`, passage: 0, body });
}
