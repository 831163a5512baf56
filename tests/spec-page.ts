import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventsOf, LIVES, type Living } from '../domain/lifecycle.js';
import { GATES_BEFORE } from '../domain/lifecycle-gates.js';
import { EVENT_TYPES, GATES } from '../domain/names.js';
import { decide } from '../policy/decide.js';
import { cite } from '../policy/law/cite.js';
import { RULES } from '../policy/rules/index.js';
import type { Rule } from '../policy/rules/rule.js';
import { EVENT_NOTES } from './spec-events.js';
import { INVARIANTS } from './spec-invariants.js';

const RULES_FOLDER = fileURLToPath(new URL('../policy/rules', import.meta.url));
const ROWS = 'policy/rules/rules.test.ts';
const code = (text: string) => `\`${text}\``;

/** What each life is called, what it says in a sentence, and its table in the code; a life without one does not compile. */
const LIFE_TITLES: Readonly<Record<Living, readonly [title: string, sentence: string, table: string]>> = {
  request: [
    'A request',
    'A contract, a linkage domain, a review or a release that waits for people. Once closed, nobody decides on it.',
    'REQUEST_LIFE',
  ],
  delivery: [
    'A delivery',
    'One delivery of a source. No stage can be skipped; what is refused is quarantined, and then destroyed.',
    'DELIVERY_LIFE',
  ],
  dataset_version: [
    'A dataset version',
    'The same bytes made again are the same version. What is quarantined or destroyed stays so; then another is made.',
    'VERSION_LIFE',
  ],
  run: [
    'A run',
    'A run of a theme is asked for first, and may be cancelled; the other steps stand in the log when they are done.',
    'RUN_LIFE',
  ],
  release: [
    'A release',
    'Nothing is read, decided on or released that was not protected and attacked before.',
    'RELEASE_LIFE',
  ],
  quarantine: [
    'A quarantine',
    'What was refused is set apart and destroyed. The provider is told and a breach assessed before or after that.',
    'QUARANTINE_LIFE',
  ],
  measure: [
    'A measure on a source',
    'A suspension and a legal hold stand until people lift that very one, a withdrawal for good. What is imposed anew is another.',
    'MEASURE_LIFE',
  ],
};

/** The text of docs/SPEC.md. */
export async function specPage(): Promise<string> {
  const lives = (Object.keys(LIVES) as Living[]).map(lifeSection);
  const sections = [
    INTRODUCTION,
    ...lives,
    gateSection(),
    eventSection(),
    invariantSection(),
    await ruleSection(),
  ];
  return `${sections.join('\n\n')}\n`;
}

const INTRODUCTION = `# Specification

Made from code by \`npx vitest run tests/spec-page.test.ts -u\`; do not edit it by hand. Each row names the law that it
rests on, the code that keeps it and the test that proves it, and a test holds this page against all three in both
directions. Marks of the law: [T] read in the text, with its month; [K] not confirmed; [P] a choice of this product. Sluis
gives no legal advice.

- **Lives**: states × events, from \`domain/lifecycle-tables.ts\`, complete by type. The catalog reads the next state of
  everything from these tables and refuses an event that is impossible.
- **Gates**: which are asked before what.
- **Events**, **invariants** and **rules**.

Below, a column is a state and a row an event: the state after it, \`=\` where it stays, and nothing where the event is
impossible. \`absent\` is what is not there yet.`;

function lifeSection(living: Living): string {
  const life: Readonly<Record<string, Readonly<Record<string, string>>>> = LIVES[living];
  const states = Object.keys(life);
  const rows = eventsOf(living).map((event) => {
    const cells = states.map((state) => {
      const outcome = life[state]?.[event];
      return outcome === 'impossible' ? '' : outcome === state ? '=' : String(outcome);
    });
    return [`\`${event}\``, ...cells];
  });
  const [title, sentence, table] = LIFE_TITLES[living];
  const proof = `Law: ${cite(['avg-5-2'])}. Code: ${code(`domain/lifecycle-tables.ts#${table}`)}. Test: ${code(LIFE_TEST)}.`;
  return [`## ${title}`, '', sentence, proof, '', markdown(['event', ...states], rows)].join('\n');
}

const LIFE_TEST =
  'catalog/lifecycle.test.ts: moves %s in every state by every event as the table of lives says, and refuses the rest';

function gateSection(): string {
  const rows = Object.entries(GATES_BEFORE).map(([event, gates]) => [
    `\`${event}\``,
    gates.join(', '),
    GATE_NOTES[event as keyof typeof GATES_BEFORE],
  ]);
  const words =
    'Every rule of a gate is asked, with the clock of that moment; what a gate does not know is DENY.';
  return ['## Gates', '', words, '', markdown(['before', 'gates', 'of what'], rows)].join('\n');
}

const GATE_NOTES: Readonly<Record<keyof typeof GATES_BEFORE, string>> = {
  onboardingApproved: 'the contract, before anybody is asked',
  deliveryOpened: 'the contract and its approval, before the first byte',
  pseudonymised: 'the file as it landed; after a REVIEW the gate is asked again',
  curated: 'what would become curated, with its risk; after a REVIEW the gate is asked again',
  analysed: 'purpose × lineage of every column that the theme reads',
  released: 'the protected tables, before people are asked and again after they have decided',
};

function eventSection(): string {
  const rows = EVENT_TYPES.map((event) => [
    `\`${event}\``,
    EVENT_NOTES[event].happened,
    cite(EVENT_NOTES[event].law),
    code(`catalog/project.ts#${event}`),
    code(EVENT_TEST),
  ]);
  const words =
    'Everything that the log can say. A body holds ids, digests, counts and codes, never a value of a source.';
  return ['## Events', '', words, '', markdown(['event', 'what happened', 'law', 'code', 'test'], rows)].join(
    '\n',
  );
}
const EVENT_TEST = 'catalog/projections.test.ts: come from events of every type';

function invariantSection(): string {
  const rows = INVARIANTS.map(({ holds, law, code: place, tests }, at) => [
    `I${at + 1}`,
    holds,
    cite(law),
    code(place),
    tests.map(code).join('<br>'),
  ]);
  return ['## Invariants', '', markdown(['', 'what always holds', 'law', 'code', 'tests'], rows)].join('\n');
}

async function ruleSection(): Promise<string> {
  const places = await filesOfRules();
  const rows = rowNames().map(({ row, rule }) => [
    `**${rule.code}** ${rule.outcome}`,
    rule.gates.join(' '),
    `${rule.text.en}${rule.liftedByReview ? ' Lifted by steward and privacy officer together.' : ''}`,
    cite(rule.law),
    code(`policy/rules/${places.get(rule)}#${rule.code}`),
    RULE_TESTS.map((test) => code(`${ROWS}: ${row} ${test}`)).join('<br>'),
  ]);
  const head = ['rule', 'gates', 'if', 'law', 'code', 'tests'];
  return ['## Rules', '', RULE_WORDS, '', markdown(head, [unknownRow(), ...rows])].join('\n');
}

const RULE_TESTS = ['fires where it should', 'is silent near by'];
const RULE_WORDS = `In the order in which verdicts list them. Cures and Dutch texts stand beside the code of each rule, and
\`sluis check\` prints them. Each row of the table has a case that fires and one near by that does not.`;

/** S00 is no row of the table: it is what `decide` says where a fact is missing. */
function unknownRow(): string[] {
  const [hit] = decide('G0', {}, '2026-01-01T00:00:00.000Z').hits;
  if (hit?.code !== 'S00') throw new Error('a gate that knows nothing does not answer S00');
  const test = 'policy/deny-by-default.test.ts: %s denies when nothing is known';
  const place = 'policy/decide.ts#UNKNOWN';
  return [`**${hit.code}** ${hit.outcome}`, GATES.join(' '), hit.text.en, hit.law, code(place), code(test)];
}

/** A row by code and outcome, numbered where there are several, as the test of the table names it. */
export function rowNames(): readonly { readonly row: string; readonly rule: Rule }[] {
  const seen = new Map<string, number>();
  return RULES.map((rule) => {
    const name = `${rule.code} ${rule.outcome}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { row: times > 1 ? `${name} ${times}` : name, rule };
  });
}

/** Which file of policy/rules holds each rule, by identity. */
async function filesOfRules(): Promise<ReadonlyMap<Rule, string>> {
  const files = readdirSync(RULES_FOLDER).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const places = new Map<Rule, string>();
  for (const file of files.filter((name) => name !== 'index.ts')) {
    const exported: Record<string, unknown> = await import(join(RULES_FOLDER, file));
    for (const list of Object.values(exported)) {
      if (Array.isArray(list)) for (const one of list) if (RULES.includes(one)) places.set(one, file);
    }
  }
  return places;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
