import type { UpdateDefinition } from '@temporalio/common';
import { condition, log, setHandler } from '@temporalio/workflow';
import { decidingTime, remindingTime } from '../domain/patience.js';
import type { Decision } from '../domain/people.js';
import {
  awaiting,
  type DecisionRequest,
  decided,
  expired,
  type RequestState,
  waitingFor,
  withRecorded,
} from '../domain/request.js';
import { control } from './activities.js';
import { show } from './shown.js';

/** Milliseconds, as the asker wants them; nobody waits longer than policy allows. */
export interface Patience {
  readonly decideWithin: number;
  readonly remindAfter: number;
}

/**
 * Waits for the people whom a request needs. An answered decision stands in the catalog: the handler adopts what the catalog
 * has, checks, appends, and only then changes its state. The catalog is asked when people are, since they may have decided
 * before the workflow was lost and started again, and once more before the term ends it. Decisions are taken one after the
 * other, so that two in one workflow task cannot both be the last one.
 */
export class DecisionDesk {
  private asked: RequestState | null = null;
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    update: UpdateDefinition<RequestState, [Decision]>,
    /** Under what name people see the request. */
    private readonly shownAs: 'review' | 'request',
    private readonly nobodyWaits: () => Error,
  ) {
    setHandler(update, (decision) => this.inLine(() => this.take(decision)), {
      validator: (decision) => void decided(this.open(), decision),
    });
  }

  get current(): RequestState | null {
    return this.asked;
  }

  /** Opens the request and returns its last state: approved, rejected or expired. */
  async ask(request: DecisionRequest, patience: Patience): Promise<RequestState> {
    this.become(awaiting(request));
    await this.inLine(() => this.adopt());
    const isDecided = () => this.open().stage !== 'awaitingDecision';
    let left = decidingTime(patience.decideWithin);
    const reminding = remindingTime(patience.remindAfter, left);
    for (let passage = 0; left > 0 && !isDecided(); passage += 1) {
      const pause = Math.min(left, reminding);
      left -= pause;
      if (!(await condition(isDecided, pause)) && left > 0) await this.remind(passage);
    }
    return await this.inLine(async () => {
      if (!isDecided()) await this.adopt();
      return this.become(expired(this.open()));
    });
  }

  /** Ends what waits without a decision; null where nothing does. */
  async close(): Promise<RequestState | null> {
    await this.line;
    if (this.asked?.stage !== 'awaitingDecision') return null;
    return this.become({ ...this.asked, stage: 'refused' });
  }

  private async remind(passage: number): Promise<void> {
    const { request } = this.open();
    const body = { requestId: request.requestId, waitingFor: waitingFor(this.open()) };
    await control.record({ type: 'reminderDue', step: `remind:${request.requestId}`, passage, body });
    log.info('reminder due', { requestId: request.requestId });
  }

  private async take(decision: Decision): Promise<RequestState> {
    decided(this.open(), decision);
    await this.adopt();
    const state = this.open();
    if (decided(state, decision) === state) return state;
    const recorded = await control.recordDecision(state.request, decision);
    return this.become(decided(state, recorded));
  }

  /** Takes over what the log has: of a decision that a killed worker recorded nobody here has heard. */
  private async adopt(): Promise<void> {
    const recorded = await control.standingDecisions(this.open().request.requestId);
    this.become(withRecorded(this.open(), recorded));
  }

  private become(state: RequestState): RequestState {
    this.asked = state;
    show(this.shownAs, state);
    return state;
  }

  private inLine<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.line.then(step);
    this.line = mine.catch(() => undefined);
    return mine;
  }

  private open(): RequestState {
    if (this.asked === null) throw this.nobodyWaits();
    return this.asked;
  }
}
