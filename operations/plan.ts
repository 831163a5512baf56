import type { DatasetColumn } from '../domain/dataset.js';
import type { FailedStep } from '../domain/failed-step.js';
import { GATES, type Gate, type Role } from '../domain/names.js';
import type { RiskReport } from '../domain/profile.js';
import { edgeOf, entityTypesOf, type FieldPlan, furthestZone } from '../domain/treatment-plan.js';
import type { Verdict } from '../domain/verdict.js';
import { type Access, accessOf } from '../policy/access.js';
import type { Contract, IsoDate, Oin } from '../policy/contract.js';
import { amsterdamDay } from '../policy/dates.js';
import {
  excludedOrganisations,
  REVIEW_DECIDERS,
  requiredDeciders,
  type Weight,
  weightsOf,
} from '../policy/deciders.js';
import { lastDay } from '../policy/retention.js';
import { RULES } from '../policy/rules/index.js';
import { treatmentPlan, wantedDomain } from '../policy/treatment-plan.js';
import { previewGate, type Trial } from './plan-preview.js';
import { type PlannedStage, plannedStages } from './plan-stages.js';

/** What onboarding and one delivery of a source will do, before anything runs. */
export interface OnboardingPlan {
  readonly source: string;
  readonly title: string;
  readonly contractHash: string;
  readonly stages: readonly PlannedStage[];
  readonly deciders: PlannedDeciders;
  /** Why this much is needed, as the controller weighed it; null where the contract does not say. No rule asks for it. */
  readonly assessment: NonNullable<Contract['assessment']> | null;
  readonly pseudonyms: PlannedPseudonyms;
  readonly columns: readonly PlannedColumn[];
  /** Null without a file. */
  readonly file: PlannedFile | null;
  readonly zones: readonly PlannedZone[];
  readonly gates: readonly PlannedGate[];
}

/** What becomes of the tried files. */
export interface PlannedFile {
  readonly rows: number;
  /** Places of columns that the contract does not name. */
  readonly unknown: readonly number[];
  /** Columns that it demands and that are not there. */
  readonly missing: readonly string[];
  /** Null where a gate or a step refuses them before. */
  readonly curated: { readonly rows: number; readonly access: Access; readonly risk: RiskReport } | null;
  /** The step at which the delivery would end, where no rule refuses it. */
  readonly failed: FailedStep | null;
}

export interface PlannedDeciders {
  /** One decision a role, each by another natural person. */
  readonly contract: readonly Role[];
  /** Why the steward does not decide alone; empty where that is so. */
  readonly because: readonly Weight[];
  /** Should a gate answer REVIEW. */
  readonly review: readonly Role[];
  /** Whose staff may not decide. */
  readonly excluded: readonly Oin[];
}

export interface PlannedPseudonyms {
  /** Linkage domain once two people have approved it; otherwise the source itself, joined with nothing. */
  readonly domain: string;
  readonly isLinkageDomain: boolean;
  /** One key each. */
  readonly entityTypes: readonly string[];
}

export interface PlannedColumn {
  readonly source: string;
  readonly name: string;
  readonly type: FieldPlan['type'];
  readonly role: FieldPlan['role'];
  readonly treatment: FieldPlan['treatment'];
  /** The furthest zone that it comes to; null where the tried file has no such column. */
  readonly zone: ReturnType<typeof furthestZone> | null;
  /** What lineage will say of it; null where the column goes no further than landing. */
  readonly lineage: ReturnType<typeof edgeOf> | null;
  /** Of the tried file: what the column is in the curated zone, and the cells that another column empties. */
  readonly curated: Omit<DatasetColumn, 'pseudonym'> | null;
  /** Of the tried file: identifiers that fail their check, and values that cannot be treated or are none of the type. */
  readonly invalid: number | null;
}

export interface PlannedZone {
  readonly zone: keyof Contract['retention'];
  readonly retention: string;
  /** Last day, had it been stored at the instant of the plan. */
  readonly until: IsoDate;
}

export interface PlannedGate {
  readonly gate: Gate;
  readonly rules: readonly string[];
  /** How the rules stand now; null where the gate needs what only the way itself makes. */
  readonly verdict: Verdict | null;
}

const ZONES = ['landing', 'pseudonymised', 'curated', 'result'] as const;

/** Made of the functions that the workflow and its steps execute: no list of its own. */
export function onboardingPlan(trial: Trial): OnboardingPlan {
  const { contract, hash, now } = trial;
  const wanted = wantedDomain(contract);
  const plan = treatmentPlan(contract, hash, wanted ?? contract.sourceId);
  const file = plannedFile(trial);
  return {
    source: contract.sourceId,
    title: contract.title,
    contractHash: hash,
    stages: plannedStages(trial),
    deciders: {
      contract: requiredDeciders(contract),
      because: weightsOf(contract),
      review: REVIEW_DECIDERS,
      excluded: excludedOrganisations(contract),
    },
    assessment: contract.assessment ?? null,
    pseudonyms: {
      domain: plan.domain,
      isLinkageDomain: wanted !== undefined,
      entityTypes: entityTypesOf(plan),
    },
    columns: plan.fields.map((field) => column(field, trial)),
    file,
    zones: ZONES.map((zone) => {
      const until = lastDay(contract, zone, amsterdamDay(now), file?.curated?.access ?? 'open');
      return { zone, retention: contract.retention[zone], until };
    }),
    gates: GATES.map((gate) => ({ gate, rules: rulesAt(gate), verdict: previewGate(gate, trial) })),
  };
}

function plannedFile({ contract, profile, tried }: Trial): PlannedFile | null {
  if (profile === undefined) return null;
  const made = tried && 'curated' in tried ? tried.curated : null;
  return {
    rows: profile.rows,
    unknown: profile.unknownColumns.map(({ position }) => position),
    missing: profile.missingColumns,
    curated: made && { rows: made.rows, access: accessOf(contract, profile, made.risk), risk: made.risk },
    failed: tried && 'failed' in tried ? tried.failed : null,
  };
}

function column(field: FieldPlan, { profile, tried }: Trial): PlannedColumn {
  const { source, name, type, role, treatment } = field;
  const isAbsent = profile !== undefined && !profile.columns.some((one) => one.name === source);
  const zone = isAbsent ? null : furthestZone(field);
  const lineage = zone === null || zone === 'landing' ? null : edgeOf(field);
  const made = tried && 'curated' in tried ? tried.curated : null;
  const { pseudonym: _, ...curated } = made?.columns.find((one) => one.name === name) ?? {};
  return {
    source,
    name,
    type,
    role,
    treatment,
    zone,
    lineage,
    curated: 'type' in curated ? curated : null,
    invalid: made ? (made.invalid[name] ?? 0) : null,
  };
}

function rulesAt(gate: Gate): readonly string[] {
  return [...new Set(RULES.filter(({ gates }) => gates.includes(gate)).map(({ code }) => code))].sort();
}
