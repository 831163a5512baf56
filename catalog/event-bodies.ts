import type { DatasetColumn, Manifest } from '../domain/dataset.js';
import type { Gate, LiftableMeasure, Role, Zone } from '../domain/names.js';
import type { RiskReport } from '../domain/profile.js';
import type { BreachOutcome } from '../domain/quarantine.js';
import type { Verdict } from '../domain/verdict.js';
import type { Contract, LinkageDomain } from '../policy/contract.js';

/**
 * What each event says: ids, digests, counts and codes, never a value of a source. A body holds no clock of the attempt
 * that wrote it (instants in it are computed by the workflow and equal in every attempt): a retry must give the same body.
 */

/** A member of staff, by the reference of `staff.ts`: the name can be erased and every proof stays valid. */
export interface StaffReference {
  readonly ref: string;
  readonly as: Role;
  /** OIN of the employing organisation. */
  readonly organisation: string;
  /** Reference of who granted the role, where control knows. */
  readonly grantedBy?: string;
}

/** What a request, verdict or quarantine is about. `id` is a request, delivery, run or dataset version. */
export interface Subject {
  readonly kind: 'request' | 'delivery' | 'dataset-version' | 'run' | 'release';
  readonly id: string;
}

/** Something that waits for people. One decision a role, each by another natural person. */
export interface Asking {
  readonly requestId: string;
  /** From `next_request_number`. */
  readonly requestNumber: number;
  /** SHA-256 of what is decided on; a decision on another hash is void. */
  readonly subjectHash: string;
  readonly deciders: readonly Role[];
  /** Instant (UTC) after which the request expires. */
  readonly decideBefore: string;
}

export interface ContractSubmitted extends Asking {
  readonly sourceId: string;
  readonly contractHash: string;
  readonly contract: Contract;
  readonly submitter: StaffReference;
}

export interface LinkageSubmitted extends Asking {
  readonly linkageId: string;
  readonly linkageHash: string;
  readonly linkage: LinkageDomain;
  readonly submitter: StaffReference;
}

/** The instant of asking is the event's `occurredAt`, so that a second attempt finds the same body. */
export interface GateAsked {
  readonly gate: Gate;
  readonly subject: Subject;
  readonly verdict: RecordedVerdict;
  /** Code of the error with which the reading of its facts ended for good: they count as unknown. */
  readonly unread?: string;
}
export type RecordedVerdict = Omit<Verdict, 'askedAt'>;

export interface DecisionRecorded {
  readonly requestId: string;
  readonly key: string;
  readonly choice: 'approve' | 'reject';
  readonly by: StaffReference;
  readonly reason: string;
  readonly subjectHash: string;
}

/** A contract or a linkage domain was approved, rejected, expired, or refused by a gate. */
export interface RequestClosed extends AskingClosed {
  readonly closes:
    | { readonly kind: 'contract'; readonly sourceId: string; readonly contractHash: string }
    | { readonly kind: 'linkage'; readonly linkageHash: string };
}

export interface ReminderDue {
  readonly requestId: string;
  readonly waitingFor: readonly Role[];
}

export interface DeliveryOpened {
  readonly deliveryId: string;
  readonly sourceId: string;
  readonly contractHash: string;
  readonly deliveredBy: StaffReference;
}

export interface DeliveryAborted {
  readonly deliveryId: string;
  /** A code of `domain/errors.ts`, or `withdrawn` or `timed-out`. */
  readonly cause: string;
}

/** One sealed attempt. `bytes` and `sha256` are of the plaintext, `cipherSha256` of the stored object. */
export interface DeliveryLanded {
  readonly deliveryId: string;
  readonly attempt: string;
  readonly keyId: string;
  /** SHA-256 of the canonical JSON of the parts' plaintext digests in order: the identity of what was delivered. */
  readonly landingHash: string;
  readonly parts: readonly LandedPart[];
}

export interface LandedPart {
  readonly part: number;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly cipherSha256: string;
}

/** The profile itself stays with the vault (`vault_profile`); here its digest and its counts. */
export interface DeliveryProfiled {
  readonly deliveryId: string;
  readonly profileHash: string;
  readonly rows: number;
  readonly parts: number;
  readonly columns: number;
  readonly missingColumns: number;
  readonly unknownColumns: number;
  readonly shapeFindings: number;
  readonly smallestClass: number;
}

export interface DeliveryRefused {
  readonly deliveryId: string;
  readonly gate: Gate;
  readonly codes: readonly string[];
  /** Personal data came without being allowed. */
  readonly unasked?: true;
}

export interface Quarantined {
  readonly subject: Subject;
  /** What was refused or stopped; null of the tables of a release that ended and was not published, which rest on many. */
  readonly sourceId: string | null;
  readonly zone: Zone;
  readonly codes: readonly string[];
  /** Day of destruction unless a person decides otherwise. */
  readonly destroyBy: string;
  /** Personal data came in without being allowed: the assessment of 72 hours (33 GDPR) is open. */
  readonly breachAssessment: 'opened' | 'not-needed';
  /** Nobody refused or stopped it: what lay in this zone is past its retention (T01), and what was made of it stays. */
  readonly pastRetention?: true;
}

/** An object that is gone, by its place and the digest that the log claimed. */
export interface DestroyedObject {
  readonly zone: Zone;
  readonly key: string;
  readonly sha256: string;
}

/** What stood in quarantine is gone, by each worker in its own zones; of a delivery the keys of its attempts too. */
export interface Destroyed {
  readonly subject: Subject;
  readonly objects: readonly DestroyedObject[];
  readonly keyIds: readonly string[];
}

/** A person passed the notice of a quarantine on: nothing is sent by itself. */
export interface ProviderTold {
  readonly subject: Subject;
  /** OINs of the providers. */
  readonly providers: readonly string[];
  /** SHA-256 of the text that was passed on. */
  readonly noticeSha256: string;
  readonly by: StaffReference;
  /** How, in the words of who did it. */
  readonly reason: string;
}

/** A person judged whether this is a breach (33 GDPR), or recorded that the authority was notified. */
export interface BreachAssessed {
  readonly subject: Subject;
  readonly outcome: BreachOutcome;
  readonly by: StaffReference;
  readonly reason: string;
}

/** How one output column rests on one input column; kinds and subtypes of OpenLineage's ColumnLineage facet 1-2-0. */
export interface ColumnEdge {
  readonly toColumn: string;
  /** Dataset version, or landing hash of a delivery. */
  readonly fromVersion: string;
  readonly fromColumn: string;
  readonly kind: 'DIRECT' | 'INDIRECT';
  readonly subtype:
    | 'IDENTITY'
    | 'TRANSFORMATION'
    | 'AGGREGATION'
    | 'JOIN'
    | 'GROUP_BY'
    | 'FILTER'
    | 'SORT'
    | 'WINDOW'
    | 'CONDITIONAL';
  readonly masking: 'masked' | 'open';
}

/** One step that made one dataset version out of others. */
export interface Made {
  /** SHA-256 of the canonical JSON of the manifest. */
  readonly version: string;
  readonly manifest: Manifest;
  readonly edges: readonly ColumnEdge[];
}

export interface Pseudonymised extends Made {
  readonly deliveryId: string;
  readonly rowsIn: number;
  /** Per identifying column of the contract: how many values were invalid (pseudonymised apart, they cannot join). */
  readonly invalidIds: readonly { readonly column: string; readonly count: number }[];
  readonly keyIds: readonly string[];
}

export interface Curated extends Made {
  readonly deliveryId: string;
  readonly rowsIn: number;
  readonly access: 'open' | 'restricted';
  readonly risk?: RiskReport;
}

export interface ReviewRequested extends Asking {
  readonly gate: Gate;
  readonly subject: Subject;
  /** Null where it is about several sources: a run or a release. */
  readonly sourceId: string | null;
  readonly codes: readonly string[];
}

export interface RunRequested {
  readonly runId: string;
  readonly theme: string;
  /** SHA-256 of theme.yaml and query.sql together. */
  readonly themeHash: string;
  readonly purpose: string;
  readonly requester: StaffReference;
  /** Values that replace defaults of the theme's parameters. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Dataset versions with the columns that the theme declares to read. */
  readonly inputs: readonly { readonly version: string; readonly columns: readonly string[] }[];
}

export interface RunRefused {
  readonly runId: string;
  readonly gate: Gate;
  readonly codes: readonly string[];
}

/** One person ended a run before its end; the review that it waited for is closed with it. */
export interface RunCancelled {
  readonly runId: string;
  /** Request id of the review that was open; null where none was. */
  readonly review: string | null;
  readonly by: StaffReference;
  readonly reason: string;
}

export interface Analysed extends Made {
  readonly runId: string;
}

export interface ReleaseRequested extends Asking {
  readonly releaseId: string;
  readonly runId: string;
  readonly theme: string;
  readonly resultVersion: string;
  readonly requester: StaffReference;
}

/** Numbers of primary and secondary cells, intervals and thresholds are confidential: they stay in `data_protection`. */
export interface Protected extends Made {
  readonly releaseId: string;
  /** The request that from now on is about these tables: their version is what people decide on. */
  readonly requestId: string;
  /** Figures of the tables under disclosure control, and those of them that are hidden. */
  readonly cells: number;
  readonly hidden: number;
  /** SHA-256 of the report that only the output checker reads. */
  readonly reportHash: string;
  readonly attack: 'failed';
}

/** Somebody who decides on a release has read its tables and the confidential report. */
export interface ProtectedTablesRead {
  readonly releaseId: string;
  readonly version: string;
  readonly by: StaffReference;
}

export interface ReleaseClosed {
  readonly releaseId: string;
  readonly requestId: string;
  readonly gate?: Gate;
  readonly codes: readonly string[];
}

export interface Released extends Made {
  readonly releaseId: string;
  readonly requestId: string;
  readonly rows: number;
  readonly hidden: number;
  readonly files: readonly ReleasedFile[];
  readonly columns: readonly DatasetColumn[];
}

export interface ReleasedFile {
  readonly key: string;
  readonly format: 'parquet' | 'csv';
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
}

/** One person stops a source, or puts a legal hold on it. Its id is the workflow that recorded it. */
export interface MeasureImposed {
  readonly sourceId: string;
  readonly by: StaffReference;
  readonly reason: string;
}

/** Final for this version of the contract. */
export interface Withdrawn extends MeasureImposed {
  readonly contractHash: string;
}

/** Asks another person to lift measures; `subjectHash` is the digest of their ids, so that a later one stays in force. */
export interface LiftingRequested extends Asking {
  readonly sourceId: string;
  readonly lifts: LiftableMeasure;
  readonly measures: readonly string[];
  readonly requester: StaffReference;
  readonly reason: string;
}

export interface MeasuresLifted {
  readonly requestId: string;
  readonly sourceId: string;
  readonly measures: readonly string[];
}

/** The end of a review, or of a request to lift that was not approved. */
export interface AskingClosed {
  readonly requestId: string;
  /** Rules that ended it; empty where people or the clock did. */
  readonly codes: readonly string[];
}
