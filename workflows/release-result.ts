import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { ReleaseRequested } from '../catalog/event-bodies.js';
import type { ReleaseState } from '../domain/analysis.js';
import { SluisError } from '../domain/errors.js';
import type { DecisionRequest } from '../domain/request.js';
import { control, data } from './activities.js';
import { DecisionDesk, type Patience } from './decisions.js';
import { decideRelease, releaseState, requestState } from './messages.js';
import { stepFailure } from './step-failure.js';

export interface ReleaseInput extends Patience {
  readonly releaseId: string;
  readonly request: DecisionRequest;
  /** Body of the event releaseRequested. */
  readonly body: ReleaseRequested;
}

/** Protects one result, has it attacked, asks a second person, and only then publishes it. */
export async function releaseResult(input: ReleaseInput): Promise<ReleaseState> {
  const { releaseId, request } = input;
  const desk = new DecisionDesk(
    decideRelease,
    () => new SluisError('RequestClosed', `release ${releaseId} is not open for decisions`),
  );
  let state: ReleaseState = {
    releaseId,
    stage: 'protecting',
    codes: [],
    rows: null,
    hidden: null,
    version: null,
    request: null,
  };
  setHandler(releaseState, () => ({ ...state, request: desk.current }));
  setHandler(requestState, () => desk.current);

  const close = async (
    type: 'releaseRefused' | 'releaseRejected' | 'releaseExpired',
    stage: ReleaseState['stage'],
    codes: readonly string[],
  ) => {
    const body = { releaseId, requestId: request.requestId, gate: 'G5', codes } as const;
    await control.record({ type, step: 'close', passage: 0, body });
    state = { ...state, stage, codes };
    await condition(allHandlersFinished);
    return { ...state, request: desk.current };
  };
  const isSafe = async (passage: number) => {
    const answer = await control.askGate({
      gate: 'G5',
      passage,
      subject: { kind: 'release', id: releaseId },
    });
    state = { ...state, codes: answer.codes };
    return answer.outcome === 'ALLOW' || answer.outcome === 'CONDITIONS';
  };

  await control.record({ type: 'releaseRequested', step: 'request', passage: 0, body: input.body });
  const table = await attempted(() => data.protectResult(input.body));
  if (typeof table === 'string') return await close('releaseRefused', 'refused', [unprotected(table)]);
  await control.recordMade({ type: 'protected', version: table.version, id: releaseId, zone: 'result' });
  state = { ...state, rows: table.rows, hidden: table.hidden };
  if (!(await isSafe(0))) return await close('releaseRefused', 'refused', state.codes);

  state = { ...state, stage: 'awaitingDecision' };
  // People decide on the very tables that were attacked.
  const { stage } = await desk.ask({ ...request, subjectHash: table.version }, input);
  if (stage === 'rejected') return await close('releaseRejected', 'rejected', []);
  if (stage !== 'approved') return await close('releaseExpired', 'expired', []);
  if (!(await isSafe(1))) return await close('releaseRefused', 'refused', state.codes);

  const published = await attempted(() => data.publishRelease(input.body));
  if (typeof published === 'string') return await close('releaseRefused', 'refused', [published]);
  await control.recordMade({ type: 'released', version: published.version, id: releaseId, zone: 'released' });
  state = { ...state, stage: 'released', version: published.version };
  await condition(allHandlersFinished);
  return { ...state, request: desk.current };
}

/** What a step gave, or the code with which it ended. */
async function attempted<T>(step: () => Promise<T>): Promise<T | string> {
  try {
    return await step();
  } catch (error) {
    const code = stepFailure(error);
    if (code === null) throw error;
    return code;
  }
}

/** A table that cannot be protected is rule O01, before any gate is asked. */
function unprotected(code: string): string {
  return code === 'NotProtectable' ? 'O01' : code;
}
