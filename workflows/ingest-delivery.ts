import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { IntakeOrder, OpenedDelivery } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { GateAnswer, SentParts } from '../domain/ingest.js';
import type { IngestStage, IngestState } from '../domain/ingest-state.js';
import { GATES_BEFORE } from '../domain/lifecycle-gates.js';
import type { Gate } from '../domain/names.js';
import type { DecisionRequest } from '../domain/request.js';
import { control, data, vault } from './activities.js';
import { DecisionDesk, type Patience } from './decisions.js';
import {
  abandonDelivery,
  decideReview,
  ingestState,
  openIntake,
  requestState,
  sealDelivery,
} from './messages.js';
import { stepFailure } from './step-failure.js';

export interface IngestInput extends Patience {
  readonly order: IntakeOrder;
  readonly requestNumber: number;
  /** Template of the review, should a gate ask for one. */
  readonly review: Omit<DecisionRequest, 'requestId'>;
  /** Milliseconds that the sender has for all parts. */
  readonly sendWithin: number;
}

/** Moves one delivery from the vault's intake to curated. Each gate is asked at its own moment; the worst answer ends it. */
export async function ingestDelivery(input: IngestInput): Promise<IngestState> {
  const ingest = new Ingest(input);
  return await ingest.run();
}

const QUARANTINE_MS = 14 * 24 * 3_600_000;
/** Rules that say: personal data came in without being allowed. */
const UNASKED = ['C01', 'C02', 'C03', 'C04', 'M01', 'L01'];

/** The gate that a failing step never reached. */
const GATE_AFTER: Partial<Record<IngestStage, Gate>> = { pseudonymising: 'G2', curating: 'G3' };

class Ingest {
  private state: IngestState = {
    deliveryId: null,
    stage: 'awaitingParts',
    rowsIn: null,
    rowsOut: null,
    codes: [],
    review: null,
    version: null,
  };
  private opening: Promise<OpenedDelivery> | null = null;
  private opened: OpenedDelivery | null = null;
  private sent: SentParts | null = null;
  private isAbandoned = false;
  private readonly desk: DecisionDesk;

  constructor(private readonly input: IngestInput) {
    this.desk = new DecisionDesk(
      decideReview,
      () => new SluisError('RequestClosed', 'no review of this delivery waits for a decision'),
    );
    setHandler(ingestState, () => ({ ...this.state, review: this.desk.current }));
    setHandler(requestState, () => this.desk.current);
    setHandler(openIntake, () => this.open());
    setHandler(abandonDelivery, () => {
      this.isAbandoned = true;
    });
    setHandler(sealDelivery, (sent) => this.seal(sent), { validator: (sent) => this.checkParts(sent) });
  }

  async run(): Promise<IngestState> {
    const isSent = () => this.sent !== null || this.state.stage === 'refused';
    const isOver = () => isSent() || this.isAbandoned;
    if (!(await condition(isOver, this.input.sendWithin))) return await this.abort('timed-out');
    if (!isSent()) return await this.abort('sender-gave-up');
    if (this.state.stage !== 'refused') await this.toItsEnd();
    await condition(allHandlersFinished);
    return { ...this.state, review: this.desk.current };
  }

  /** A step that ended for good closes the delivery: it is named in the log, and nothing goes on. */
  private async toItsEnd(): Promise<void> {
    try {
      await this.throughTheGates();
    } catch (error) {
      const code = stepFailure(error);
      const { deliveryId } = this.state;
      if (code === null || deliveryId === null) throw error;
      await this.refuse(GATE_AFTER[this.state.stage] ?? 'G1', deliveryId, [code]);
    }
  }

  private async throughTheGates(): Promise<void> {
    const { deliveryId } = await this.open();
    const { attempt, parts } = this.sent as SentParts;
    this.step('landing');
    await vault.land(deliveryId, attempt, parts);
    await control.recordLanded(deliveryId, attempt);
    this.step('profiling');
    const profile = await vault.profileDelivery(deliveryId);
    await control.recordProfiled(deliveryId);
    this.state = { ...this.state, rowsIn: profile.rows };
    for (const gate of GATES_BEFORE.pseudonymised) if (!(await this.passes(gate, deliveryId))) return;
    this.step('pseudonymising');
    const pseudonymised = await vault.pseudonymiseDelivery(deliveryId);
    await this.made('pseudonymised', pseudonymised.version, deliveryId);
    this.step('curating');
    const curated = await data.curateDataset(pseudonymised.version);
    for (const gate of GATES_BEFORE.curated)
      if (!(await this.passes(gate, deliveryId, curated.version))) return;
    await this.made('curated', curated.version, deliveryId);
    this.state = { ...this.state, stage: 'curated', rowsOut: curated.rows, version: curated.version };
  }

  /**
   * Asks a gate; a REVIEW is put to people, and after their approval the gate is asked again. What they decide on is the
   * verdict that they read: it binds contract, profile and risk.
   */
  private async passes(gate: Gate, deliveryId: string, version?: string): Promise<boolean> {
    const first = await this.ask(gate, deliveryId, 0, version);
    if (first.outcome === 'DENY') return await this.refuse(gate, deliveryId, first.codes);
    if (first.outcome !== 'REVIEW') return true;
    this.state = { ...this.state, stage: 'awaitingReview', codes: first.codes };
    const requestId = `${deliveryId}:${gate}`;
    const request: DecisionRequest = { ...this.input.review, requestId, subjectHash: first.verdictHash };
    const body = this.reviewBody(request, gate, deliveryId, first.codes);
    await control.record({ type: 'reviewRequested', step: `review:${gate}`, passage: 0, body });
    const decidedState = await this.desk.ask(request, this.input);
    if (decidedState.stage !== 'approved') return await this.refuse(gate, deliveryId, first.codes);
    const second = await this.ask(gate, deliveryId, 1, version);
    if (second.outcome === 'DENY' || second.outcome === 'REVIEW') {
      return await this.refuse(gate, deliveryId, second.codes);
    }
    return true;
  }

  private ask(gate: Gate, deliveryId: string, passage: number, version?: string): Promise<GateAnswer> {
    const { contractHash } = this.input.order;
    const subject = { kind: 'delivery', id: deliveryId } as const;
    return control.askGate({ gate, passage, subject, contractHash, ...(version ? { version } : {}) });
  }

  private async refuse(gate: Gate, deliveryId: string, codes: readonly string[]): Promise<false> {
    await control.record({
      type: 'deliveryRefused',
      step: 'refuse',
      passage: 0,
      body: { deliveryId, gate, codes },
    });
    const quarantined = this.quarantineBody(gate, deliveryId, codes);
    await control.record({ type: 'quarantined', step: 'quarantine', passage: 0, body: quarantined });
    this.state = { ...this.state, stage: 'refused', codes };
    return false;
  }

  private reviewBody(request: DecisionRequest, gate: Gate, deliveryId: string, codes: readonly string[]) {
    const { requestId, subjectHash, deciders } = request;
    const { decideWithin, requestNumber, order } = this.input;
    const decideBefore = new Date(Date.now() + decideWithin).toISOString();
    const subject = { kind: 'delivery', id: deliveryId } as const;
    const asking = { requestId, requestNumber, subjectHash, deciders, decideBefore };
    return { ...asking, gate, subject, sourceId: order.sourceId, codes };
  }

  /** Destroyed within 14 days unless people decide otherwise; a clock of 72 hours where data came unasked (policy.md). */
  private quarantineBody(gate: Gate, deliveryId: string, codes: readonly string[]) {
    const isUnasked = codes.some((code) => UNASKED.includes(code));
    return {
      subject: { kind: 'delivery', id: deliveryId },
      sourceId: this.input.order.sourceId,
      // The furthest zone that holds something of it; nothing of it is in the catalog's datasets.
      zone: gate === 'G3' ? 'curated' : 'landing',
      codes,
      destroyBy: new Date(Date.now() + QUARANTINE_MS).toISOString().slice(0, 10),
      breachAssessment: isUnasked ? 'opened' : 'not-needed',
    } as const;
  }

  private made(type: 'pseudonymised' | 'curated', version: string, deliveryId: string): Promise<void> {
    return control.recordMade({ type, version, id: deliveryId, zone: type });
  }

  /** The approval may have lapsed since: the gates are asked before the vault takes a byte. */
  private open(): Promise<OpenedDelivery> {
    this.opening ??= this.openOnce();
    return this.opening;
  }

  private async openOnce(): Promise<OpenedDelivery> {
    const { order } = this.input;
    const subject = { kind: 'delivery', id: workflowInfo().workflowId } as const;
    const answer = await control.askGate({
      gate: 'G0',
      passage: 0,
      subject,
      contractHash: order.contractHash,
    });
    if (answer.outcome === 'DENY') {
      this.state = { ...this.state, stage: 'refused', codes: answer.codes };
      const codes = answer.codes.join(', ');
      throw new SluisError('PolicyRefused', `nothing of ${order.sourceId} can be taken now: ${codes}`);
    }
    const opened = await vault.openDelivery(order);
    this.opened = opened;
    const { deliveryId } = opened;
    const deliveredBy = {
      ref: order.deliveredBy.person,
      as: 'provider',
      organisation: order.deliveredBy.organisation,
    } as const;
    const body = {
      deliveryId,
      sourceId: order.sourceId,
      contractHash: order.contractHash,
      deliveredBy,
    };
    await control.record({ type: 'deliveryOpened', step: 'open', passage: 0, body });
    this.state = { ...this.state, deliveryId };
    return opened;
  }

  private checkParts({ parts }: SentParts): void {
    if (this.state.deliveryId === null) throw new SluisError('RequestClosed', 'the intake is not open');
    if (parts.length !== this.input.order.parts) {
      const { parts: expected } = this.input.order;
      throw new SluisError('UsageInvalid', `${parts.length} parts were sent and ${expected} were announced`);
    }
  }

  private seal(sent: SentParts): { rows: number | null } {
    this.sent ??= sent;
    return { rows: this.state.rowsIn };
  }

  private async abort(cause: string): Promise<IngestState> {
    // An intake that could not be opened was answered for already; only what the vault has made is taken back.
    await this.opening?.catch(() => null);
    if (this.opened !== null) await vault.abortDelivery(this.opened.deliveryId);
    const { deliveryId } = this.state;
    if (deliveryId !== null) {
      const body = { deliveryId, cause };
      await control.record({ type: 'deliveryAborted', step: 'abort', passage: 0, body });
    }
    this.step('aborted');
    return this.state;
  }

  private step(stage: IngestStage): void {
    this.state = { ...this.state, stage };
  }
}
