import type { GateQuestion, StandingReview } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { GateAnswer } from '../domain/ingest.js';
import type { Gate } from '../domain/names.js';
import { decidingTime } from '../domain/patience.js';
import type { AskedRequest } from '../domain/request.js';
import { control } from './activities.js';
import { DecisionDesk, type Patience } from './decisions.js';
import { decideReview } from './messages.js';

/** Whom a gate puts a REVIEW to, and until when. */
export interface Reviewing extends Patience {
  readonly review: Omit<AskedRequest, 'requestId'>;
  readonly requestNumber: number;
  /** Id of a review that stood open in the log when the workflow was started again. */
  readonly standing?: string;
}

/** What the gates are asked about. */
export interface GateSubject {
  readonly subject: GateQuestion['subject'];
  /** Null where it rests on several sources. */
  readonly sourceId: string | null;
  readonly contractHash?: string;
}

/** The event that ends a request, by how it ended. */
export const REQUEST_ENDED = {
  approved: 'requestApproved',
  rejected: 'requestRejected',
  expired: 'requestExpired',
  refused: 'requestRefused',
} as const;

type More = Pick<GateQuestion, 'version' | 'approval'>;

/**
 * Asks the gates for one delivery, run or release, each time as a passage of its own, and puts a REVIEW to people. What
 * they decide on is the verdict that they read: it binds contracts, profile and risk.
 */
export class Gatekeeper {
  readonly desk: DecisionDesk;
  private readonly asked = new Map<Gate, number>();
  private standing: string | null;
  /** What control last said of the installation. */
  mode: GateAnswer['mode'];

  constructor(
    private readonly reviewing: Reviewing | undefined,
    /** Told when people are waited for, with the rules that ask for it. */
    private readonly waits: (codes: readonly string[]) => void,
  ) {
    this.desk = new DecisionDesk(
      decideReview,
      'review',
      () => new SluisError('RequestClosed', 'no review waits for a decision here'),
    );
    this.standing = reviewing?.standing ?? null;
  }

  async ask(gate: Gate, { subject, contractHash }: GateSubject, more: More = {}): Promise<GateAnswer> {
    const passage = this.asked.get(gate) ?? 0;
    this.asked.set(gate, passage + 1);
    const bound = contractHash ? { contractHash } : {};
    const answer = await control.askGate({ gate, passage, subject, ...bound, ...more });
    this.mode = answer.mode;
    return answer;
  }

  /**
   * Asks a gate; a REVIEW is put to people, and after their approval the gate is asked again. What they were deciding on
   * when the workflow was started again they go on deciding on, unless the gate denies.
   */
  async pass(gate: Gate, about: GateSubject, more: More = {}): Promise<GateAnswer & { passes: boolean }> {
    const first = await this.ask(gate, about, more);
    const isPut = first.outcome === 'REVIEW' || this.standing === requestIdOf(gate, about);
    if (first.outcome === 'DENY' || !isPut) return { ...first, passes: first.outcome !== 'DENY' };
    this.waits(first.codes);
    if (!(await this.isApproved(gate, about, first))) return { ...first, passes: false };
    const second = await this.ask(gate, about, more);
    return { ...second, passes: second.outcome === 'ALLOW' || second.outcome === 'CONDITIONS' };
  }

  /** Ends a review that waits: what it is about goes on no more. */
  async close(codes: readonly string[]): Promise<void> {
    const ended = await this.desk.close();
    if (ended !== null) await this.recordEnd(ended.request.requestId, 'refused', codes);
    if (this.standing !== null) await this.recordEnd(this.standing, 'refused', codes);
    this.standing = null;
  }

  private async isApproved(gate: Gate, about: GateSubject, asked: GateAnswer): Promise<boolean> {
    if (this.reviewing === undefined) return false;
    const reviewing = this.reviewing;
    const requestId = requestIdOf(gate, about);
    const request: AskedRequest = { ...reviewing.review, requestId, subjectHash: asked.verdictHash };
    const { subjectHash, state } = await this.requestReview(gate, about, request, asked.codes, reviewing);
    if (this.standing === requestId) this.standing = null;
    if (state !== 'open') return state === 'approved';
    const partakers = await control.partakersOf(requestId);
    const { stage } = await this.desk.ask({ ...request, ...partakers, subjectHash }, reviewing);
    if (stage !== 'awaitingDecision') await this.recordEnd(requestId, stage, []);
    return stage === 'approved';
  }

  private requestReview(
    gate: Gate,
    { subject, sourceId }: GateSubject,
    { requestId, subjectHash, deciders }: AskedRequest,
    codes: readonly string[],
    { decideWithin, requestNumber }: Reviewing,
  ): Promise<StandingReview> {
    const decideBefore = new Date(Date.now() + decidingTime(decideWithin)).toISOString();
    const asking = { requestId, requestNumber, subjectHash, deciders, decideBefore };
    return control.requestReview({ ...asking, gate, subject, sourceId, codes });
  }

  private recordEnd(
    requestId: string,
    state: keyof typeof REQUEST_ENDED,
    codes: readonly string[],
  ): Promise<void> {
    const body = { requestId, codes };
    return control.record({ type: REQUEST_ENDED[state], step: `close:${requestId}`, passage: 0, body });
  }
}

function requestIdOf(gate: Gate, { subject }: GateSubject): string {
  return `${subject.id}:${gate}`;
}
