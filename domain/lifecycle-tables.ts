import type { EventType } from './names.js';

/** What an event makes of something in a state: the state after it, or nothing, because it cannot happen there. */
export type Outcome<S extends string> = S | 'impossible';

/** States × events, complete by type: every state answers every event. `absent` is what is not there yet. */
export type Life<S extends string, E extends EventType> = Readonly<
  Record<S | 'absent', Readonly<Record<E, Outcome<S>>>>
>;

type Row<E extends EventType> = Readonly<Record<E, 'impossible'>>;

/** The row of a state in which none of these events can happen; a row below names what differs from it. */
function over<const E extends EventType>(...events: readonly E[]): Row<E> {
  return Object.fromEntries(events.map((event) => [event, 'impossible'])) as Row<E>;
}

const ASKED = over(
  'contractSubmitted',
  'linkageSubmitted',
  'reviewRequested',
  'releaseRequested',
  'liftingRequested',
  'decisionRecorded',
  'reminderDue',
  'protected',
  'onboardingApproved',
  'onboardingRejected',
  'onboardingExpired',
  'onboardingRefused',
  'releaseRefused',
  'releaseRejected',
  'releaseExpired',
  'released',
  'suspensionLifted',
  'holdLifted',
  'requestApproved',
  'requestRejected',
  'requestExpired',
  'requestRefused',
  'runCancelled',
);
export type RequestLifeState = 'open' | 'approved' | 'rejected' | 'expired' | 'refused';

/** What waits for people: a contract, a linkage domain, a review, a release, the lifting of a measure. Once closed nobody decides on it any more. */
export const REQUEST_LIFE: Life<RequestLifeState, keyof typeof ASKED> = {
  absent: {
    ...ASKED,
    contractSubmitted: 'open',
    linkageSubmitted: 'open',
    reviewRequested: 'open',
    releaseRequested: 'open',
    liftingRequested: 'open',
  },
  open: {
    ...ASKED,
    decisionRecorded: 'open',
    reminderDue: 'open',
    protected: 'open',
    onboardingApproved: 'approved',
    onboardingRejected: 'rejected',
    onboardingExpired: 'expired',
    onboardingRefused: 'refused',
    releaseRefused: 'refused',
    releaseRejected: 'rejected',
    releaseExpired: 'expired',
    released: 'approved',
    suspensionLifted: 'approved',
    holdLifted: 'approved',
    requestApproved: 'approved',
    requestRejected: 'rejected',
    requestExpired: 'expired',
    requestRefused: 'refused',
    // Of a review that the run waited for.
    runCancelled: 'refused',
  },
  approved: ASKED,
  rejected: ASKED,
  expired: ASKED,
  refused: ASKED,
};

const DELIVERED = over(
  'deliveryOpened',
  'deliveryAborted',
  'deliveryLanded',
  'deliveryProfiled',
  'pseudonymised',
  'curated',
  'deliveryRefused',
  'quarantined',
  'destroyed',
);
export type DeliveryState =
  | 'opened'
  | 'landed'
  | 'profiled'
  | 'pseudonymised'
  | 'curated'
  | 'refused'
  | 'quarantined'
  | 'destroyed'
  | 'aborted';

/**
 * One delivery: no stage can be skipped, any may be refused until it is curated, and what is refused is quarantined and
 * then destroyed. One that is curated stays so when what landed of it goes at the end of its retention.
 */
export const DELIVERY_LIFE: Life<DeliveryState, keyof typeof DELIVERED> = {
  absent: { ...DELIVERED, deliveryOpened: 'opened' },
  opened: {
    ...DELIVERED,
    deliveryLanded: 'landed',
    deliveryRefused: 'refused',
    deliveryAborted: 'aborted',
  },
  landed: {
    ...DELIVERED,
    deliveryProfiled: 'profiled',
    deliveryRefused: 'refused',
    deliveryAborted: 'aborted',
  },
  profiled: { ...DELIVERED, pseudonymised: 'pseudonymised', deliveryRefused: 'refused' },
  pseudonymised: { ...DELIVERED, curated: 'curated', deliveryRefused: 'refused' },
  curated: { ...DELIVERED, quarantined: 'curated', destroyed: 'curated' },
  refused: { ...DELIVERED, quarantined: 'quarantined' },
  quarantined: { ...DELIVERED, destroyed: 'destroyed' },
  destroyed: DELIVERED,
  aborted: DELIVERED,
};

const MADE = over(
  'pseudonymised',
  'curated',
  'analysed',
  'protected',
  'released',
  'quarantined',
  'destroyed',
);
const AGAIN = {
  pseudonymised: 'current',
  curated: 'current',
  analysed: 'current',
  protected: 'current',
  released: 'current',
} as const;
export type VersionState = 'current' | 'quarantined' | 'destroyed';

/**
 * One version of a dataset: the same bytes made again are the same version. What is quarantined or destroyed stays so: of
 * bytes that are delivered again another version is made.
 */
export const VERSION_LIFE: Life<VersionState, keyof typeof MADE> = {
  absent: { ...MADE, ...AGAIN },
  current: { ...MADE, ...AGAIN, quarantined: 'quarantined' },
  quarantined: {
    ...MADE,
    pseudonymised: 'quarantined',
    curated: 'quarantined',
    analysed: 'quarantined',
    protected: 'quarantined',
    released: 'quarantined',
    destroyed: 'destroyed',
  },
  destroyed: {
    ...MADE,
    pseudonymised: 'destroyed',
    curated: 'destroyed',
    analysed: 'destroyed',
    protected: 'destroyed',
    released: 'destroyed',
  },
};

const RUN = over(
  'runRequested',
  'reviewRequested',
  'runRefused',
  'runCancelled',
  'analysed',
  'pseudonymised',
  'curated',
  'protected',
  'released',
);
export type RunLifeState = 'requested' | 'refused' | 'cancelled' | 'done';

/**
 * One run: that of a theme is asked for first, and waits for people or is cancelled before its end; the other steps stand in
 * the log when they are done.
 */
export const RUN_LIFE: Life<RunLifeState, keyof typeof RUN> = {
  absent: {
    ...RUN,
    runRequested: 'requested',
    pseudonymised: 'done',
    curated: 'done',
    protected: 'done',
    released: 'done',
  },
  requested: {
    ...RUN,
    reviewRequested: 'requested',
    runRefused: 'refused',
    runCancelled: 'cancelled',
    analysed: 'done',
  },
  refused: RUN,
  cancelled: RUN,
  done: RUN,
};

const RELEASE = over(
  'releaseRequested',
  'protected',
  'protectedTablesRead',
  'releaseRefused',
  'releaseRejected',
  'releaseExpired',
  'released',
);
export type ReleaseLifeState = 'requested' | 'protected' | 'refused' | 'rejected' | 'expired' | 'released';

/** One release: nothing is read, decided on or released that was not protected and attacked before. */
export const RELEASE_LIFE: Life<ReleaseLifeState, keyof typeof RELEASE> = {
  absent: { ...RELEASE, releaseRequested: 'requested' },
  requested: { ...RELEASE, protected: 'protected', releaseRefused: 'refused' },
  protected: {
    ...RELEASE,
    protectedTablesRead: 'protected',
    releaseRefused: 'refused',
    releaseRejected: 'rejected',
    releaseExpired: 'expired',
    released: 'released',
  },
  refused: RELEASE,
  rejected: RELEASE,
  expired: RELEASE,
  released: RELEASE,
};

const QUARANTINE = over('quarantined', 'providerTold', 'breachAssessed', 'destroyed');
export type QuarantineState = 'quarantined' | 'destroyed';

/** What stands in quarantine, until it is destroyed; who must be told and assess it may do so afterwards too. */
export const QUARANTINE_LIFE: Life<QuarantineState, keyof typeof QUARANTINE> = {
  absent: { ...QUARANTINE, quarantined: 'quarantined' },
  quarantined: {
    ...QUARANTINE,
    providerTold: 'quarantined',
    breachAssessed: 'quarantined',
    destroyed: 'destroyed',
  },
  destroyed: { ...QUARANTINE, providerTold: 'destroyed', breachAssessed: 'destroyed' },
};

const MEASURE = over(
  'suspended',
  'holdPlaced',
  'withdrawn',
  'liftingRequested',
  'suspensionLifted',
  'holdLifted',
);
export type MeasureState = 'suspended' | 'held' | 'withdrawn' | 'resumed' | 'unheld';

/**
 * One measure on a source: a suspension and a legal hold stand until people lift that very measure, a withdrawal for good.
 * What is imposed anew is another measure. Several requests may name the same one: what is lifted stays so.
 */
export const MEASURE_LIFE: Life<MeasureState, keyof typeof MEASURE> = {
  absent: { ...MEASURE, suspended: 'suspended', holdPlaced: 'held', withdrawn: 'withdrawn' },
  suspended: { ...MEASURE, liftingRequested: 'suspended', suspensionLifted: 'resumed' },
  held: { ...MEASURE, liftingRequested: 'held', holdLifted: 'unheld' },
  withdrawn: MEASURE,
  resumed: { ...MEASURE, suspensionLifted: 'resumed' },
  unheld: { ...MEASURE, holdLifted: 'unheld' },
};
