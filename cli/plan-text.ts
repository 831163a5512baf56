import pc from 'picocolors';
import type { EventType, Role } from '../domain/names.js';
import type { OnboardingPlan, PlannedColumn, PlannedGate, PlannedStage } from '../operations/plan.js';
import type { Weight } from '../policy/deciders.js';
import { assessmentText, assessmentTitle } from './assessment-text.js';
import type { Language } from './language.js';
import { table } from './table.js';
import { count } from './texts/count.js';

interface Words {
  readonly stages: string;
  readonly events: Partial<Record<EventType, string>>;
  readonly deciders: string;
  readonly alone: string;
  readonly because: Partial<Record<Weight, string>> & { readonly regime: string };
  readonly two: string;
  readonly review: string;
  readonly excluded: string;
  readonly columns: string;
  readonly columnHead: readonly string[];
  readonly kinds: Record<PlannedColumn['treatment']['kind'], string>;
  readonly keys: (count: number, domain: string) => string;
  readonly linkage: string;
  readonly ownDomain: string;
  readonly file: (rows: number) => string;
  readonly unknown: string;
  readonly missing: string;
  readonly zones: string;
  readonly zoneHead: readonly string[];
  readonly gates: string;
  readonly later: string;
  readonly asks: (first: string, again: number) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  nl: {
    stages: 'Stappen, met de poorten die ervoor worden bevraagd',
    events: {
      contractSubmitted: 'het contract wordt ingediend',
      onboardingApproved: 'de bevoegde personen hebben besloten',
      deliveryOpened: 'de inname van de kluis gaat open',
      deliveryLanded: 'de bestanden staan versleuteld in landing',
      deliveryProfiled: 'de kluis kent vorm en kolommen',
      pseudonymised: 'personen zijn pseudoniemen, de rest volgens het contract',
      curated: 'typen, codelijsten en gebieden kloppen; klaar voor thema’s',
    },
    deciders: 'Wie besluiten',
    alone: 'Eén steward besluit: niets in dit contract vraagt om een tweede.',
    because: {
      regime: 'regime',
      art9: 'bijzondere persoonsgegevens (AVG 9)',
      art10: 'strafrechtelijke gegevens (AVG 10)',
      bsn: 'burgerservicenummer (AVG 87)',
      'claim-not-personal': 'de bewering dat gegevens over personen geen persoonsgegevens zijn',
      'review-at-g0': 'een oordeel waar G0 om vraagt (REVIEW)',
    },
    two: 'twee verschillende natuurlijke personen, wegens',
    review: 'Vraagt een poort om een oordeel (REVIEW), dan besluiten',
    excluded: 'Niet: wie het indient, en niemand van',
    columns: 'Kolommen',
    columnHead: ['geleverd', 'in het meer', 'type', 'behandeling', 'herkomst'],
    kinds: {
      keep: 'blijft',
      drop: 'vervalt in de kluis',
      pseudonymise: 'wordt pseudoniem',
      generalise: 'wordt grover',
      bucket: 'wordt klasse',
      round: 'wordt afgerond',
    },
    keys: (keys, domain) => `${count(keys, 'sleutel', 'sleutels')}, in domein ${domain}`,
    linkage: 'een koppelingsdomein, zodra twee personen het hebben goedgekeurd; tot dan deze bron alleen',
    ownDomain: 'deze bron alleen: met niets te koppelen',
    file: (rows) => `Bestand: ${count(rows, 'rij', 'rijen')}`,
    unknown: 'kolommen die het contract niet noemt, naar plaats',
    missing: 'kolommen die ontbreken',
    zones: 'Bewaring, als het vandaag werd opgeslagen',
    zoneHead: ['zone', 'termijn', 'tot en met'],
    gates: 'Regels per poort, en hoe zij nu staan',
    later: 'wordt daar gevraagd',
    asks: (first, again) =>
      `vraagt ${again === 0 ? first : `${first}${first === '' ? '' : ', en '}${count(again, 'regel', 'regels')} opnieuw`}`,
  },
  en: {
    stages: 'Stages, with the gates that are asked before them',
    events: {
      contractSubmitted: 'the contract is submitted',
      onboardingApproved: 'the people it demands have decided',
      deliveryOpened: 'the intake of the vault opens',
      deliveryLanded: 'the files stand encrypted in landing',
      deliveryProfiled: 'the vault knows shape and columns',
      pseudonymised: 'persons are pseudonyms, all else as the contract says',
      curated: 'types, code lists and areas are right; ready for themes',
    },
    deciders: 'Who decides',
    alone: 'One steward decides: nothing in this contract asks for a second person.',
    because: {
      regime: 'regime',
      art9: 'special categories of personal data (GDPR 9)',
      art10: 'criminal data (GDPR 10)',
      bsn: 'citizen service number (GDPR 87)',
      'claim-not-personal': 'the claim that data about persons is not personal',
      'review-at-g0': 'a judgement that G0 asks for (REVIEW)',
    },
    two: 'two different natural persons, because of',
    review: 'Should a gate ask for a judgement (REVIEW), they are decided by',
    excluded: 'Not: whoever submits it, and nobody of',
    columns: 'Columns',
    columnHead: ['delivered', 'in the lake', 'type', 'treatment', 'lineage'],
    kinds: {
      keep: 'stays',
      drop: 'dropped in the vault',
      pseudonymise: 'becomes a pseudonym',
      generalise: 'made coarser',
      bucket: 'becomes a class',
      round: 'rounded',
    },
    keys: (keys, domain) => `${count(keys, 'key', 'keys')}, in domain ${domain}`,
    linkage: 'a linkage domain, once two people have approved it; until then this source alone',
    ownDomain: 'this source alone: joined with nothing',
    file: (rows) => `File: ${count(rows, 'row', 'rows')}`,
    unknown: 'columns that the contract does not name, by place',
    missing: 'columns that are missing',
    zones: 'Retention, had it been stored today',
    zoneHead: ['zone', 'term', 'until'],
    gates: 'Rules at each gate, and how they stand now',
    later: 'is asked there',
    asks: (first, again) =>
      `asks ${again === 0 ? first : `${first}${first === '' ? '' : ', and '}${count(again, 'rule', 'rules')} again`}`,
  },
};

/** A plan as people read it: stages, people, columns, zones, and how the rules stand. */
export function planText(plan: OnboardingPlan, language: Language): string {
  const words = WORDS[language];
  return [
    `${plan.title}\n${plan.source}, contract ${plan.contractHash}`,
    section(words.stages, plan.stages.map((stage) => stageLine(stage, words)).join('\n')),
    section(words.deciders, deciderLines(plan, words).join('\n')),
    section(assessmentTitle(language), assessmentText(plan.assessment, language)),
    section(words.columns, columnText(plan, words)),
    section(
      words.zones,
      table(
        words.zoneHead,
        plan.zones.map(({ zone, retention, until }) => [zone, retention, until]),
        '',
      ),
    ),
    section(
      words.gates,
      plan.gates.map((gate, at) => gateLine(gate, plan.gates.slice(0, at), words)).join('\n'),
    ),
  ].join('\n\n');
}

function section(title: string, text: string): string {
  return `${pc.bold(title)}\n${text.replaceAll(/^/gm, '  ')}`;
}

function stageLine({ event, gates }: PlannedStage, words: Words): string {
  return `${gates.join(' ').padEnd(6)}${event.padEnd(20)}${words.events[event] ?? ''}`.trimEnd();
}

function deciderLines({ deciders }: OnboardingPlan, words: Words): readonly string[] {
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

function columnText({ columns, pseudonyms, file }: OnboardingPlan, words: Words): string {
  const { domain, isLinkageDomain, entityTypes } = pseudonyms;
  const rows = columns.map(({ source, name, type, treatment, lineage }) => {
    const { kind, param, entityType } = treatment;
    const more = [entityType, param].filter((text) => text !== undefined).join(' ');
    const how = lineage === null ? '' : `${lineage.subtype} ${lineage.masking}`;
    return [source, lineage === null ? '' : name, type, `${words.kinds[kind]} ${more}`.trimEnd(), how];
  });
  const keys = `${words.keys(entityTypes.length, domain)}: ${isLinkageDomain ? words.linkage : words.ownDomain}`;
  return [
    table(words.columnHead, rows, ''),
    ...(entityTypes.length > 0 ? [keys] : []),
    ...(file ? [words.file(file.rows)] : []),
    ...(file && file.unknown.length > 0 ? [`${words.unknown}: ${file.unknown.join(', ')}`] : []),
    ...(file && file.missing.length > 0 ? [`${words.missing}: ${file.missing.join(', ')}`] : []),
  ].join('\n');
}

/** The rules that are asked here for the first time; those of the gates before are asked again. */
function gateLine(
  { gate, rules, verdict }: PlannedGate,
  before: readonly PlannedGate[],
  words: Words,
): string {
  const hits = verdict?.hits.map(({ code, outcome }) => `${code} ${outcome}`).join(', ') ?? '';
  const stands = verdict === null ? words.later : `${verdict.outcome}${hits === '' ? '' : ` (${hits})`}`;
  const known = new Set(before.flatMap((earlier) => earlier.rules));
  const first = rules.filter((code) => !known.has(code));
  const again = rules.length - first.length;
  return `${gate}  ${stands}\n    ${words.asks(first.join(' '), again)}`;
}
