import { type Stage, wayTo } from '../domain/lifecycle.js';
import { gatesBefore } from '../domain/lifecycle-gates.js';
import { type EventType, GATES, type Gate, type Role } from '../domain/names.js';
import { edgeOf, entityTypesOf, type FieldPlan } from '../domain/treatment-plan.js';
import type { Verdict } from '../domain/verdict.js';
import type { Contract, IsoDate, Oin } from '../policy/contract.js';
import { amsterdamDay, dayAfter } from '../policy/dates.js';
import {
  excludedOrganisations,
  REVIEW_DECIDERS,
  requiredDeciders,
  type Weight,
  weightsOf,
} from '../policy/deciders.js';
import { RULES } from '../policy/rules/index.js';
import { treatmentPlan, wantedDomain } from '../policy/treatment-plan.js';
import { previewGate, type Trial } from './plan-preview.js';

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
  /** Of the tried file: places of columns that the contract does not name, and columns that it lacks. Null without a file. */
  readonly file: {
    readonly rows: number;
    readonly unknown: readonly number[];
    readonly missing: readonly string[];
  } | null;
  readonly zones: readonly PlannedZone[];
  readonly gates: readonly PlannedGate[];
}

/** An event on the straight way, the gates that are asked before it, and the state that it leads to. */
export interface PlannedStage extends Stage {
  readonly of: 'contract' | 'delivery';
  readonly gates: readonly Gate[];
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
  /** What lineage will say of it; null where the column goes no further than landing. */
  readonly lineage: ReturnType<typeof edgeOf> | null;
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
  const { contract, hash, now, profile } = trial;
  const wanted = wantedDomain(contract);
  const plan = treatmentPlan(contract, hash, wanted ?? contract.sourceId);
  return {
    source: contract.sourceId,
    title: contract.title,
    contractHash: hash,
    stages: [...stages('contract'), ...stages('delivery')],
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
    columns: plan.fields.map(column),
    file: profile
      ? {
          rows: profile.rows,
          unknown: profile.unknownColumns.map(({ position }) => position),
          missing: profile.missingColumns,
        }
      : null,
    zones: ZONES.map((zone) => {
      const retention = contract.retention[zone];
      return { zone, retention, until: dayAfter(amsterdamDay(now), retention) };
    }),
    gates: GATES.map((gate) => ({ gate, rules: rulesAt(gate), verdict: previewGate(gate, trial) })),
  };
}

function stages(of: PlannedStage['of']): readonly PlannedStage[] {
  const way = of === 'contract' ? wayTo('request', 'approved') : wayTo('delivery', 'curated');
  return way.map((stage) => ({ of, ...stage, gates: gatesBefore(stage.event as EventType) }));
}

function column(field: FieldPlan): PlannedColumn {
  const { source, name, type, role, treatment } = field;
  return { source, name, type, role, treatment, lineage: treatment.kind === 'drop' ? null : edgeOf(field) };
}

function rulesAt(gate: Gate): readonly string[] {
  return [...new Set(RULES.filter(({ gates }) => gates.includes(gate)).map(({ code }) => code))].sort();
}
