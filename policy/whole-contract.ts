import {
  AGREEMENT_KINDS,
  COLLECTED_FOR,
  type Contract,
  OFFENCE_KINDS,
  RECORD_UNITS,
  REGIMES,
  WGS_PARTNERSHIPS,
  WJSG_39F_PURPOSES,
  WPG_PURPOSES,
} from './contract.js';

/** Places at which a value is not of its kind; the place itself where the value is missing. */
type Kind = (value: unknown, place: string) => readonly string[];

const NONE: readonly string[] = [];
const kind =
  (fits: (value: unknown) => boolean): Kind =>
  (value, place) =>
    fits(value) ? NONE : [place];
const like = (pattern: RegExp): Kind => kind((value) => typeof value === 'string' && pattern.test(value));
const one = (...words: readonly string[]): Kind => kind((value) => words.some((word) => word === value));
const whole = (least: number, most: number): Kind =>
  kind((value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most);
const orNull =
  (inner: Kind): Kind =>
  (value, place) =>
    value === null ? NONE : inner(value, place);
const list =
  (inner: Kind, least = 0): Kind =>
  (value, place) =>
    !Array.isArray(value) || value.length < least
      ? [place]
      : value.flatMap((item, index) => inner(item, `${place}[${index}]`));

/** An object with all of `needed`, any of `optional`, and nothing else. */
function members(
  needed: Readonly<Record<string, Kind>>,
  optional: Readonly<Record<string, Kind>> = {},
): Kind {
  return (value, place) => {
    if (!isObject(value)) return [place];
    const at = (name: string) => (place === '' ? name : `${place}.${name}`);
    const missing = Object.entries(needed).flatMap(([name, inner]) => inner(value[name], at(name)));
    const others = Object.keys(value)
      .filter((name) => value[name] !== undefined && !Object.hasOwn(needed, name))
      .flatMap((name) =>
        Object.hasOwn(optional, name) ? (optional[name]?.(value[name], at(name)) ?? NONE) : [at(name)],
      );
    return [...missing, ...others];
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = kind((value) => typeof value === 'string' && value.trim() !== '');
const anyText = kind((value) => typeof value === 'string');
const yesNo = kind((value) => typeof value === 'boolean');
const count = whole(0, Number.MAX_SAFE_INTEGER);
const oin = like(/^\d{20}$/);
const iri = like(/^[a-z][a-z0-9+.-]*:\S+$/i);
const id = like(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const duration = like(/^P(?=\d)(\d{1,3}Y)?(\d{1,4}M)?(\d{1,5}D)?$/);
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const date = kind((value) => typeof value === 'string' && DATE.test(value) && isDay(value));
const span = members({ from: date, until: date });

function isDay(value: string): boolean {
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

const role = members(
  {
    oin,
    role: one('provider', 'controller', 'joint-controller', 'processor', 'lake-operator', 'recipient'),
    zones: list(text),
  },
  { basis: text },
);
const agreement = members(
  {
    kind: one(...AGREEMENT_KINDS),
    uri: iri,
    parties: list(oin),
    signedOn: date,
    validFrom: date,
    validUntil: date,
    fictitious: yesNo,
  },
  {
    permission: members({ giver: text, researcher: text, study: text, data: text, conditions: list(text) }),
    wpg19: members({ purpose: one(...WPG_PURPOSES) }),
    wpg20: members({ authorityAgreement: yesNo, elements: list(text), purpose: one(...WPG_PURPOSES) }),
    wjsg39f: members({ purpose: one(...WJSG_39F_PURPOSES) }),
    awr67: members({ body: text, task: text, data: text }),
    wgsPartnership: one(...WGS_PARTNERSHIPS),
    wgsModel: members({ validated: yesNo, selfLearning: yesNo }),
  },
);
const ground = members(
  {
    oin,
    article: like(/^A6-1-[a-f]$/),
    law: list(members({ bwbId: like(/^BWBR\d{7}$/), article: text })),
    task: text,
  },
  { decidedBy: text },
);
const factors: Kind = (value, place) =>
  isObject(value) ? Object.entries(value).flatMap(([name, said]) => text(said, `${place}.${name}`)) : [place];
const field = members(
  {
    name: like(/[\s\S]/),
    logicalType: one('text', 'integer', 'decimal', 'boolean', 'date', 'timestamp', 'code', 'area-code'),
    required: yesNo,
    description: text,
    why: text,
    role: one('direct-id', 'quasi-id', 'sensitive', 'measure', 'dimension', 'technical', 'free-text'),
    category: orNull(iri),
    treatment: members(
      { kind: one('keep', 'drop', 'pseudonymise', 'generalise', 'bucket', 'round') },
      { entityType: text, param: text },
    ),
  },
  {
    as: like(/^[a-z_][a-z0-9_]*$/),
    decimal: one('.', ','),
    codeList: list(anyText),
    missing: list(anyText),
    missingWhen: list(
      members({ field: text, equals: list(anyText, 1), reason: text }, { holds: list(anyText, 1) }),
    ),
  },
);
const recordStep: Kind = (value, place) => {
  const step = isObject(value) ? value.step : undefined;
  const others: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
    member: { name: text },
    'each-key': { as: text },
    'each-index': { as: text, from: whole(0, 1) },
    each: {},
  };
  return members({ step: one(...Object.keys(others)), ...others[String(step)] })(value, place);
};
const format = members(
  {
    media: one('text/csv', 'application/json', 'application/geo+json', 'xlsx', 'parquet'),
    encoding: one('utf-8', 'windows-1252', 'utf-16le', 'utf-16be'),
  },
  {
    delimiter: like(/^[\s\S]$/),
    decimal: one('.', ','),
    thousands: one('.', ',', ' '),
    skipLines: count,
    footerPattern: anyText,
    columns: list(anyText),
    trim: yesNo,
    records: list(recordStep),
  },
);
const geography = members(
  {
    level: one('buurt', 'wijk', 'gemeente', 'riec', 'politie-eenheid', 'pc4', 'mixed'),
    year: whole(1990, 2100),
    column: text,
  },
  { prefix: text, totals: members({ column: text, levels: list(text) }) },
);
const restriction = members(
  {
    id,
    kind: one('theme', 'combine', 'recipient', 'purpose', 'granularity', 'key'),
    effect: one('deny', 'require-approval'),
    values: list(text, 1),
    reason: text,
  },
  { until: date },
);
const compatibility = members(
  { kind: one('same', 'art89', 'consent', 'law-23', 'assessed', 'none') },
  { factors, evidence: text, decidedBy: text },
);

/** Every member that a contract must have; the type makes this list complete. */
const NEEDED: { readonly [Name in RequiredName]: Kind } = {
  id,
  version: text,
  sourceId: id,
  title: text,
  description: text,
  recordUnit: one(...RECORD_UNITS),
  regimes: list(one(...REGIMES), 1),
  roles: list(role, 1),
  origins: list(members({ oin, collectedFor: one(...COLLECTED_FOR) }), 1),
  agreements: list(agreement),
  purposes: list(members({ iri, themes: list(text), controller: oin })),
  collectionPurpose: members({ iri, text }),
  legalGround: list(ground),
  compatibility,
  personalData: yesNo,
  subjects: list(members({ category: text, estimate: count, minors: yesNo })),
  art9: members({ present: yesNo, categories: list(text) }, { exception: text, law: text, reasonNot: text }),
  art10: members({ present: yesNo, kinds: list(one(...OFFENCE_KINDS)) }, { item: text, law: text }),
  bsn: members({ present: yesNo }, { task: text, necessity: text, law: text }),
  fields: list(field, 1),
  format,
  linkageDomains: list(id),
  retention: members({ landing: duration, pseudonymised: duration, curated: duration, result: duration }),
  retentionBasis: text,
  validity: span,
  restrictions: list(restriction),
  output: members({ minCell: count, minLevel: one('buurt', 'wijk', 'gemeente', 'land') }),
};

const OPTIONAL: { readonly [Name in Exclude<keyof Contract, RequiredName>]: Kind } = {
  registerUri: iri,
  assessment: members({
    necessity: text,
    suitability: text,
    proportionality: text,
    subsidiarity: text,
    by: text,
    on: date,
  }),
  dpia: members(
    {},
    {
      ref: iri,
      outcome: one('acceptable', 'mitigated', 'high-residual', 'ap-consulted'),
      fgAdvice: one('positive', 'negative', 'none'),
      reviewBy: date,
    },
  ),
  geography,
  period: span,
};

type RequiredName = {
  [Name in keyof Contract]-?: undefined extends Contract[Name] ? never : Name;
}[keyof Contract];

const contractKind = members(NEEDED, OPTIONAL);

/**
 * Places of a contract that are missing, of another kind than agreed, or unknown; none for a whole contract. The gates do
 * not rely on the reader of YAML having been there: what came into the catalog by any way is looked at again.
 */
export function wholeContract(contract: unknown): readonly string[] {
  return contractKind(contract, '');
}
