import type { FieldRole } from '../domain/dataset.js';
import type { MissingWhen, RecordPlanStep } from '../domain/treatment-plan.js';

/** OIN: 20 digits with leading zeros; never a number. */
export type Oin = string;
/** IRI of the Data Privacy Vocabulary (https://w3id.org/dpv) or of another published vocabulary. */
export type Iri = string;
/** ISO 8601 calendar date, Europe/Amsterdam; an end date is inclusive. */
export type IsoDate = string;
/** ISO 8601 duration of years, months or days: P10Y, P6M, P14D. */
export type IsoDuration = string;

export const REGIMES = ['OPEN', 'AVG', 'WPG', 'WJSG', 'AWR', 'CBSWET', 'WGS'] as const;
export type Regime = (typeof REGIMES)[number];

export const RECORD_UNITS = ['area', 'object', 'organisation', 'event', 'person'] as const;
export type RecordUnit = (typeof RECORD_UNITS)[number];

export const AGREEMENT_KINDS = [
  'convenant',
  'joint-controllers-26',
  'processor-28',
  'wpg-18',
  'wpg-19',
  'wpg-20',
  'wpg-22',
  'wjsg-9',
  'wjsg-15',
  'wjsg-39f',
  'awr-67-2a',
  'awr-67-2b',
  'awr-67-3',
  'cbs-41',
  'brp-authorisation',
  'wgs',
  'licence',
] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/** For which task data was first collected: what it falls under goes with it to whoever passes it on (R01, W05). */
export const COLLECTED_FOR = ['policing', 'justice', 'taxation', 'official-statistics', 'other'] as const;
export type CollectedFor = (typeof COLLECTED_FOR)[number];

/** What data under GDPR art. 10 says of a person. */
export const OFFENCE_KINDS = ['suspect', 'offence', 'conviction', 'victim'] as const;

/** Letters of the purposes for which Wpg 19 and 20 let provide, and Wjsg 39f. */
export const WPG_PURPOSES = ['a', 'b', 'c', 'd'] as const;
export const WJSG_39F_PURPOSES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;

/** The only four partnerships of the WGS (Stb. 2024, 198). */
export const WGS_PARTNERSHIPS = ['ZVH', 'RIEC', 'FEC', 'iCOV'] as const;

/** Written permission to a researcher for a study, with conditions (Wpg 22 with Bpg 4:7; Wjsg 15 with Bjsg 31). */
export interface ResearchPermission {
  readonly giver: string;
  readonly researcher: string;
  readonly study: string;
  readonly data: string;
  readonly conditions: readonly string[];
}

export interface Agreement {
  readonly kind: AgreementKind;
  readonly uri: string;
  readonly parties: readonly Oin[];
  readonly signedOn: IsoDate;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate;
  /** True for every agreement of the demo; refused outside demo mode. */
  readonly fictitious: boolean;
  readonly permission?: ResearchPermission;
  /** Wpg 19: one delivery, for a purpose a-d. */
  readonly wpg19?: { readonly purpose: (typeof WPG_PURPOSES)[number] };
  /** Wpg 20: agreement of the competent authority, the six elements and a purpose a-d. Its parties are the recipients. */
  readonly wpg20?: {
    readonly authorityAgreement: boolean;
    readonly elements: readonly string[];
    readonly purpose: (typeof WPG_PURPOSES)[number];
  };
  /** Wjsg 39f: for a purpose a-g. */
  readonly wjsg39f?: { readonly purpose: (typeof WJSG_39F_PURPOSES)[number] };
  /** AWR 67(2)(b): the ministerial regulation names body, task and data. */
  readonly awr67?: { readonly body: string; readonly task: string; readonly data: string };
  readonly wgsPartnership?: (typeof WGS_PARTNERSHIPS)[number];
  /** The model that a partnership of the WGS works with. */
  readonly wgsModel?: { readonly validated: boolean; readonly selfLearning: boolean };
}

export type TreatmentKind = 'keep' | 'drop' | 'pseudonymise' | 'generalise' | 'bucket' | 'round';
export interface Treatment {
  readonly kind: TreatmentKind;
  /** pseudonymise: one of domain/entity-types.ts (the canonical forms of privacy.md). */
  readonly entityType?: string;
  /** generalise: year, month, pc4; bucket: edges "0,12,24,65"; round: the base, "5". */
  readonly param?: string;
}

export type LogicalType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'code'
  | 'area-code';

export interface ContractField {
  /** Exact name of the column in the delivered file; columns match by name, never by place. */
  readonly name: string;
  /** Name in the lake (snake_case); default: the delivered name. */
  readonly as?: string;
  readonly logicalType: LogicalType;
  readonly required: boolean;
  readonly description: string;
  readonly why: string;
  readonly role: FieldRole;
  /** What it says of a person (DPV-PD), or null. */
  readonly category: Iri | null;
  readonly treatment: Treatment;
  /** Where this column has another decimal mark than the file; it then takes no groups of thousands. */
  readonly decimal?: '.' | ',';
  readonly codeList?: readonly string[];
  readonly missing?: readonly string[];
  /** Where another field says that nothing was collected: empty in curated, with the reason. */
  readonly missingWhen?: readonly MissingWhen[];
}

export interface Format {
  readonly media: 'text/csv' | 'application/json' | 'application/geo+json' | 'xlsx' | 'parquet';
  readonly encoding: 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  readonly thousands?: '.' | ',' | ' ';
  /** Lines before the header (or before the first record where `columns` is given). */
  readonly skipLines?: number;
  /** `^` and a text: a record at the end whose first cell begins with it is a footer and no data. */
  readonly footerPattern?: string;
  /** Names by place, for files without a usable header line. */
  readonly columns?: readonly string[];
  /** Cells have blanks around them that are no part of the value. */
  readonly trim?: boolean;
  /** How nested JSON is flattened: one step a level, from the outside to the rows. */
  readonly records?: readonly RecordPlanStep[];
}

export type AreaLevel = 'buurt' | 'wijk' | 'gemeente' | 'riec' | 'politie-eenheid' | 'pc4';

export interface Geography {
  readonly level: AreaLevel | 'mixed';
  /** Year of the CBS division that the codes belong to. */
  readonly year: number;
  readonly column: string;
  /** Prefix that makes a full CBS code of what is delivered: "BU0". */
  readonly prefix?: string;
  /** Where one table holds several levels: the column that tells them apart, and its values from coarse to fine. */
  readonly totals?: { readonly column: string; readonly levels: readonly string[] };
}

export type RestrictionKind = 'theme' | 'combine' | 'recipient' | 'purpose' | 'granularity' | 'key';
export interface Restriction {
  readonly id: string;
  readonly kind: RestrictionKind;
  readonly effect: 'deny' | 'require-approval';
  readonly values: readonly string[];
  readonly reason: string;
  readonly until?: IsoDate;
}

export interface ContractRole {
  readonly oin: Oin;
  readonly role: 'provider' | 'controller' | 'joint-controller' | 'processor' | 'lake-operator' | 'recipient';
  readonly zones: readonly string[];
  readonly basis?: string;
}

/** What a provider and the lake agree on for one source. Identity: SHA-256 of its canonical JSON (RFC 8785). */
export interface Contract {
  readonly id: string;
  readonly version: string;
  readonly sourceId: string;
  readonly title: string;
  readonly description: string;
  readonly recordUnit: RecordUnit;
  readonly regimes: readonly Regime[];
  readonly roles: readonly ContractRole[];
  /** Everybody who collected what is delivered: the provider, and whoever it has data from. */
  readonly origins: readonly { readonly oin: Oin; readonly collectedFor: CollectedFor }[];
  readonly agreements: readonly Agreement[];
  readonly registerUri?: string;
  readonly purposes: readonly {
    readonly iri: Iri;
    readonly themes: readonly string[];
    readonly controller: Oin;
  }[];
  readonly collectionPurpose: { readonly iri: Iri; readonly text: string };
  readonly legalGround: readonly {
    readonly oin: Oin;
    /** A6-1-a … A6-1-f of GDPR. */
    readonly article: string;
    readonly law: readonly { readonly bwbId: string; readonly article: string }[];
    readonly task: string;
    readonly decidedBy?: string;
  }[];
  readonly compatibility: {
    readonly kind: 'same' | 'art89' | 'consent' | 'law-23' | 'assessed' | 'none';
    readonly factors?: Readonly<Record<string, string>>;
    readonly evidence?: string;
    readonly decidedBy?: string;
  };
  readonly personalData: boolean;
  readonly subjects: readonly {
    readonly category: string;
    readonly estimate: number;
    readonly minors: boolean;
  }[];
  readonly art9: {
    readonly present: boolean;
    readonly categories: readonly string[];
    readonly exception?: string;
    readonly law?: string;
    /** Why a column that may reveal ethnic origin is held not to (country of birth, nationality). */
    readonly reasonNot?: string;
  };
  readonly art10: {
    readonly present: boolean;
    readonly kinds: readonly (typeof OFFENCE_KINDS)[number][];
    readonly item?: string;
    readonly law?: string;
  };
  readonly bsn: {
    readonly present: boolean;
    readonly task?: string;
    readonly necessity?: string;
    readonly law?: string;
  };
  readonly assessment?: {
    readonly necessity: string;
    readonly suitability: string;
    readonly proportionality: string;
    readonly subsidiarity: string;
    readonly by: string;
    readonly on: IsoDate;
  };
  readonly dpia?: {
    readonly ref?: string;
    readonly outcome?: 'acceptable' | 'mitigated' | 'high-residual' | 'ap-consulted';
    readonly fgAdvice?: 'positive' | 'negative' | 'none';
    readonly reviewBy?: IsoDate;
  };
  readonly fields: readonly ContractField[];
  readonly format: Format;
  readonly geography?: Geography;
  readonly period?: { readonly from: IsoDate; readonly until: IsoDate };
  readonly linkageDomains: readonly string[];
  readonly retention: Readonly<Record<'landing' | 'pseudonymised' | 'curated' | 'result', IsoDuration>>;
  readonly retentionBasis: string;
  readonly validity: { readonly from: IsoDate; readonly until: IsoDate };
  readonly restrictions: readonly Restriction[];
  readonly output: { readonly minCell: number; readonly minLevel: 'buurt' | 'wijk' | 'gemeente' | 'land' };
}

/** Persons of two or more providers may be joined only inside such a domain; approved by two. */
export interface LinkageDomain {
  readonly kind: 'linkage-domain';
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly purpose: Iri;
  readonly themes: readonly string[];
  readonly controllers: readonly Oin[];
  readonly basis: string;
  readonly dpia: string;
  readonly entityTypes: readonly string[];
  /** Source ids, with the consent of each provider. */
  readonly sources: readonly {
    readonly sourceId: string;
    readonly provider: Oin;
    readonly consent: string;
  }[];
  readonly validity: { readonly from: IsoDate; readonly until: IsoDate };
  readonly fictitious: boolean;
}
