import pc from 'picocolors';
import { auditText } from '../cli/audit-text.js';
import { lineageText } from '../cli/commands/lineage.js';
import type { Language } from '../cli/language.js';
import { stateWord } from '../cli/texts/states.js';
import { verdictText } from '../cli/verdict-text.js';
import type { LineageNode } from '../operations/lineage.js';
import type { ReleaseRow } from '../operations/read-runs.js';
import type { AuditVerification } from '../operations/verify.js';
import type { SourceReport } from './source-report.js';
import { STORY } from './texts.js';

export interface ReleasedTable {
  readonly output: string;
  /** Lines of the published CSV. */
  readonly lines: readonly string[];
}

export interface ReleaseReport {
  readonly release: ReleaseRow;
  readonly tables: readonly ReleasedTable[];
  readonly figure: string;
  readonly lineage: LineageNode;
  readonly decisions: readonly { readonly by: string; readonly role: string }[];
  /** Who decided that the theme may read what is restricted; empty where nobody had to. */
  readonly onTheme: ReleaseReport['decisions'];
}

const LONGEST_TABLE = 16;

/** What happened, for people. */
export function story(
  sources: readonly SourceReport[],
  releases: readonly ReleaseReport[],
  audit: AuditVerification,
  seconds: number,
  language: Language,
): string {
  const say = STORY[language];
  const [verified = '', ...found] = auditText(audit, language);
  return [
    heading(say.sources),
    ...sources.flatMap((source) => sourceLines(source, language)),
    heading(say.released),
    ...releases.flatMap((release) => releaseLines(release, language)),
    heading(say.audit),
    `  sluis audit verify: ${audit.ok ? pc.green(verified) : pc.red(verified)}`,
    ...found.map((line) => `    ${line}`),
    `  ${say.end(seconds)}`,
  ].join('\n');
}

export function tryNext(releases: readonly ReleaseReport[], language: Language): string {
  const release = releases[0]?.release.releaseId ?? 'RELEASE';
  const figure = releases[0]?.figure ?? 'DATASET.COLUMN';
  const say = STORY[language];
  const line = (command: string, why: string) => `  ${`npx ${command}`.padEnd(66)}${why}`.trimEnd();
  return [
    heading(say.tryNext),
    line(`sluis check demo/contracts/airbnb-amsterdam.yaml --lang ${language}`, say.cure),
    line('sluis deliveries', say.deliveries),
    line(`sluis results show ${release}`, ''),
    line(`sluis lineage ${figure} --depth all`, ''),
    line('sluis audit log --limit 20', ''),
    line('sluis down', say.down),
  ].join('\n');
}

function heading(text: string): string {
  return `\n${pc.bold(text)}`;
}

function sourceLines(source: SourceReport, language: Language): readonly string[] {
  const { id, stage, rowsIn, steps, decisions, verdict } = source;
  const say = STORY[language];
  const zones = steps.map(
    ({ zone, rows, access }) => `${zone} ${rows}${access === 'restricted' ? ` ${say.restricted}` : ''}`,
  );
  const word = stateWord(stage, language);
  return [
    `  ${pc.bold(id)}: ${stage === 'refused' ? pc.red(word) : pc.green(word)}`,
    ...(rowsIn === null ? [] : [`    ${say.rows(rowsIn, zones)}`]),
    `    ${say.rules(source.rules.map(({ code, outcome, gate }) => say.rule(code, outcome, gate)))}`,
    ...decisionLines(decisions, language),
    ...(stage === 'refused' && verdict ? [indented(verdictText({ ...verdict, askedAt: '' }, language))] : []),
  ];
}

/** Who decided what, and why it took two. */
function decisionLines(decisions: SourceReport['decisions'], language: Language): readonly string[] {
  const say = STORY[language];
  if (decisions.length === 0) return [`    ${say.nobody}`];
  const byMatter = new Map<string, string[]>();
  for (const { about, gate, by, role } of decisions) {
    const matter = gate === null ? stateWord(about, language) : say.reviewAt(gate);
    byMatter.set(matter, [...(byMatter.get(matter) ?? []), `${by} (${role})`]);
  }
  const contract = stateWord('contract', language);
  return [...byMatter].map(([matter, people]) => {
    const why = people.length < 2 ? '' : matter === contract ? say.whyTwo : say.whyTwoForReview;
    return `    ${say.decided(matter, people)}${why}`;
  });
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

function releaseLines(
  { release, tables, figure, lineage, decisions, onTheme }: ReleaseReport,
  language: Language,
): readonly string[] {
  const { releaseId, state, cells, hidden } = release;
  const say = STORY[language];
  const share = cells ? `, ${say.share(Math.round((100 * (cells - (hidden ?? 0))) / cells), cells)}` : '';
  return [
    `  ${pc.bold(releaseId)}: ${stateWord(state, language)}${share}`,
    ...(onTheme.length === 0 ? [] : [`    ${say.themeDecided(people(onTheme))}`]),
    `    ${say.askedAndDecided(people(decisions))}`,
    '    Een patroon is geen verdenking.',
    ...tables.flatMap(({ output, lines }) => [`    ${pc.bold(output)}`, ...excerpt(lines, language)]),
    `    ${say.comesFrom(figure)}`,
    ...lineageText(valuesOnly(lineage), language, '      '),
  ];
}

function people(decisions: ReleaseReport['decisions']): readonly string[] {
  return decisions.map(({ by, role }) => `${by} (${role})`);
}

/** Without the columns that only decide which rows enter. */
function valuesOnly(node: LineageNode): LineageNode {
  return { ...node, next: node.next.filter(({ via }) => via?.kind !== 'INDIRECT').map(valuesOnly) };
}

/** The first rows; a figure that is not published is a dot, whatever the reason. */
function excerpt(lines: readonly string[], language: Language): readonly string[] {
  const dotted = lines.map((line) => `      ${line.replace(/,,suppressed$/, ',.,suppressed')}`);
  const more = dotted.length - LONGEST_TABLE;
  return more > 0 ? [...dotted.slice(0, LONGEST_TABLE), `      ${STORY[language].moreRows(more)}`] : dotted;
}
