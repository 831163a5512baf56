import type { DatasetColumn, PseudonymTag } from '../domain/dataset.js';
import type { Decision } from '../domain/people.js';
import type { Profile, RiskReport } from '../domain/profile.js';
import type { DecisionRequest } from '../domain/request.js';
import type { CompatibilityAssessment } from './compatibility.js';
import type { Contract, LinkageDomain } from './contract.js';
import type { Identifying } from './identifying.js';
import type { Level } from './levels.js';
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

/** A REVIEW on a theme that reads what is restricted, with what was decided. */
export type ThemeReview = Pick<ReviewFacts, 'request' | 'decisions'>;

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
  /** What its delivery was found to hold, what became curated of it, and its risk: G1 to G3 are asked again. */
  readonly profile?: Profile;
  readonly curated?: readonly DatasetColumn[];
  readonly risk?: RiskReport;
  /** Dated assessments that widen what its contract permits (GDPR 6(4)). */
  readonly assessments?: readonly CompatibilityAssessment[];
}

/** What a theme asks for. */
export interface AskedFacts {
  readonly theme: string;
  readonly purpose: string;
  readonly controller: string;
  /** OIN of the requester's organisation. */
  readonly requester: string;
  /** What people were asked about this theme, by its hash, before it may read curated-restricted datasets (K01). */
  readonly themeReviews: readonly ThemeReview[];
  /** Pairs of pseudonyms that meet in the statements: of different types, or of persons of different providers. */
  readonly comparedPseudonyms: readonly (readonly [PseudonymTag, PseudonymTag])[];
  /** Entity types by which the statements link records at all, also of one provider. */
  readonly linkedKeys: readonly string[];
  readonly linkage?: { readonly domain: LinkageDomain; readonly approvedByTwo: boolean };
}

/** G4: what a theme asks for, and what it would read. */
export interface RunFacts extends AskedFacts {
  readonly inputs: readonly InputFacts[];
}

/** How the published figures differ from what is public already (O04), in units and in units whose values changed. */
export interface PublicDifference {
  /** The release that it was compared with. */
  readonly release: string;
  /** Fewest units, above zero, by which a figure differs; null where nothing differs or overlaps. */
  readonly fewestUnits: number | null;
  readonly fewestChanged: number | null;
}

/** G5: what disclosure control made of a result. */
export interface ReleaseFacts {
  readonly inputs: readonly InputFacts[];
  /** What the run of this release asked for: judged again with what stands now. */
  readonly asked?: AskedFacts;
  /** When the result was made, and whether a hold stops its destruction (T01). */
  readonly retention?: Facts['retention'];
  /** `pending` before people are asked; afterwards the decisions, bound to the protected tables that they read. */
  readonly approval?: ApprovalFacts;
  /** Version of the protected tables. */
  readonly tables?: string;
  /**
   * Levels of the areas that the written tables are about, by the codes in them and by the columns that they come from;
   * empty where they name none, absent where a level is not known.
   */
  readonly levels?: readonly Level[];
  /** The finest level that the theme says it shows: a promise that the tables must keep. */
  readonly promisedLevel: Level;
  readonly protection: 'not-needed' | 'safe' | 'unsafe' | 'failed';
  /** Those that the theme declares, and those that its statements make. */
  readonly statistics: readonly string[];
  readonly columnKinds: readonly ('dimension' | 'statistic' | Identifying | 'score' | 'rank' | 'list')[];
  /** Protected tables about persons that count anything else, by the lineage of their units. */
  readonly otherUnits: readonly string[];
  /** Fewest units (persons, but in `otherUnits`) behind a published figure above zero; null where nothing was protected. */
  readonly fewestUnits: number | null;
  /**
   * Households of the smallest published area with rates on persons (null where none is shown), and how many smaller areas
   * were aggregated up. Comes from public household counts joined by area; absent: people are told that nobody counted.
   */
  readonly households?: { readonly fewest: number | null; readonly aggregatedAreas: number };
  /** From the ledger of releases, one for each that overlaps; absent: people are told that nothing was compared. */
  readonly differences?: readonly PublicDifference[];
}
