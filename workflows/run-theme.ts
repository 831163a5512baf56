import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { RunRequested } from '../catalog/event-bodies.js';
import type { RunState } from '../domain/analysis.js';
import type { FailedStep } from '../domain/failed-step.js';
import type { Sealed } from '../domain/ingest.js';
import { control, data } from './activities.js';
import { Cancellation, isCancelled } from './cancellation.js';
import { Gatekeeper, type Reviewing } from './gatekeeper.js';
import { type Quarantining, quarantine, removeMade } from './quarantine.js';
import { show } from './shown.js';
import { attempted, type Failed, failedAt, isFailed } from './step-failure.js';
import { isStopped, type Stopped, Stops } from './stops.js';
import { eraseWhereDue } from './sweep-retention.js';

export interface RunInput {
  /** Body of the event runRequested: id, theme, purpose, requester, input versions with columns. */
  readonly request: RunRequested;
  /** Whom a REVIEW is put to; without it, a REVIEW is a refusal. */
  readonly reviewing?: Reviewing;
  readonly quarantining?: Quarantining;
}

/**
 * Runs one theme over the dataset versions that it names, and ends at an unprotected result in the restricted zone, unless
 * a gate, a step or a person ends it before.
 */
export async function runTheme(input: RunInput): Promise<RunState> {
  return await new Run(input).run();
}

/** The rules or the code that ended a run, and the step where one failed. */
interface Refused {
  readonly codes: readonly string[];
  readonly failure?: FailedStep;
}

class Run {
  private state: Omit<RunState, 'review'>;
  private readonly gates: Gatekeeper;
  private readonly stops = new Stops();
  private readonly cancellation: Cancellation;

  constructor(private readonly input: RunInput) {
    const { runId } = input.request;
    this.state = { runId, stage: 'checking', codes: [], version: null, rows: null, failure: null };
    this.gates = new Gatekeeper(input.reviewing, (codes) => this.go({ stage: 'awaitingReview', codes }));
    this.cancellation = new Cancellation(runId);
    this.go({});
  }

  async run(): Promise<RunState> {
    const body = this.input.request;
    await control.record({ type: 'runRequested', step: 'request', passage: 0, body });
    const result = await this.cancellation.during(() =>
      this.stops.during(
        () => this.gates.ask('G4', this.about()),
        () => attempted(() => this.toResult()),
      ),
    );
    if (isCancelled(result)) await this.cancelled();
    else if ('version' in result) await this.ready(result);
    else await this.refused(result);
    await condition(allHandlersFinished);
    return { ...this.state, review: this.gates.desk.current };
  }

  private async toResult(): Promise<Sealed | Refused> {
    const { passes, codes, failure } = await this.gates.pass('G4', this.about());
    if (!passes) return { codes, ...(failure ? { failure: failedAt('checking', failure) } : {}) };
    this.go({ stage: 'analysing', codes });
    return await data.analyseTheme(this.input.request);
  }

  private async ready({ version, rows }: Sealed): Promise<void> {
    const made = { type: 'analysed', version, id: this.state.runId, zone: 'result' } as const;
    const isMade = await this.cancellation.unlessCancelled(() => control.recordMade(made));
    if (!isMade) return await this.cancelled();
    this.go({ stage: 'ready', version, rows });
  }

  private async refused(result: Refused | Stopped | Failed): Promise<void> {
    const { codes, failure }: Refused = isFailed(result) ? this.failed(result) : result;
    const isRefused = await this.cancellation.unlessCancelled(async () => {
      await this.gates.close(codes);
      const body = { runId: this.state.runId, gate: 'G4', codes } as const;
      await control.record({ type: 'runRefused', step: 'refuse', passage: 0, body });
    });
    if (!isRefused) return await this.cancelled();
    this.go({ stage: 'refused', codes, failure: failure ?? null });
    await eraseWhereDue(codes);
    if (!isStopped(result)) return await this.removeMade();
    const { subject } = this.about();
    await quarantine({ subject, zone: 'result', ...result }, this.input.quarantining);
  }

  /** By whom and why stands in the log; there the review that it waited for is closed with it. */
  private async cancelled(): Promise<void> {
    await this.gates.desk.close();
    this.go({ stage: 'cancelled', codes: [] });
    await this.removeMade();
  }

  /** What it wrote is unprotected: before it was ended, or before Temporal lost it and it was begun again. */
  private async removeMade(): Promise<void> {
    await removeMade(this.about().subject, this.input.quarantining);
  }

  private failed(failed: Failed): Refused {
    const step = this.state.stage === 'analysing' ? 'analysing' : 'checking';
    return { codes: [failed.code], failure: failedAt(step, failed) };
  }

  private about() {
    return { subject: { kind: 'run', id: this.state.runId }, sourceId: null } as const;
  }

  private go(change: Partial<Run['state']>): void {
    this.state = { ...this.state, ...change };
    show('state', this.state);
  }
}
