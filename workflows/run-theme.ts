import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { RunRequested } from '../catalog/event-bodies.js';
import type { RunState } from '../domain/analysis.js';
import type { FailedStep } from '../domain/failed-step.js';
import type { Sealed } from '../domain/ingest.js';
import { control, data } from './activities.js';
import { Gatekeeper, type Reviewing } from './gatekeeper.js';
import { type Quarantining, quarantine, removeMade } from './quarantine.js';
import { show } from './shown.js';
import { attempted, failedAt, isFailed } from './step-failure.js';
import { isStopped, Stops } from './stops.js';
import { eraseWhereDue } from './sweep-retention.js';

export interface RunInput {
  /** Body of the event runRequested: id, theme, purpose, requester, input versions with columns. */
  readonly request: RunRequested;
  /** Whom a REVIEW is put to; without it, a REVIEW is a refusal. */
  readonly reviewing?: Reviewing;
  readonly quarantining?: Quarantining;
}

/** Runs one theme over the dataset versions that it names, and ends at an unprotected result in the restricted zone. */
export async function runTheme(input: RunInput): Promise<RunState> {
  const { request } = input;
  const { runId } = request;
  const about = { subject: { kind: 'run', id: runId }, sourceId: null } as const;
  let state: Omit<RunState, 'review'> = {
    runId,
    stage: 'checking',
    codes: [],
    version: null,
    rows: null,
    failure: null,
  };
  const go = (change: Partial<typeof state>) => {
    state = { ...state, ...change };
    show('state', state);
  };
  const gates = new Gatekeeper(input.reviewing, (codes) => go({ stage: 'awaitingReview', codes }));
  const stops = new Stops();
  const ended = (): RunState => ({ ...state, review: gates.desk.current });
  go({});

  const refuse = async ({ codes, failure }: Refused) => {
    await gates.close(codes);
    const body = { runId, gate: 'G4', codes } as const;
    await control.record({ type: 'runRefused', step: 'refuse', passage: 0, body });
    go({ stage: 'refused', codes, failure: failure ?? null });
    await eraseWhereDue(codes);
    await condition(allHandlersFinished);
    return ended();
  };
  const analyse = async (): Promise<Sealed | Refused> => {
    const { passes, codes, failure } = await gates.pass('G4', about);
    if (!passes) return { codes, ...(failure ? { failure: failedAt('checking', failure) } : {}) };
    go({ stage: 'analysing', codes });
    return await data.analyseTheme(request);
  };

  await control.record({ type: 'runRequested', step: 'request', passage: 0, body: request });
  const result = await stops.during(
    () => gates.ask('G4', about),
    () => attempted(analyse),
  );
  if (isStopped(result)) {
    const refused = await refuse(result);
    await quarantine({ subject: about.subject, zone: 'result', ...result }, input.quarantining);
    return refused;
  }
  if (!('version' in result)) {
    const step = state.stage === 'analysing' ? 'analysing' : 'checking';
    const refused = await refuse(
      isFailed(result) ? { codes: [result.code], failure: failedAt(step, result) } : result,
    );
    // What it wrote is unprotected: before it failed, or before Temporal lost it and it was begun again.
    await removeMade(about.subject, input.quarantining);
    return refused;
  }
  await control.recordMade({ type: 'analysed', version: result.version, id: runId, zone: 'result' });
  go({ stage: 'ready', version: result.version, rows: result.rows });
  await condition(allHandlersFinished);
  return ended();
}

/** The rules or the code that ended a run, and the step where one failed. */
interface Refused {
  readonly codes: readonly string[];
  readonly failure?: FailedStep;
}
