import { allHandlersFinished, condition, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { IntakeOrder, OpenedDelivery, StandingDelivery } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { FailedStep, FailingStep } from '../domain/failed-step.js';
import type { GateAnswer, Sealed, SentParts } from '../domain/ingest.js';
import type { IngestStage, IngestState } from '../domain/ingest-state.js';
import { GATES_BEFORE } from '../domain/lifecycle-gates.js';
import type { Gate, Zone } from '../domain/names.js';
import { sendingTime } from '../domain/patience.js';
import { roleFor } from '../domain/who-may.js';
import { control, data, vault } from './activities.js';
import { isAddressed, requireAddressed } from './addressed.js';
import { Gatekeeper, type Reviewing } from './gatekeeper.js';
import { abandonDelivery, openIntake, sealDelivery } from './messages.js';
import { type Quarantining, quarantine } from './quarantine.js';
import { show } from './shown.js';
import { failedAt, stepFailure } from './step-failure.js';
import { isStopped, type Stopped, Stops } from './stops.js';

export interface IngestInput extends Reviewing {
  readonly order: IntakeOrder;
  readonly quarantining?: Quarantining;
  /** Milliseconds that the sender has for all parts. */
  readonly sendWithin: number;
  /** Id of a delivery that the log knows, where its workflow is started again. */
  readonly reopens?: string;
}

/** Moves one delivery from the vault's intake to curated. Each gate is asked at its own moment; the worst answer ends it. */
export async function ingestDelivery(input: IngestInput): Promise<IngestState> {
  const ingest = new Ingest(input);
  return await ingest.run();
}

/** The gate that a failing step never reached. */
const GATE_AFTER: Partial<Record<IngestStage, Gate>> = { pseudonymising: 'G2', curating: 'G3' };
/** Stages by whose name a step fails; at any other a gate could not be asked. */
const FAILING: readonly IngestStage[] = ['landing', 'profiling', 'pseudonymising', 'curating'];
/** Stages before the vault has landed anything. */
const UNLANDED: readonly IngestStage[] = ['awaitingParts', 'landing'];

const DAY = 24 * 3_600_000;

/** How a delivery ended. `unopened`: nothing of it was ever taken, and whoever asked was answered. */
type End =
  | { readonly as: 'curated'; readonly dataset: Sealed }
  | Refused
  | { readonly as: 'aborted'; readonly cause: string }
  | { readonly as: 'unopened' };

interface Refused {
  readonly as: 'refused';
  readonly gate: Gate;
  readonly deliveryId: string;
  readonly codes: readonly string[];
  readonly failure: FailedStep | null;
  readonly unasked?: true;
}

class Ingest {
  private state: Omit<IngestState, 'review'> = {
    deliveryId: null,
    stage: 'awaitingParts',
    rowsIn: null,
    rowsOut: null,
    codes: [],
    failure: null,
    version: null,
  };
  private opening: Promise<OpenedDelivery> | null = null;
  private opened: OpenedDelivery | null = null;
  private sent: SentParts | null = null;
  private isAbandoned = false;
  private readonly gates: Gatekeeper;
  private readonly stops = new Stops();
  /** The furthest zone that holds something of it. */
  private zone: Zone = 'landing';
  /** The gate that was asked last, and the dataset that it was asked about. */
  private at: { readonly gate: Gate; readonly version?: string } = { gate: 'G1' };

  /** Of which source, under which contract: of a delivery that stands in the log, what stands there. */
  private order: IntakeOrder;
  private standing: StandingDelivery | null = null;

  constructor(private readonly input: IngestInput) {
    this.order = input.order;
    this.gates = new Gatekeeper(input, (codes) => this.go({ stage: 'awaitingReview', codes }));
    setHandler(openIntake, () => this.open(), { validator: requireAddressed });
    setHandler(abandonDelivery, (to) => {
      this.isAbandoned ||= isAddressed(to);
    });
    setHandler(sealDelivery, (sent) => this.seal(sent), { validator: (sent) => this.checkParts(sent) });
  }

  async run(): Promise<IngestState> {
    await this.adopt();
    this.go({});
    const result = await this.stops.during(
      () => this.askAgain(),
      () => this.toItsEnd(),
    );
    await this.end(isStopped(result) ? this.stopped(result) : result);
    await condition(allHandlersFinished);
    return { ...this.state, review: this.gates.desk.current };
  }

  /** Takes over what the log says of a delivery that is opened again, and nothing of what the client says. */
  private async adopt(): Promise<void> {
    if (this.input.reopens === undefined) return;
    this.standing = await control.standingDelivery(this.input.reopens);
    const { deliveryId, sourceId, contractHash, sent, zone } = this.standing;
    this.order = { ...this.order, sourceId, contractHash };
    this.state = { ...this.state, deliveryId };
    this.sent = sent;
    this.zone = zone;
  }

  private async toItsEnd(): Promise<End> {
    if (this.standing !== null) return await this.reopened(this.standing);
    const isSent = () => this.sent !== null || this.state.stage === 'refused';
    const isOver = () => isSent() || this.isAbandoned;
    if (!(await condition(isOver, sendingTime(this.input.sendWithin))))
      return { as: 'aborted', cause: 'timed-out' };
    if (!isSent()) return { as: 'aborted', cause: 'sender-gave-up' };
    if (this.state.stage === 'refused') return { as: 'unopened' };
    return await this.closedByFailure();
  }

  /** Nobody can send on what had not landed; a refusal stays one, whatever the gate would say now. */
  private async reopened({ deliveryId, sent, refused }: StandingDelivery): Promise<End> {
    if (refused) return this.refused(refused.gate, deliveryId, refused);
    return sent ? await this.closedByFailure() : { as: 'aborted', cause: 'timed-out' };
  }

  /** A step that ended for good closes the delivery: it is named in the log, and nothing goes on. */
  private async closedByFailure(): Promise<End> {
    try {
      return await this.throughTheGates();
    } catch (error) {
      const failed = stepFailure(error);
      const { deliveryId, stage } = this.state;
      if (failed === null || deliveryId === null) throw error;
      const step = FAILING.includes(stage) ? (stage as FailingStep) : 'checking';
      const gate = GATE_AFTER[stage] ?? 'G1';
      return this.refused(gate, deliveryId, { codes: [failed.code] }, failedAt(step, failed));
    }
  }

  /** The gate before which it stands, or the one that it came through last: a source was stopped meanwhile. */
  private askAgain(): Promise<GateAnswer> {
    const { deliveryId, stage } = this.state;
    if (deliveryId === null || UNLANDED.includes(stage)) return this.askToOpen();
    return this.gates.ask(this.at.gate, this.about(deliveryId), this.at);
  }

  private stopped({ sourceId: _, ...why }: Stopped): End {
    const { deliveryId, stage } = this.state;
    const isLanded = !UNLANDED.includes(stage) || this.standing?.sent;
    if (deliveryId === null || !isLanded) return { as: 'aborted', cause: 'stopped' };
    return this.refused(this.at.gate, deliveryId, why);
  }

  private async end(end: End): Promise<void> {
    if (end.as === 'aborted') await this.abort(end.cause);
    if (end.as === 'refused') await this.refuse(end);
    if (end.as === 'curated') await this.curated(end.dataset);
  }

  private async throughTheGates(): Promise<End> {
    const deliveryId = this.state.deliveryId ?? (await this.open()).deliveryId;
    const { attempt, parts } = this.sent as SentParts;
    this.go({ stage: 'landing' });
    await vault.land(deliveryId, attempt, parts);
    await control.recordLanded(deliveryId, attempt);
    this.go({ stage: 'profiling' });
    const profile = await vault.profileDelivery(deliveryId);
    await control.recordProfiled(deliveryId);
    this.go({ rowsIn: profile.rows });
    for (const gate of GATES_BEFORE.pseudonymised) {
      const refused = await this.refusedAt(gate, deliveryId);
      if (refused) return refused;
    }
    this.go({ stage: 'pseudonymising' });
    const pseudonymised = await vault.pseudonymiseDelivery(deliveryId);
    this.zone = 'pseudonymised';
    await this.made('pseudonymised', pseudonymised.version, deliveryId);
    this.go({ stage: 'curating' });
    const dataset = await data.curateDataset(pseudonymised.version);
    this.zone = 'curated';
    for (const gate of GATES_BEFORE.curated) {
      const refused = await this.refusedAt(gate, deliveryId, dataset.version);
      if (refused) return refused;
    }
    return { as: 'curated', dataset };
  }

  private async curated({ version, rows }: Sealed): Promise<void> {
    const deliveryId = this.state.deliveryId as string;
    await this.made('curated', version, deliveryId);
    this.go({ stage: 'curated', rowsOut: rows, version });
  }

  /** How a gate says no; null where it lets pass. */
  private async refusedAt(gate: Gate, deliveryId: string, version?: string): Promise<Refused | null> {
    this.at = { gate, ...(version ? { version } : {}) };
    const answer = await this.gates.pass(gate, this.about(deliveryId), this.at);
    if (answer.passes) return null;
    const { failure } = answer;
    return this.refused(gate, deliveryId, answer, failure ? failedAt('checking', failure) : null);
  }

  private refused(
    gate: Gate,
    deliveryId: string,
    { codes, unasked }: Pick<Refused, 'codes' | 'unasked'>,
    failure: FailedStep | null = null,
  ): Refused {
    return { as: 'refused', gate, deliveryId, codes, failure, ...(unasked ? { unasked } : {}) };
  }

  private about(id: string) {
    const { contractHash, sourceId } = this.order;
    return { subject: { kind: 'delivery', id }, sourceId, contractHash } as const;
  }

  private async refuse({ gate, deliveryId, codes, failure, unasked }: Refused): Promise<void> {
    await this.gates.close(codes);
    const why = { codes, ...(unasked ? { unasked } : {}) };
    const refused = { deliveryId, gate, ...why };
    await control.record({ type: 'deliveryRefused', step: 'refuse', passage: 0, body: refused });
    const subject = { kind: 'delivery', id: deliveryId } as const;
    // Of its order, and not what a stop named: that comes from whoever can send a signal.
    const { sourceId } = this.order;
    const { mode } = this.gates;
    await quarantine({ subject, sourceId, zone: this.zone, ...why, mode }, this.input.quarantining);
    this.go({ stage: 'refused', codes, failure });
  }

  private made(type: 'pseudonymised' | 'curated', version: string, deliveryId: string): Promise<void> {
    return control.recordMade({ type, version, id: deliveryId, zone: type });
  }

  /** The approval may have lapsed since: the gates are asked before the vault takes a byte. */
  private open(): Promise<OpenedDelivery> {
    this.refuseReopened();
    this.opening ??= this.openOnce();
    return this.opening;
  }

  private async openOnce(): Promise<OpenedDelivery> {
    const { order } = this.input;
    const as = roleFor('deliver', order.deliveredBy.roles);
    const answer = await this.askToOpen();
    if (answer.outcome === 'DENY') {
      this.go({ stage: 'refused', codes: answer.codes });
      const codes = answer.codes.join(', ');
      throw new SluisError('PolicyRefused', `nothing of ${order.sourceId} can be taken now: ${codes}`);
    }
    const opened = await vault.openDelivery(order);
    this.opened = opened;
    const { deliveryId } = opened;
    const deliveredBy = {
      ref: order.deliveredBy.person,
      as,
      organisation: order.deliveredBy.organisation,
    };
    const body = {
      deliveryId,
      sourceId: order.sourceId,
      contractHash: order.contractHash,
      deliveredBy,
    };
    try {
      await control.record({ type: 'deliveryOpened', step: 'open', passage: 0, body });
    } catch (error) {
      // Who opened it was answered, and sends nothing: what the vault opened is not kept waiting for parts.
      this.isAbandoned = true;
      throw error;
    }
    this.go({ deliveryId });
    return opened;
  }

  private askToOpen(): Promise<GateAnswer> {
    return this.gates.ask('G0', this.about(workflowInfo().workflowId));
  }

  private refuseReopened(): void {
    if (this.input.reopens === undefined) return;
    throw new SluisError('RequestClosed', 'the intake of this delivery is closed; deliver again');
  }

  private checkParts({ parts }: SentParts): void {
    this.refuseReopened();
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

  private async abort(cause: string): Promise<void> {
    // An intake that could not be opened was answered for already; only what the vault has made is taken back.
    await this.opening?.catch(() => null);
    const { deliveryId } = this.state;
    const taken = this.opened?.deliveryId ?? deliveryId;
    // The log first: it refuses what is not to be undone, and the vault removes nothing that it does not call aborted.
    if (deliveryId !== null) {
      const body = { deliveryId, cause };
      await control.record({ type: 'deliveryAborted', step: 'abort', passage: 0, body });
    }
    this.go({ stage: 'aborted' });
    if (taken === null) return;
    while ((await vault.abortDelivery(taken)) === 'held') await sleep(DAY);
  }

  private go(change: Partial<Ingest['state']>): void {
    this.state = { ...this.state, ...change };
    show('state', this.state);
  }
}
