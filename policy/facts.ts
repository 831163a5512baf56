import type { DatasetColumn, PseudonymTag } from '../domain/dataset.js';
import type { Decision } from '../domain/people.js';
import type { Profile, RiskReport } from '../domain/profile.js';
import type { DecisionRequest } from '../domain/request.js';
import type { Contract, LinkageDomain } from './contract.js';
import type { Organisation } from './organisations.js';

/** Everything that a gate may look at, as plain data. What is absent is unknown, and unknown is DENY (S00). */
export interface Facts {
  readonly mode?: 'demo' | 'production';
  readonly contract?: Contract;
  /** SHA-256 of the canonical JSON of the contract. */
  readonly contractHash?: string;
  readonly organisations?: readonly Organisation[];
  readonly approval?: ApprovalFacts;
  readonly lifecycle?: { readonly suspended: boolean; readonly withdrawn: boolean };
  /** Start of the retention of a zone and whether a legal hold stops it. */
  readonly retention?: {
    readonly zone: keyof Contract['retention'];
    readonly storedAt: string;
    readonly legalHold: boolean;
  };
  /** Wpg 19: deliveries that came before this one under the same agreement (catalog). */
  readonly earlierDeliveries?: number;
  /** REVIEWs that people have decided, by the rule codes that they were asked about. */
  readonly reviews?: readonly ReviewFacts[];
  readonly profile?: Profile;
  readonly risk?: RiskReport;
  /** Columns of the curated dataset that is about to be published. */
  readonly columns?: readonly DatasetColumn[];
  readonly run?: RunFacts;
  readonly release?: ReleaseFacts;
}

/** `pending`: asked before anybody could decide (`sluis check`, G0). */
export type ApprovalFacts =
  | { readonly state: 'pending' }
  | {
      readonly state: 'decided';
      readonly request: DecisionRequest;
      readonly decisions: readonly Decision[];
    };

export interface ReviewFacts {
  readonly codes: readonly string[];
  /** The contract that was read when it was decided. */
  readonly contractHash: string;
  readonly request: DecisionRequest;
  readonly decisions: readonly Decision[];
}

/** One dataset that a theme reads, with everything that it was made from. */
export interface InputFacts {
  readonly dataset: string;
  readonly version: string;
  readonly contract: Contract;
  /** Contracts of all ancestors; empty for a source's own dataset. */
  readonly ancestors: readonly Contract[];
  readonly columns: readonly string[];
  readonly restricted: boolean;
  readonly lineage: 'complete' | 'unknown';
  /** How its contract stands now: S02, S05 and T01 are asked again at every passage. Absent is unknown, and DENY. */
  readonly approval?: ApprovalFacts;
  readonly lifecycle?: Facts['lifecycle'];
  readonly retention?: Facts['retention'];
  readonly earlierDeliveries?: number;
}

/** G4: what a theme asks for. */
export interface RunFacts {
  readonly theme: string;
  readonly purpose: string;
  readonly controller: string;
  /** OIN of the requester's organisation. */
  readonly requester: string;
  /** Approved themes may read curated-restricted datasets. */
  readonly approvedTheme: boolean;
  readonly inputs: readonly InputFacts[];
  /** Pairs of pseudonyms that the statement compares. */
  readonly comparedPseudonyms: readonly (readonly [PseudonymTag, PseudonymTag])[];
  readonly linkage?: { readonly domain: LinkageDomain; readonly approvedByTwo: boolean };
}

/** G5: what disclosure control made of a result. */
export interface ReleaseFacts {
  readonly inputs: readonly InputFacts[];
  /** What the run of this release asked for: its purpose and requester are judged again with what stands now. */
  readonly asked?: {
    readonly theme: string;
    readonly purpose: string;
    readonly controller: string;
    readonly requester: string;
  };
  /** `pending` before people are asked; afterwards the decisions, bound to the protected tables that they read. */
  readonly approval?: ApprovalFacts;
  /** Version of the protected tables. */
  readonly tables?: string;
  readonly level: 'buurt' | 'wijk' | 'gemeente' | 'land';
  readonly protection: 'not-needed' | 'safe' | 'unsafe' | 'failed';
  readonly statistics: readonly string[];
  readonly columnKinds: readonly (
    | 'dimension'
    | 'statistic'
    | 'identifier'
    | 'pseudonym'
    | 'address'
    | 'coordinate'
    | 'free-text'
    | 'score'
  )[];
  /** Fewest persons behind a published figure; null where no figure is about persons. */
  readonly fewestPersons: number | null;
  readonly fewestHouseholds?: number;
}
