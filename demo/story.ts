import pc from 'picocolors';
import { lineageText } from '../cli/commands/lineage.js';
import { verdictText } from '../cli/verdict-text.js';
import type { LineageNode } from '../operations/lineage.js';
import type { ReleaseRow } from '../operations/read-runs.js';
import type { AuditVerification } from '../operations/verify.js';
import type { SourceReport } from './source-report.js';

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
}

const LONGEST_TABLE = 16;

/** What happened, for people. */
export function story(
  sources: readonly SourceReport[],
  releases: readonly ReleaseReport[],
  audit: AuditVerification,
  seconds: number,
): string {
  const verified = audit.ok ? pc.green('verified') : pc.red('NOT VERIFIED');
  return [
    heading('Sources'),
    ...sources.flatMap(sourceLines),
    heading('Released'),
    ...releases.flatMap(releaseLines),
    heading('Audit'),
    `  audit verify: ${verified}, ${audit.events} events, ${audit.signed} signed, ${audit.objects} objects read`,
    ...audit.findings.map(({ what, place }) => `    ${what}: ${place}`),
    `  ${seconds} s in all. Agreements marked FICTIEF do not exist, and Sluis gives no legal advice.`,
  ].join('\n');
}

export function tryNext(releases: readonly ReleaseReport[]): string {
  const release = releases[0]?.release.releaseId ?? 'RELEASE';
  const figure = releases[0]?.figure ?? 'DATASET.COLUMN';
  return [
    heading('Try next'),
    '  npx sluis check demo/contracts/airbnb-amsterdam.yaml --lang nl   what would cure a refusal',
    '  npx sluis deliveries                                            what was delivered; show ID for each verdict',
    `  npx sluis results show ${release}`,
    `  npx sluis lineage ${figure} --depth all`,
    '  npx sluis audit log --limit 20',
    '  npx sluis down                                                  stop everything; the data stays',
  ].join('\n');
}

function heading(text: string): string {
  return `\n${pc.bold(text)}`;
}

function sourceLines(source: SourceReport): readonly string[] {
  const { id, stage, rowsIn, steps, decisions, verdict } = source;
  const zones = steps.map(
    ({ zone, rows, access }) => `${zone} ${rows}${access === 'restricted' ? ' (restricted)' : ''}`,
  );
  const path = rowsIn === null ? [] : [`    rows: landed ${[rowsIn, ...zones].join(' → ')}`];
  const rules = source.rules.map(({ code, outcome, gate }) => `${code} ${outcome} at ${gate}`).join(', ');
  return [
    `  ${pc.bold(id)}: ${stage === 'refused' ? pc.red(stage) : pc.green(stage)}`,
    ...path,
    `    rules: ${rules === '' ? 'none objects' : rules}`,
    ...decisionLines(decisions),
    ...(stage === 'refused' && verdict ? [indented(verdictText({ ...verdict, askedAt: '' }))] : []),
  ];
}

const WHY_TWO =
  ': secret or special data, or a BSN, takes a steward and a privacy officer, two natural persons';
const WHY_TWO_FOR_REVIEW = ': a REVIEW is lifted only by a steward and a privacy officer together';

/** Who decided what, and why it took two. */
function decisionLines(decisions: SourceReport['decisions']): readonly string[] {
  if (decisions.length === 0) return ['    nobody was asked: a gate had refused it before'];
  const byMatter = new Map<string, string[]>();
  for (const { about, by, role } of decisions)
    byMatter.set(about, [...(byMatter.get(about) ?? []), `${by} (${role})`]);
  return [...byMatter].map(([about, people]) => {
    const why = people.length < 2 ? '' : about === 'contract' ? WHY_TWO : WHY_TWO_FOR_REVIEW;
    return `    ${about} decided by ${people.join(' and ')}${why}`;
  });
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

function releaseLines({ release, tables, figure, lineage, decisions }: ReleaseReport): readonly string[] {
  const { releaseId, state, cells, hidden } = release;
  const shown = cells ? Math.round((100 * (cells - (hidden ?? 0))) / cells) : 0;
  return [
    `  ${pc.bold(releaseId)}: ${state}, ${shown} % of ${cells} figures could be published`,
    `    asked by an analyst, decided by ${decisions.map(({ by, role }) => `${by} (${role})`).join(' and ')}`,
    '    Een patroon is geen verdenking.',
    ...tables.flatMap(({ output, lines }) => [`    ${pc.bold(output)}`, ...excerpt(lines)]),
    `    where ${figure} comes from (values; for the columns that decide which rows count: sluis lineage):`,
    ...lineageText(valuesOnly(lineage), '      '),
  ];
}

/** Without the columns that only decide which rows enter. */
function valuesOnly(node: LineageNode): LineageNode {
  return { ...node, next: node.next.filter(({ via }) => via?.kind !== 'INDIRECT').map(valuesOnly) };
}

/** The first rows; a figure that is not published is a dot, whatever the reason. */
function excerpt(lines: readonly string[]): readonly string[] {
  const dotted = lines.map((line) => `      ${line.replace(/,,suppressed$/, ',.,suppressed')}`);
  const more = dotted.length - LONGEST_TABLE;
  return more > 0 ? [...dotted.slice(0, LONGEST_TABLE), `      … ${more} rows more`] : dotted;
}
