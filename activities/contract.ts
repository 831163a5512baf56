import type {
  DeliveryRefused,
  Destroyed,
  DestroyedObject,
  ReleaseRequested,
  ReviewRequested,
  RunRequested,
  Subject,
} from '../catalog/event-bodies.js';
import type { BodyOf } from '../catalog/event-types.js';
import type { ObjectDigest } from '../catalog/object-digests.js';
import type { SealDigest } from '../catalog/seal-digests.js';
import type { GateAnswer, PartDigest, PseudonymisedDataset, Sealed, SentParts } from '../domain/ingest.js';
import type { RequestLifeState, RunLifeState } from '../domain/lifecycle-tables.js';
import type { EventType, Gate, LiftableMeasure, Measure, Zone } from '../domain/names.js';
import type { Actor, Decision } from '../domain/people.js';
import type { BreachOutcome } from '../domain/quarantine.js';
import type { AskedRequest, DecisionRequest, Partakers } from '../domain/request.js';
import type { Bilingual } from '../domain/verdict.js';
import type { Contract, LinkageDomain } from '../policy/contract.js';

/** What a gate is asked about; the control worker loads the facts from the catalog. */
export interface GateQuestion {
  readonly gate: Gate;
  /** 0 for the first time that this run asks this gate. */
  readonly passage: number;
  readonly subject: { readonly kind: 'request' | 'delivery' | 'run' | 'release'; readonly id: string };
  readonly contractHash?: string;
  /** G5: `pending` before the people who decide on a release are asked; otherwise their decisions count. */
  readonly approval?: 'pending';
  /** G3: the sealed dataset that would be published to curated. */
  readonly version?: string;
}

/** An event that needs nothing but ids, digests, counts and codes. */
export type PlainEvent = {
  [K in EventType]: {
    readonly type: K;
    readonly step: string;
    readonly passage: number;
    readonly body: BodyOf[K];
  };
}[EventType];

export interface Submission {
  readonly request: AskedRequest;
  readonly requestNumber: number;
  readonly decideBefore: string;
  readonly subject:
    | { readonly kind: 'contract'; readonly contract: Contract }
    | { readonly kind: 'linkage-domain'; readonly linkage: LinkageDomain };
}

/** Short steps that touch the catalog alone: local activities of the control worker. */
export interface ControlActivities {
  recordSubmission(submission: Submission): Promise<void>;
  /** Who may not decide on a request beside its submitter, by what the catalog and the themes say. */
  partakersOf(requestId: string): Promise<Partakers>;
  /** Decides with the clock of the moment and records the verdict. First wins: a second attempt reads the first answer. */
  askGate(question: GateQuestion): Promise<GateAnswer>;
  /** Decisions on a request as the log has them, in its order. */
  standingDecisions(requestId: string): Promise<readonly Decision[]>;
  /** Answers what stands in the catalog under the decision's key. */
  recordDecision(request: DecisionRequest, decision: Decision): Promise<Decision>;
  record(event: PlainEvent): Promise<void>;
  /** Refuses any workflow but the one that opened the delivery. */
  standingDelivery(deliveryId: string): Promise<StandingDelivery>;
  requestReview(review: ReviewRequested): Promise<StandingReview>;
  recordLanded(deliveryId: string, attempt: string): Promise<void>;
  recordProfiled(deliveryId: string): Promise<void>;
  recordMade(step: MadeStep): Promise<void>;
  /** The signed note as it stands in the audit zone, which control alone can read; null where none was written. */
  readCheckpoint(askedBy: string): Promise<string | null>;
  /** Names of staff by their references; who was forgotten is left out. */
  readStaffNames(refs: readonly string[]): Promise<Readonly<Record<string, string>>>;
  checkSeals(claims: readonly SealDigest[]): Promise<readonly SealFinding[]>;
  /** Records who reads protected tables before a decision; refuses everybody else. */
  recordReading(releaseId: string, reader: Actor): Promise<void>;
  recordMeasure(order: MeasureOrder): Promise<void>;
  requestLifting(order: LiftingOrder): Promise<DecisionRequest>;
  /** Refuses where the decisions in the log do not lift it. */
  recordLifted(requestId: string): Promise<void>;
  /** Ids of the workflows that work for a source. */
  openWork(sourceId: string): Promise<readonly string[]>;
  /** Refuses who may not, and what needs no follow-up or had it. */
  recordFollowUp(order: FollowUp): Promise<void>;
  quarantineCopies(subject: Subject): Promise<readonly string[]>;
  /** Answers what stands in quarantine because its retention has passed, and is to be destroyed. */
  quarantinePastRetention(destroyBy: string): Promise<readonly Subject[]>;
  destructionDue(subject: Subject): Promise<Destruction>;
  /** Ids of the workflows that are to destroy what of a source stands in quarantine. */
  destructionsOf(sourceId: string): Promise<readonly string[]>;
  /** Refuses who may not, and a run that is not there or has ended otherwise. */
  recordCancellation(order: CancelOrder): Promise<RunCancelled>;
  standingRun(runId: string): Promise<StandingRun>;
}

/** What a person did after something was put in quarantine. */
export type FollowUp<Act extends 'tell' | 'assess' = 'tell' | 'assess'> = {
  readonly tell: FollowingUp & {
    readonly act: 'tell';
    /** Of the text that was passed on. */
    readonly language: keyof Bilingual;
  };
  readonly assess: FollowingUp & { readonly act: 'assess'; readonly outcome: BreachOutcome };
}[Act];

interface FollowingUp {
  readonly subjectId: string;
  readonly by: Actor;
  readonly reason: string;
}

/**
 * How something in quarantine stands: `gone` where it is destroyed or was never there; `left` in milliseconds. `ended`: a
 * run without a result, or a release that was not published, which goes without having stood there. `alone`: it is past its
 * retention, and what was made of it stays.
 */
export type Destruction = { readonly alone?: true } & (
  | { readonly state: 'gone' | 'held' | 'due' | 'ended' }
  | { readonly state: 'waits'; readonly left: number }
);

/** What a worker removed of something in quarantine. */
export interface RemovedCopy {
  /** The dataset version in quarantine that it was made of or was; null where no event speaks of it. */
  readonly of: string | null;
  readonly objects: readonly DestroyedObject[];
}

/** Whether what came of an aborted delivery was removed, or is kept for a legal hold on its source. */
export type AbortedDelivery = 'removed' | 'held';

export type DestroyedDelivery = Omit<Destroyed, 'subject'>;

/** A review as it stands in the log. */
export interface StandingReview {
  /** What people decide on. */
  readonly subjectHash: string;
  readonly state: RequestLifeState;
}

/** What one person ends before its end. */
export interface CancelOrder {
  readonly runId: string;
  readonly by: Actor;
  readonly reason: string;
}

export interface RunCancelled {
  /** Somebody had cancelled it before: that stands, and nothing more was recorded. */
  readonly already: boolean;
}

/** A run as it stands in the log. */
export interface StandingRun {
  readonly state: RunLifeState;
}

/** A delivery as it stands in the log. */
export interface StandingDelivery {
  readonly deliveryId: string;
  readonly sourceId: string;
  readonly contractHash: string;
  /** What landed; null where nothing had. */
  readonly sent: SentParts | null;
  /** The furthest zone that holds something of it. */
  readonly zone: Zone;
  readonly refused: Pick<DeliveryRefused, 'gate' | 'codes' | 'unasked'> | null;
}

/** What one person imposes on a source. */
export interface MeasureOrder {
  readonly measure: Measure;
  readonly sourceId: string;
  readonly by: Actor;
  readonly reason: string;
}

/** What somebody asks another person to lift. */
export interface LiftingOrder {
  readonly requestId: string;
  readonly requestNumber: number;
  readonly decideBefore: string;
  readonly lifts: LiftableMeasure;
  readonly sourceId: string;
  readonly by: Actor;
  readonly reason: string;
}

/** A dataset version that a worker has sealed and that now becomes an event. */
export interface MadeStep {
  readonly type: 'pseudonymised' | 'curated' | 'analysed' | 'protected' | 'released';
  readonly version: string;
  /** Delivery, run or release. */
  readonly id: string;
  readonly zone: Zone;
  readonly restricted?: string;
}

export interface IntakeOrder {
  readonly sourceId: string;
  readonly contractHash: string;
  /** SHA-256 of the sender's one-time token. */
  readonly tokenHash: string;
  readonly parts: number;
  readonly deliveredBy: Actor;
}

/** Where the sender may bring its parts. */
export interface OpenedDelivery {
  readonly deliveryId: string;
  readonly attempt: string;
  /** Address of the vault's intake. */
  readonly intakeUrl: string;
}

/** Steps that see identified data; they return ids, digests and counts. */
export interface VaultActivities {
  openDelivery(order: IntakeOrder): Promise<OpenedDelivery>;
  land(deliveryId: string, attempt: string, parts: readonly PartDigest[]): Promise<void>;
  profileDelivery(deliveryId: string): Promise<{ rows: number; profileHash: string }>;
  pseudonymiseDelivery(deliveryId: string): Promise<PseudonymisedDataset>;
  /** Refuses what the log knows and does not call aborted. */
  abortDelivery(deliveryId: string): Promise<AbortedDelivery>;
  removeCopies(subject: Subject, versions: readonly string[]): Promise<readonly RemovedCopy[]>;
  /** Null where a source that it rests on is under a legal hold: nothing was touched. */
  destroyVersion(version: string): Promise<readonly DestroyedObject[] | null>;
  /** Null where its source is under a legal hold: nothing was touched. */
  destroyDelivery(deliveryId: string): Promise<DestroyedDelivery | null>;
  checkObjects(claims: readonly ObjectDigest[]): Promise<readonly ObjectFinding[]>;
}

/** Where who decides may read what would be released. */
export interface ReadingRoom {
  readonly url: string;
}

/** A worker's seal that is not what the log says. */
export interface SealFinding {
  readonly what: 'seal-missing' | 'seal-changed';
  readonly table: string;
  readonly key: string;
  readonly seq: number;
}

/** An object that is not what the log says. */
export interface ObjectFinding {
  readonly what: 'object-missing' | 'object-changed' | 'object-remains';
  readonly zone: Zone;
  readonly key: string;
  /** The event that claims it. */
  readonly seq: number;
}

/** Steps on pseudonymised and safer data. */
export interface DataActivities {
  curateDataset(pseudonymisedVersion: string): Promise<Sealed>;
  analyseTheme(request: RunRequested): Promise<Sealed>;
  protectResult(request: ReleaseRequested): Promise<Sealed & { readonly hidden: number }>;
  publishRelease(request: ReleaseRequested): Promise<Sealed>;
  /** Takes back what a publication that was stopped left in the released zone. */
  retractRelease(releaseId: string): Promise<void>;
  removeCopies(subject: Subject, versions: readonly string[]): Promise<readonly RemovedCopy[]>;
  /** As of the vault. */
  destroyVersion(version: string): Promise<readonly DestroyedObject[] | null>;
  openReadingRoom(releaseId: string, tokenHash: string): Promise<ReadingRoom>;
  checkObjects(claims: readonly ObjectDigest[]): Promise<readonly ObjectFinding[]>;
}
