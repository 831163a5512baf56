import { z } from 'zod';
import {
  AGREEMENT_KINDS,
  COLLECTED_FOR,
  type Contract,
  type LinkageDomain,
  OFFENCE_KINDS,
  RECORD_UNITS,
  REGIMES,
  WGS_PARTNERSHIPS,
  WJSG_39F_PURPOSES,
  WPG_PURPOSES,
} from '../contract.js';
import { checkContract, checkLinkageDomain } from './contract-rules.js';
import { checkShown } from './shown-texts.js';

const text = z.string().trim().min(1);
/** Quoted in YAML: a bare OIN would lose its leading zeros. */
const oin = z.string().regex(/^\d{20}$/, 'an OIN has 20 digits, between quotes');
const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'an IRI');
const date = z.iso.date('a calendar date, YYYY-MM-DD');
const duration = z
  .string()
  .regex(/^P(?=\d)(\d{1,3}Y)?(\d{1,4}M)?(\d{1,5}D)?$/, 'a duration of years, months, days: P1Y6M, P14D');
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words joined by -');
const count = z.int().nonnegative();
const span = z.strictObject({ from: date, until: date });

const role = z.strictObject({
  oin,
  role: z.enum(['provider', 'controller', 'joint-controller', 'processor', 'lake-operator', 'recipient']),
  zones: z.array(text),
  basis: text.optional(),
});

const agreement = z.strictObject({
  kind: z.enum(AGREEMENT_KINDS),
  uri: iri,
  parties: z.array(oin),
  signedOn: date,
  validFrom: date,
  validUntil: date,
  fictitious: z.boolean(),
  permission: z
    .strictObject({ giver: text, researcher: text, study: text, data: text, conditions: z.array(text) })
    .optional(),
  wpg19: z.strictObject({ purpose: z.enum(WPG_PURPOSES) }).optional(),
  wpg20: z
    .strictObject({
      authorityAgreement: z.boolean(),
      elements: z.array(text),
      purpose: z.enum(WPG_PURPOSES),
    })
    .optional(),
  wjsg39f: z.strictObject({ purpose: z.enum(WJSG_39F_PURPOSES) }).optional(),
  awr67: z.strictObject({ body: text, task: text, data: text }).optional(),
  wgsPartnership: z.enum(WGS_PARTNERSHIPS).optional(),
  wgsModel: z.strictObject({ validated: z.boolean(), selfLearning: z.boolean() }).optional(),
});

const ground = z.strictObject({
  oin,
  article: z.enum(['A6-1-a', 'A6-1-b', 'A6-1-c', 'A6-1-d', 'A6-1-e', 'A6-1-f']),
  law: z.array(
    z.strictObject({ bwbId: z.string().regex(/^BWBR\d{7}$/, 'a BWB id: BWBR0005416'), article: text }),
  ),
  task: text,
  decidedBy: text.optional(),
});

const field = z.strictObject({
  name: z.string().min(1),
  as: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, 'snake_case')
    .optional(),
  logicalType: z.enum(['text', 'integer', 'decimal', 'boolean', 'date', 'timestamp', 'code', 'area-code']),
  required: z.boolean(),
  description: text,
  why: text,
  role: z.enum(['direct-id', 'quasi-id', 'sensitive', 'measure', 'dimension', 'technical', 'free-text']),
  category: iri.nullable(),
  treatment: z.strictObject({
    kind: z.enum(['keep', 'drop', 'pseudonymise', 'generalise', 'bucket', 'round']),
    entityType: text.optional(),
    param: text.optional(),
  }),
  decimal: z.enum(['.', ',']).optional(),
  codeList: z.array(z.string()).optional(),
  missing: z.array(z.string()).optional(),
  missingWhen: z
    .array(
      z.strictObject({
        field: text,
        equals: z.array(z.string()).min(1),
        holds: z.array(z.string()).min(1).optional(),
        reason: text,
      }),
    )
    .optional(),
});

const recordStep = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('member'), name: text }),
  z.strictObject({ step: z.literal('each-key'), as: text }),
  z.strictObject({
    step: z.literal('each-index'),
    as: text,
    from: z.union([z.literal(0), z.literal(1)]),
  }),
  z.strictObject({ step: z.literal('each') }),
]);

const format = z.strictObject({
  media: z.enum(['text/csv', 'application/json', 'application/geo+json', 'xlsx', 'parquet']),
  encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']),
  delimiter: z.string().length(1).optional(),
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.enum(['.', ',', ' ']).optional(),
  skipLines: count.optional(),
  footerPattern: z.string().optional(),
  columns: z.array(z.string()).optional(),
  trim: z.boolean().optional(),
  records: z.array(recordStep).optional(),
});

const geography = z.strictObject({
  level: z.enum(['buurt', 'wijk', 'gemeente', 'riec', 'politie-eenheid', 'pc4', 'mixed']),
  year: z.int().min(1990).max(2100),
  column: text,
  prefix: text.optional(),
  totals: z.strictObject({ column: text, levels: z.array(text) }).optional(),
});

const restriction = z.strictObject({
  id,
  kind: z.enum(['theme', 'combine', 'recipient', 'purpose', 'granularity', 'key']),
  effect: z.enum(['deny', 'require-approval']),
  values: z.array(text).min(1),
  reason: text,
  until: date.optional(),
});

/** The form of each field; what holds between them is `checkContract`'s. Keys that it does not know are refused. */
const contractShape = z.strictObject({
  id,
  version: text,
  sourceId: id,
  title: text,
  description: text,
  recordUnit: z.enum(RECORD_UNITS),
  regimes: z.array(z.enum(REGIMES)).min(1),
  roles: z.array(role).min(1),
  origins: z.array(z.strictObject({ oin, collectedFor: z.enum(COLLECTED_FOR) })).min(1),
  agreements: z.array(agreement),
  registerUri: iri.optional(),
  purposes: z.array(z.strictObject({ iri, themes: z.array(text), controller: oin })),
  collectionPurpose: z.strictObject({ iri, text }),
  legalGround: z.array(ground),
  compatibility: z.strictObject({
    kind: z.enum(['same', 'art89', 'consent', 'law-23', 'assessed', 'none']),
    factors: z.record(z.string(), text).optional(),
    evidence: text.optional(),
    decidedBy: text.optional(),
  }),
  personalData: z.boolean(),
  subjects: z.array(z.strictObject({ category: text, estimate: count, minors: z.boolean() })),
  art9: z.strictObject({
    present: z.boolean(),
    categories: z.array(text),
    exception: text.optional(),
    law: text.optional(),
    reasonNot: text.optional(),
  }),
  art10: z.strictObject({
    present: z.boolean(),
    kinds: z.array(z.enum(OFFENCE_KINDS)),
    item: text.optional(),
    law: text.optional(),
  }),
  bsn: z.strictObject({
    present: z.boolean(),
    task: text.optional(),
    necessity: text.optional(),
    law: text.optional(),
  }),
  assessment: z
    .strictObject({
      necessity: text,
      suitability: text,
      proportionality: text,
      subsidiarity: text,
      by: text,
      on: date,
    })
    .optional(),
  dpia: z
    .strictObject({
      ref: iri.optional(),
      outcome: z.enum(['acceptable', 'mitigated', 'high-residual', 'ap-consulted']).optional(),
      fgAdvice: z.enum(['positive', 'negative', 'none']).optional(),
      reviewBy: date.optional(),
    })
    .optional(),
  fields: z.array(field).min(1),
  format,
  geography: geography.optional(),
  period: span.optional(),
  linkageDomains: z.array(id),
  retention: z.strictObject({
    landing: duration,
    pseudonymised: duration,
    curated: duration,
    result: duration,
  }),
  retentionBasis: text,
  validity: span,
  restrictions: z.array(restriction),
  output: z.strictObject({ minCell: count, minLevel: z.enum(['buurt', 'wijk', 'gemeente', 'land']) }),
});

/** The contract of one source (policy/contract.ts). */
export const contractSchema: z.ZodType<Contract> = contractShape
  .superRefine(checkContract)
  .superRefine(checkShown);

/** The object that lets persons of several providers be linked (rule X05). */
export const linkageDomainSchema: z.ZodType<LinkageDomain> = z
  .strictObject({
    kind: z.literal('linkage-domain'),
    id,
    version: text,
    title: text,
    purpose: iri,
    themes: z.array(text).min(1),
    controllers: z.array(oin).min(1),
    basis: text,
    dpia: text,
    entityTypes: z.array(text).min(1),
    sources: z.array(z.strictObject({ sourceId: id, provider: oin, consent: text })).min(2),
    validity: span,
    fictitious: z.boolean(),
  })
  .superRefine(checkLinkageDomain)
  .superRefine(checkShown);

/** JSON Schema (draft 2020-12) of the contract, for editors that complete and check while typing. */
export function contractJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(contractSchema) as Record<string, unknown>;
}
