import type { FieldRole } from './dataset.js';

/**
 * What the data path needs of a contract: how to read the delivered parts, and what to do with each column.
 * Made from a contract in activities/; the lake knows nothing of contracts.
 */
export interface TreatmentPlan {
  readonly contractHash: string;
  /** IRIs of the purposes; they stand in the footer of every file. */
  readonly purposes: readonly string[];
  /** Linkage domain, or the source where there is none: part of every pseudonym's tag. */
  readonly domain: string;
  readonly recordUnit: 'area' | 'object' | 'organisation' | 'event' | 'person';
  readonly personalData: boolean;
  readonly format: ReadPlan;
  readonly fields: readonly FieldPlan[];
  readonly geography?: GeographyPlan;
}

export type RecordPlanStep =
  | { readonly step: 'member'; readonly name: string }
  | { readonly step: 'each-key'; readonly as: string }
  | { readonly step: 'each-index'; readonly as: string; readonly from: 0 | 1 }
  | { readonly step: 'each' };

/** How the bytes of a delivery become rows of text. */
export interface ReadPlan {
  readonly media: 'text/csv' | 'application/json' | 'application/geo+json' | 'xlsx' | 'parquet';
  readonly encoding: 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';
  /** @default "," */
  readonly delimiter?: string;
  /** @default "." */
  readonly decimal?: '.' | ',';
  readonly thousands?: '.' | ',' | ' ';
  /** Lines before the header, or before the first record where `columns` is given. @default 0 */
  readonly skipLines?: number;
  /** `^` and a text: lines at the end of a part whose first cell begins with it are no data. */
  readonly footerPattern?: string;
  /** Names by place, for parts without a usable header line. */
  readonly columns?: readonly string[];
  /** Blanks around names and cells are no part of them. @default false */
  readonly trim?: boolean;
  readonly records?: readonly RecordPlanStep[];
}

export type PlannedType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'code'
  | 'area-code';

export interface FieldPlan {
  /** Exact name of the column in the delivered parts. */
  readonly source: string;
  /** Name of the column in the lake. */
  readonly name: string;
  readonly type: PlannedType;
  readonly required: boolean;
  readonly role: FieldRole;
  readonly treatment: {
    readonly kind: 'keep' | 'drop' | 'pseudonymise' | 'generalise' | 'bucket' | 'round';
    readonly entityType?: string;
    readonly param?: string;
  };
  /** Where this column has another mark than the file: it then takes no groups of thousands. */
  readonly decimal?: '.' | ',';
  readonly codeList?: readonly string[];
  /** Texts that mean "no value"; the empty cell always does. */
  readonly missing?: readonly string[];
  /** Records in which what stands here is no value, because of another field. */
  readonly missingWhen?: readonly MissingWhen[];
}

/** A condition over two fields for "no value": `month` is 12 and what was counted is 0, since nobody counted. */
export interface MissingWhen {
  /** Delivered name of the other field, which is kept. */
  readonly field: string;
  /** Texts in the other field, as they are delivered. */
  readonly equals: readonly string[];
  /** Texts in the field itself that stand for nothing then; every one where absent. */
  readonly holds?: readonly string[];
  /** For all who read the dataset: "niet verzameld". */
  readonly reason: string;
}

export interface GeographyPlan {
  readonly level: 'buurt' | 'wijk' | 'gemeente' | 'riec' | 'politie-eenheid' | 'pc4' | 'mixed';
  /** Year of the CBS division that the codes belong to. */
  readonly year: number;
  /** Source name of the column with the codes. */
  readonly column: string;
  /** Put before what is delivered to make a full CBS code: "BU0". */
  readonly prefix?: string;
  /** Where one table holds several levels: the source column that tells them apart, its values from coarse to fine. */
  readonly totals?: { readonly column: string; readonly levels: readonly string[] };
}

/** The furthest zone that a column comes to: what the vault drops stays in landing, and free text goes no further than it. */
export function furthestZone({
  treatment,
  role,
}: Pick<FieldPlan, 'treatment' | 'role'>): 'landing' | 'pseudonymised' | 'curated' {
  if (treatment.kind === 'drop') return 'landing';
  return role === 'free-text' ? 'pseudonymised' : 'curated';
}

/** Kinds of identifier for which the vault leases a key: one a kind in the plan's domain. */
export function entityTypesOf({ fields }: Pick<TreatmentPlan, 'fields'>): readonly string[] {
  return [...new Set(fields.flatMap(({ treatment }) => treatment.entityType ?? []))].sort();
}

/** How a column of the lake rests on the delivered one: what lineage says of it, by construction. */
export function edgeOf({ treatment }: Pick<FieldPlan, 'treatment'>): {
  readonly subtype: 'IDENTITY' | 'TRANSFORMATION';
  readonly masking: 'open' | 'masked';
} {
  return treatment.kind === 'keep'
    ? { subtype: 'IDENTITY', masking: 'open' }
    : { subtype: 'TRANSFORMATION', masking: 'masked' };
}
