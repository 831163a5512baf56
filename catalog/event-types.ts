import type { EventType, WorkerRole } from '../domain/names.js';
import type * as bodies from './event-bodies.js';

/** The body that belongs to each event type; a type without a body does not compile. */
export interface BodyOf {
  linkageSubmitted: bodies.LinkageSubmitted;
  contractSubmitted: bodies.ContractSubmitted;
  gateAsked: bodies.GateAsked;
  decisionRecorded: bodies.DecisionRecorded;
  onboardingApproved: bodies.RequestClosed;
  onboardingRejected: bodies.RequestClosed;
  onboardingExpired: bodies.RequestClosed;
  onboardingRefused: bodies.RequestClosed;
  reminderDue: bodies.ReminderDue;
  deliveryOpened: bodies.DeliveryOpened;
  deliveryAborted: bodies.DeliveryAborted;
  deliveryLanded: bodies.DeliveryLanded;
  deliveryProfiled: bodies.DeliveryProfiled;
  deliveryRefused: bodies.DeliveryRefused;
  quarantined: bodies.Quarantined;
  providerTold: bodies.ProviderTold;
  breachAssessed: bodies.BreachAssessed;
  destroyed: bodies.Destroyed;
  pseudonymised: bodies.Pseudonymised;
  curated: bodies.Curated;
  reviewRequested: bodies.ReviewRequested;
  runRequested: bodies.RunRequested;
  runRefused: bodies.RunRefused;
  runCancelled: bodies.RunCancelled;
  analysed: bodies.Analysed;
  releaseRequested: bodies.ReleaseRequested;
  protected: bodies.Protected;
  protectedTablesRead: bodies.ProtectedTablesRead;
  releaseRefused: bodies.ReleaseClosed;
  releaseRejected: bodies.ReleaseClosed;
  releaseExpired: bodies.ReleaseClosed;
  released: bodies.Released;
  suspended: bodies.MeasureImposed;
  withdrawn: bodies.Withdrawn;
  holdPlaced: bodies.MeasureImposed;
  liftingRequested: bodies.LiftingRequested;
  suspensionLifted: bodies.MeasuresLifted;
  holdLifted: bodies.MeasuresLifted;
  requestApproved: bodies.AskingClosed;
  requestRejected: bodies.AskingClosed;
  requestExpired: bodies.AskingClosed;
  requestRefused: bodies.AskingClosed;
}

/**
 * What makes an event the same event at a second attempt. A step of a workflow run, by its passage (0 for the first);
 * or a decision, by the key that the client chose (its update id), whichever run records it.
 */
export type EventIdentity =
  | {
      readonly kind: 'step';
      readonly workflowId: string;
      readonly runId: string;
      readonly step: string;
      readonly passage: number;
    }
  | { readonly kind: 'decision'; readonly workflowId: string; readonly key: string };

/** A worker, or a person by the reference of `staff.ts`. */
export type EventActor = `worker:${WorkerRole}` | `person:${string}`;

/** An event as its writer gives it. `occurredAt` is an instant in UTC, ISO 8601 with milliseconds. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly type: K;
    readonly identity: EventIdentity;
    readonly occurredAt: string;
    readonly actor: EventActor;
    readonly body: BodyOf[K];
    /** W3C trace id, 32 hexadecimal digits. */
    readonly traceId?: string;
  };
}[T];

/** What the database added. Sequence, `recordedAt` and event id stand outside the leaf hash. */
export interface Recorded {
  /** 0 for the first event; equals the index of its leaf in the tree. */
  readonly seq: number;
  /** UUID of version 7. */
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly recordedAt: string;
  readonly bodySha256: string;
  readonly leafHash: string;
}

export type StoredEvent<T extends EventType = EventType> = {
  [K in T]: NewEvent<K> & Recorded;
}[T];

/** Version of the body shapes in `event-bodies.ts`; a changed meaning is a new version beside the old one. */
export const EVENT_SCHEMA_VERSION = 1;

type MissingBodies = Exclude<EventType, keyof BodyOf>;
/** Does not compile when an event type has no body. */
export const EVERY_TYPE_HAS_A_BODY: [MissingBodies] extends [never] ? true : MissingBodies = true;
