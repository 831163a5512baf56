import { setHandler } from '@temporalio/workflow';
import type { RunRequested } from '../catalog/event-bodies.js';
import type { RunState } from '../domain/analysis.js';
import type { Sealed } from '../domain/ingest.js';
import { control, data } from './activities.js';
import { runState } from './messages.js';
import { stepFailure } from './step-failure.js';

export interface RunInput {
  readonly runId: string;
  /** Body of the event runRequested: theme, purpose, requester, input versions with columns. */
  readonly request: RunRequested;
}

/** Runs one theme over the dataset versions that it names, and ends at an unprotected result in the restricted zone. */
export async function runTheme({ runId, request }: RunInput): Promise<RunState> {
  let state: RunState = { runId, stage: 'checking', codes: [], version: null, rows: null };
  setHandler(runState, () => state);
  await control.record({ type: 'runRequested', step: 'request', passage: 0, body: request });
  const refuse = async (codes: readonly string[]) => {
    const body = { runId, gate: 'G4', codes } as const;
    await control.record({ type: 'runRefused', step: 'refuse', passage: 0, body });
    state = { ...state, stage: 'refused', codes };
    return state;
  };
  let sealed: Sealed;
  try {
    const verdict = await control.askGate({ gate: 'G4', passage: 0, subject: { kind: 'run', id: runId } });
    if (verdict.outcome === 'DENY' || verdict.outcome === 'REVIEW') return await refuse(verdict.codes);
    state = { ...state, stage: 'analysing', codes: verdict.codes };
    sealed = await data.analyseTheme(request);
  } catch (error) {
    const code = stepFailure(error);
    if (code === null) throw error;
    return await refuse([code]);
  }
  await control.recordMade({ type: 'analysed', version: sealed.version, id: runId, zone: 'result' });
  state = { ...state, stage: 'ready', version: sealed.version, rows: sealed.rows };
  return state;
}
