import { Command } from 'commander';
import { planCommand } from '../cli/commands/plan.js';
import type { DatasetColumn } from '../domain/dataset.js';
import type { Gate } from '../domain/names.js';
import type { RiskReport } from '../domain/profile.js';
import type { Hit, Outcome } from '../domain/verdict.js';
import type { OnboardingPlan } from '../operations/plan.js';
import { printedBy } from './command-in-process.js';
import type { Stack } from './stack.js';

/**
 * The way of one source from its contract to its end, in one shape: as `sluis plan CONTRACT --file F --json` says it, and
 * as the log and the seals of the workers hold it.
 */
export interface Way {
  /** Every gate that is asked, every event, in order. */
  readonly steps: readonly string[];
  /** Every answer of a gate, in order. */
  readonly answers: readonly Answer[];
  /** Roles by request: the contract, and each review. */
  readonly deciders: readonly string[];
  /** Of every column that leaves the vault: delivered name, name in the lake, how it rests on the delivered one. */
  readonly lineage: readonly string[];
  readonly curated: CuratedWay | null;
}

type Answer = readonly [gate: Gate, outcome: Outcome, hits: readonly string[]];

interface CuratedWay {
  readonly rows: number;
  readonly access: string;
  readonly risk: RiskReport;
  readonly columns: readonly unknown[];
  /** Values that are none of their type, or no valid identifier, by column; those without any are left out. */
  readonly invalid: Readonly<Record<string, number>>;
}

export async function planned(contract: string, files: readonly string[]): Promise<Way> {
  const program = new Command('sluis');
  planCommand(program);
  const plan: OnboardingPlan = JSON.parse(
    await printedBy(program, ['plan', contract, ...files.flatMap((file) => ['--file', file]), '--json']),
  );
  const verdictOf = (gate: Gate) => plan.gates.find((one) => one.gate === gate)?.verdict;
  const { deciders } = plan;
  const decisions = (roles: readonly string[]) => roles.map(() => 'decisionRecorded');
  // What G0 asks people, those judge who decide on the contract.
  const isReview = (gate: Gate) => gate !== 'G0' && verdictOf(gate)?.outcome === 'REVIEW';
  const askedPeople = ['reviewRequested', ...decisions(deciders.review), 'requestApproved'];
  const gates = plan.stages.flatMap((stage) => stage.gates);
  return {
    steps: plan.stages.flatMap(({ event, gates: before }) => [
      ...before.flatMap((gate) => (isReview(gate) ? [gate, ...askedPeople, gate] : [gate])),
      ...(event === 'onboardingApproved' ? decisions(deciders.contract) : []),
      event,
    ]),
    answers: gates.flatMap((gate): Answer[] => {
      const verdict = verdictOf(gate);
      if (!verdict) return [[gate, 'DENY', ['not planned']]];
      const first = answer(gate, verdict.hits);
      return isReview(gate) ? [first, answer(gate, verdict.hits.map(lifted))] : [first];
    }),
    deciders: [
      `contract: ${deciders.contract.join(', ')}`,
      ...gates.filter(isReview).map((gate) => `${gate}: ${deciders.review.join(', ')}`),
    ],
    lineage: lineageOf(plan),
    curated: curatedOf(plan),
  };
}

/** What a review that people approved makes of the rules that asked for it. */
const lifted = (hit: Hit): Hit => (hit.outcome === 'REVIEW' ? { ...hit, outcome: 'CONDITIONS' } : hit);

const RANK: readonly Outcome[] = ['ALLOW', 'CONDITIONS', 'REVIEW', 'DENY'];

function answer(gate: Gate, hits: readonly Hit[]): Answer {
  const worst = RANK[Math.max(0, ...hits.map(({ outcome }) => RANK.indexOf(outcome)))] ?? 'DENY';
  return [gate, worst, hits.map(({ code, outcome, fields }) => `${code} ${outcome} ${fields.join(', ')}`)];
}

function lineageOf({ columns, stages }: OnboardingPlan): readonly string[] {
  if (!stages.some(({ event }) => event === 'pseudonymised')) return [];
  return columns
    .flatMap(({ source, name, lineage }) =>
      lineage === null ? [] : [`${source} > ${name} ${lineage.subtype} ${lineage.masking}`],
    )
    .sort();
}

function curatedOf({ columns, file, pseudonyms, stages }: OnboardingPlan): CuratedWay | null {
  const curated = file?.curated;
  if (!curated || !stages.some(({ event }) => event === 'curated')) return null;
  const { domain } = pseudonyms;
  return {
    ...curated,
    columns: columns.flatMap(({ curated: column, treatment: { entityType } }) =>
      column === null ? [] : [entityType ? { ...column, pseudonym: [domain, entityType] } : column],
    ),
    invalid: counted(columns.map(({ name, invalid }) => [name, invalid ?? 0])),
  };
}

/** In which domain a pseudonym lives, and of what kind; how often its key was replaced nobody plans. */
function withoutEpoch({ pseudonym, ...column }: DatasetColumn) {
  return pseudonym ? { ...column, pseudonym: [pseudonym.domain, pseudonym.entityType] } : column;
}

const counted = (counts: readonly (readonly [string, number])[]) =>
  Object.fromEntries(counts.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)));

interface Told {
  readonly type: string;
  readonly body: Body;
}

interface Body {
  readonly gate: Gate;
  readonly verdict: { readonly outcome: Outcome; readonly hits: readonly Hit[] };
  readonly deciders: readonly string[];
  readonly invalidIds: readonly { readonly column: string; readonly count: number }[];
  readonly edges: readonly { fromColumn: string; toColumn: string; subtype: string; masking: string }[];
  readonly manifest: { readonly rows: number; readonly columns: readonly DatasetColumn[] };
  readonly version: string;
  readonly access: string;
  readonly risk: RiskReport;
}

/**
 * What stands in the log of a source that was onboarded once and delivered once.
 * @param deliveryId which of its deliveries, where there are several
 */
export async function happened(
  { superuser }: Stack,
  sourceId: string,
  deliveryId: string | null = null,
): Promise<Way> {
  const { rows: events } = await superuser.query<Told>(
    `SELECT type, body FROM catalog.event
     WHERE workflow_id LIKE 'onboard:' || $1 || ':%' OR workflow_id IN (SELECT workflow_id FROM catalog.delivery
       WHERE source_id = $1 AND ($2::text IS NULL OR delivery_id = $2)) ORDER BY seq`,
    [sourceId, deliveryId],
  );
  const of = (type: string) => events.filter((event) => event.type === type).map(({ body }) => body);
  const [pseudonymised] = of('pseudonymised');
  const [made] = of('curated');
  const sealed = await superuser.query<{ invalid: Record<string, number> }>(
    `SELECT body->'invalid' AS invalid FROM catalog.data_object WHERE body->>'version' = $1`,
    [made?.version],
  );
  const emptied = sealed.rows[0]?.invalid ?? {};
  const identifiers = pseudonymised?.invalidIds ?? [];
  const asked = [...of('contractSubmitted'), ...of('reviewRequested')];
  return {
    steps: events.map(({ type, body }) => (type === 'gateAsked' ? body.gate : type)),
    answers: of('gateAsked').map(({ gate, verdict: { outcome, hits } }) => [
      gate,
      outcome,
      answer(gate, hits)[2],
    ]),
    deciders: asked.map(({ gate, deciders }) => `${gate ?? 'contract'}: ${deciders.join(', ')}`),
    lineage: (pseudonymised?.edges ?? [])
      .map(
        ({ fromColumn, toColumn, subtype, masking }) => `${fromColumn} > ${toColumn} ${subtype} ${masking}`,
      )
      .sort(),
    curated: made
      ? {
          rows: made.manifest.rows,
          access: made.access,
          risk: made.risk,
          columns: made.manifest.columns.map(withoutEpoch),
          invalid: counted(
            made.manifest.columns.map(({ name }) => [
              name,
              (emptied[name] ?? 0) + (identifiers.find(({ column }) => column === name)?.count ?? 0),
            ]),
          ),
        }
      : null,
  };
}
