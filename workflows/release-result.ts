import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { ReleaseRequested } from '../catalog/event-bodies.js';
import type { ReleaseState } from '../domain/analysis.js';
import { SluisError } from '../domain/errors.js';
import type { FailedStep } from '../domain/failed-step.js';
import type { GateAnswer, Sealed } from '../domain/ingest.js';
import type { AskedRequest } from '../domain/request.js';
import { control, data } from './activities.js';
import { DecisionDesk, type Patience } from './decisions.js';
import { Gatekeeper, type Reviewing } from './gatekeeper.js';
import { decideRelease } from './messages.js';
import { type Quarantining, quarantine, removeMade } from './quarantine.js';
import { show } from './shown.js';
import { attempted, type Failed, failedAt, isFailed } from './step-failure.js';
import { isStopped, Stops } from './stops.js';
import { eraseWhereDue } from './sweep-retention.js';

export interface ReleaseInput extends Patience {
  /** Body of the event releaseRequested: what people decide on, by whom it is asked, and of which run. */
  readonly body: ReleaseRequested;
  /** Whom a REVIEW is put to; without it, a REVIEW is a refusal. */
  readonly reviewing?: Reviewing;
  readonly quarantining?: Quarantining;
}

/** Protects one result, has it attacked, asks a second person, and only then publishes it. */
export async function releaseResult(input: ReleaseInput): Promise<ReleaseState> {
  return await new Release(input).run();
}

/** How a release ended that is not published. */
interface Ended {
  readonly as: 'refused' | 'rejected' | 'expired';
  readonly codes: readonly string[];
  readonly failure?: FailedStep;
}

const CLOSING = {
  refused: 'releaseRefused',
  rejected: 'releaseRejected',
  expired: 'releaseExpired',
} as const;

class Release {
  private state: Omit<ReleaseState, 'review' | 'request'>;
  private step: FailedStep['step'] = 'protecting';
  private readonly desk: DecisionDesk;
  private readonly gates: Gatekeeper;
  private readonly stops = new Stops();

  constructor(private readonly input: ReleaseInput) {
    const { releaseId } = input.body;
    this.state = {
      releaseId,
      stage: 'protecting',
      codes: [],
      rows: null,
      hidden: null,
      version: null,
      failure: null,
    };
    this.desk = new DecisionDesk(
      decideRelease,
      'request',
      () => new SluisError('RequestClosed', `release ${releaseId} is not open for decisions`),
    );
    this.gates = new Gatekeeper(input.reviewing, (codes) => this.go({ stage: 'awaitingReview', codes }));
    this.go({});
  }

  async run(): Promise<ReleaseState> {
    const { body } = this.input;
    await control.record({ type: 'releaseRequested', step: 'request', passage: 0, body });
    const result = await this.stops.during(
      () => this.gates.ask('G5', this.about(), this.pending()),
      () => attempted(() => this.toPublication()),
    );
    const { subject } = this.about();
    if (isStopped(result)) {
      await this.close({ as: 'refused', codes: result.codes });
      await quarantine({ subject, zone: 'result', ...result }, this.input.quarantining);
    } else if (isFailed(result) || 'as' in result) {
      await this.close(isFailed(result) ? this.failed(result) : result);
      await removeMade(subject, this.input.quarantining);
    } else await this.published(result);
    await condition(allHandlersFinished);
    return { ...this.state, review: this.gates.desk.current, request: this.desk.current };
  }

  private async toPublication(): Promise<Sealed | Ended> {
    const { body } = this.input;
    const table = await data.protectResult(body);
    this.step = 'checking';
    const { releaseId } = this.state;
    await control.recordMade({ type: 'protected', version: table.version, id: releaseId, zone: 'result' });
    this.go({ rows: table.rows, hidden: table.hidden });
    const safe = await this.gates.pass('G5', this.about(), this.pending());
    this.go({ codes: safe.codes });
    if (!safe.passes) return refusedBy(safe);

    const partakers = await control.partakersOf(body.requestId);
    this.go({ stage: 'awaitingDecision' });
    // People decide on the very tables that were attacked.
    const asked = { ...requestOf(body), ...partakers, subjectHash: table.version };
    const { stage } = await this.desk.ask(asked, this.input);
    if (stage === 'rejected') return { as: 'rejected', codes: [] };
    if (stage !== 'approved') return { as: 'expired', codes: [] };
    this.go({ stage: 'publishing' });
    const last = await this.gates.ask('G5', this.about());
    this.go({ codes: last.codes });
    if (last.outcome === 'DENY' || last.outcome === 'REVIEW') return refusedBy(last);
    this.step = 'publishing';
    return await data.publishRelease(body);
  }

  /** A step that ended for good: a table that cannot be protected is rule O01, before any gate is asked. */
  private failed(failed: Failed): Ended {
    const code = failed.code === 'NotProtectable' ? 'O01' : failed.code;
    return { as: 'refused', codes: [code], failure: failedAt(this.step, failed) };
  }

  private async published({ version }: Sealed): Promise<void> {
    await control.recordMade({ type: 'released', version, id: this.state.releaseId, zone: 'released' });
    this.go({ stage: 'released', version });
  }

  private async close({ as, codes, failure }: Ended): Promise<void> {
    const { releaseId, rows } = this.state;
    await this.gates.close(codes);
    await this.desk.close();
    const body = { releaseId, requestId: this.input.body.requestId, gate: 'G5', codes } as const;
    await control.record({ type: CLOSING[as], step: 'close', passage: 0, body });
    this.go({ stage: as, codes, failure: failure ?? null });
    // A publication that was stopped, failed or forgotten may have left some of it where everybody reads.
    if (as === 'refused' && rows !== null) await data.retractRelease(releaseId);
    await eraseWhereDue(codes);
  }

  private about() {
    return { subject: { kind: 'release', id: this.state.releaseId }, sourceId: null } as const;
  }

  /** Before the tables are decided on, that decision is no fact that could be missing. */
  private pending(): { approval?: 'pending' } {
    return this.state.stage === 'publishing' ? {} : { approval: 'pending' };
  }

  private go(change: Partial<Release['state']>): void {
    this.state = { ...this.state, ...change };
    show('state', this.state);
  }
}

/** Who asked is the requester of the event, and nobody else. */
function requestOf({ requestId, subjectHash, deciders, requester }: ReleaseRequested): AskedRequest {
  const { ref: person, as, organisation } = requester;
  const submitter = { account: as, person, roles: [as], organisation };
  return { requestId, subjectHash, deciders, submitter };
}

function refusedBy({ codes, failure }: GateAnswer): Ended {
  return { as: 'refused', codes, ...(failure ? { failure: failedAt('checking', failure) } : {}) };
}
