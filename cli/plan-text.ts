import pc from 'picocolors';
import type { Role } from '../domain/names.js';
import type { OnboardingPlan, PlannedGate } from '../operations/plan.js';
import type { PlannedStage } from '../operations/plan-stages.js';
import { assessmentText, assessmentTitle } from './assessment-text.js';
import type { Language } from './language.js';
import { fileLines } from './plan-file-text.js';
import { shown } from './shown.js';
import { table } from './table.js';
import { PLAN, type PlanTexts } from './texts/plan.js';

/** A plan as people read it: stages, people, columns, zones, and how the rules stand. */
export function planText(ofContract: OnboardingPlan, language: Language): string {
  const plan = shown(ofContract);
  const words = PLAN[language];
  return [
    `${plan.title}\n${plan.source}, contract ${plan.contractHash}`,
    section(words.stages, plan.stages.map((stage) => stageLine(stage, words)).join('\n')),
    section(words.deciders, deciderLines(plan, words).join('\n')),
    section(assessmentTitle(language), assessmentText(plan.assessment, language)),
    section(words.columns, [columnText(plan, words), ...fileLines(plan, language)].join('\n')),
    section(words.zones, zoneText(plan, words)),
    section(
      words.gates,
      plan.gates.map((gate, at) => gateLine(gate, plan.gates.slice(0, at), words)).join('\n'),
    ),
  ].join('\n\n');
}

function zoneText({ zones, file }: OnboardingPlan, words: PlanTexts): string {
  const rows = zones.map(({ zone, retention, until }) => [zone, retention, until]);
  const isShorter = file?.curated?.access === 'restricted';
  return [table(words.zoneHead, rows, ''), ...(isShorter ? [words.shorter] : [])].join('\n');
}

function section(title: string, text: string): string {
  return `${pc.bold(title)}\n${text.replaceAll(/^/gm, '  ')}`;
}

function stageLine({ event, gates }: PlannedStage, words: PlanTexts): string {
  return `${gates.join(' ').padEnd(6)}${event.padEnd(20)}${words.events[event] ?? ''}`.trimEnd();
}

function deciderLines({ deciders }: OnboardingPlan, words: PlanTexts): readonly string[] {
  const people = (roles: readonly Role[]) => roles.join(' + ');
  const because = deciders.because.map(
    (weight) => words.because[weight] ?? `${words.because.regime} ${weight}`,
  );
  return [
    because.length === 0 ? words.alone : `${people(deciders.contract)}: ${words.two} ${because.join(', ')}`,
    `${words.review} ${people(deciders.review)}.`,
    `${words.excluded} ${deciders.excluded.join(', ')}.`,
  ];
}

function columnText({ columns, pseudonyms }: OnboardingPlan, words: PlanTexts): string {
  const { domain, isLinkageDomain, entityTypes } = pseudonyms;
  const rows = columns.map(({ source, name, type, treatment, lineage, zone }) => {
    const { kind, param, entityType } = treatment;
    const more = [entityType, param].filter((text) => text !== undefined).join(' ');
    const how = lineage === null ? '' : `${lineage.subtype} ${lineage.masking}`;
    const treated = `${words.kinds[kind]} ${more}`.trimEnd();
    return [source, lineage === null ? '' : name, type, treated, how, zone ?? words.absent];
  });
  const keys = `${words.keys(entityTypes.length, domain)}: ${isLinkageDomain ? words.linkage : words.ownDomain}`;
  return [table(words.columnHead, rows, ''), ...(entityTypes.length > 0 ? [keys] : [])].join('\n');
}

/** The rules that are asked here for the first time; those of the gates before are asked again. */
function gateLine(
  { gate, rules, verdict }: PlannedGate,
  before: readonly PlannedGate[],
  words: PlanTexts,
): string {
  const hits = verdict?.hits.map(({ code, outcome }) => `${code} ${outcome}`).join(', ') ?? '';
  const stands = verdict === null ? words.later : `${verdict.outcome}${hits === '' ? '' : ` (${hits})`}`;
  const known = new Set(before.flatMap((earlier) => earlier.rules));
  const first = rules.filter((code) => !known.has(code));
  const again = rules.length - first.length;
  return `${gate}  ${stands}\n    ${words.asks(first.join(' '), again)}`;
}
