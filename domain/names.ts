/**
 * Every name that is persisted: changing one is a migration (held by a golden test).
 * They stand in histories, in the catalog, in object keys and in the files of users.
 */

export const ZONES = ['landing', 'pseudonymised', 'curated', 'result', 'released', 'audit'] as const;
export type Zone = (typeof ZONES)[number];

export const TASK_QUEUES = {
  control: 'sluis-control',
  vault: 'sluis-vault',
  data: 'sluis-data',
} as const;
export type WorkerRole = keyof typeof TASK_QUEUES;
export const WORKER_ROLES = ['control', 'vault', 'data'] as const satisfies readonly WorkerRole[];

/** What stands in the memo of a workflow: how it is, and the requests that it puts to people. */
export const MEMO = { state: 'state', review: 'review', request: 'request' } as const;

export const WORKFLOWS = {
  onboardSource: 'onboardSource',
  ingestDelivery: 'ingestDelivery',
  runTheme: 'runTheme',
  releaseResult: 'releaseResult',
  readCheckpoint: 'readCheckpoint',
  readStaffNames: 'readStaffNames',
  checkObjects: 'checkObjects',
  readProtectedTables: 'readProtectedTables',
  imposeMeasure: 'imposeMeasure',
  liftMeasure: 'liftMeasure',
  destroyQuarantined: 'destroyQuarantined',
  followUpQuarantine: 'followUpQuarantine',
  sweepRetention: 'sweepRetention',
  cancelRun: 'cancelRun',
} as const;

/** Schedules of Temporal. */
export const SCHEDULES = { retention: 'sluis-retention' } as const;

/** Search attributes of Temporal, all of type Keyword. */
export const SEARCH_ATTRIBUTES = { source: 'SluisSource', stage: 'SluisStage' } as const;

export const EVENT_TYPES = [
  'linkageSubmitted',
  'contractSubmitted',
  'gateAsked',
  'decisionRecorded',
  'onboardingApproved',
  'onboardingRejected',
  'onboardingExpired',
  'onboardingRefused',
  'reminderDue',
  'deliveryOpened',
  'deliveryAborted',
  'deliveryLanded',
  'deliveryProfiled',
  'deliveryRefused',
  'quarantined',
  'providerTold',
  'breachAssessed',
  'destroyed',
  'pseudonymised',
  'curated',
  'reviewRequested',
  'runRequested',
  'runRefused',
  'runCancelled',
  'analysed',
  'releaseRequested',
  'protected',
  'protectedTablesRead',
  'releaseRefused',
  'releaseRejected',
  'releaseExpired',
  'released',
  'suspended',
  'withdrawn',
  'holdPlaced',
  'liftingRequested',
  'suspensionLifted',
  'holdLifted',
  'requestApproved',
  'requestRejected',
  'requestExpired',
  'requestRefused',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What one person imposes on a source at once. A withdrawal is final; two persons lift the others. */
export const MEASURES = ['suspension', 'withdrawal', 'hold'] as const;
export type Measure = (typeof MEASURES)[number];
export type LiftableMeasure = Exclude<Measure, 'withdrawal'>;

export const GATES = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5'] as const;
export type Gate = (typeof GATES)[number];

export const ROLES = [
  'steward',
  'privacy-officer',
  'analyst',
  'output-checker',
  'provider',
  'fg',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** Canonical form of identifiers; a new form is a new version and a new epoch of every pseudonym. */
export const CANON_VERSION = 'canon/v1';
