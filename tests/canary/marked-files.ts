import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CITY_FILES } from '../../demo/city/city-files.js';
import { testBsn } from '../../demo/city/test-bsn.js';
import { repositoryRoot } from '../../infra/home.js';
import type { Contract, ContractField as Field } from '../../policy/contract.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import { type Mark, type Marks, WORD } from './marks.js';
import { AWKWARD } from './spellings.js';

/** A source of the city, marked: every column of its file, and the name of the file. */
export interface MarkedSource {
  readonly id: string;
  readonly contract: Contract;
  /** Number of the source, in every marker of it. */
  readonly at: number;
}

/** Every contract of the demo that describes a file of the synthetic city, the refused ones too. */
export function markedSources(): readonly MarkedSource[] {
  const files = Object.values(CITY_FILES).map(({ file }) => file.replace('.csv', ''));
  return [...files, 'belasting-huishouden-convenant'].map((id, at) => ({
    id,
    at,
    contract: parseContract(readFileSync(join(repositoryRoot(), `demo/contracts/${id}.yaml`), 'utf8'))
      .contract,
  }));
}

/** Young residents of two districts, most of them suspects: enough for a figure of the theme to be published. */
const YOUNG = 120;
const SUSPECTS = 70;
/** Numbers of the persons of one file, so that no two files share one; the two that are linked begin at zero both. */
const A_FILE = 1000;

interface Cell {
  readonly source: MarkedSource;
  readonly field: Field;
  /** Place of the column. */
  readonly column: number;
  readonly row: number;
  /** Which delivery of the source: other values each time. */
  readonly edition: number;
}

const two = (n: number) => String(n).padStart(2, '0');
const four = (n: number) => String(n).padStart(4, '0');

/** A value that its type allows and that can stand nowhere by chance. */
function markerOf(cell: Cell): string {
  const { source, field, column, row, edition } = cell;
  const { kind, entityType } = field.treatment;
  const place = `${two(source.at)}${two(column)}`;
  const person = edition * A_FILE + row + (isLinked(source) ? 0 : A_FILE * 100 * source.at);
  if (kind === 'pseudonymise' && entityType === 'bsn') return testBsn(person);
  if (kind === 'pseudonymise' && entityType === 'vbo')
    return `05180100${two(source.at)}${two(edition)}${four(row)}`;
  if (kind === 'pseudonymise' && entityType === 'kvk') return `07${edition}9${four(row)}`;
  if (field.logicalType === 'text') return `${WORD}-${place}-${two(edition)}${four(row)}`;
  if (field.logicalType === 'integer') return `73${place}${two(edition)}${four(row)}37`;
  if (field.logicalType === 'date') return dateOf(cell);
  if (field.logicalType === 'area-code')
    return source.contract.geography?.level === 'buurt'
      ? `BU9999${String.fromCharCode(65 + source.at)}${row % 2}Q${edition}`
      : `GM99${8 - edition}${row % 2}`;
  return field.codeList?.[row % field.codeList.length] ?? '';
}

const isLinked = ({ contract }: MarkedSource) => contract.linkageDomains.length > 0;

/** Each column of dates has ten years of its own, one a delivery: dates of two columns are never the same. */
const DATE_COLUMNS = markedSources().flatMap(({ id, contract }) =>
  contract.fields.filter(({ logicalType }) => logicalType === 'date').map(({ name }) => `${id}.${name}`),
);

/** Long before anything here was written; the suspects' in the years of the theme. */
function dateOf({ source, field, row, edition }: Cell): string {
  const day = `${two(1 + (row % 12))}-${two(11 + (row % 17))}`;
  if (source.id === 'politie-verdachte') return `${2022 + Math.min(2, Math.floor(row / 20))}-${day}`;
  return `${1600 + 10 * DATE_COLUMNS.indexOf(`${source.id}.${field.name}`) + edition}-${day}`;
}

/** Years of the theme, beside a column of markers: rows that count, and rows that mark. */
function counted({ source, field, row }: Cell): string | null {
  if (source.id !== 'brp' || row >= 2 * YOUNG) return null;
  if (field.name === 'jaar') return row < YOUNG ? '2023' : '2024';
  return field.name === 'geboortejaar' ? String(2004 + (row % 6)) : null;
}

/** Residents stand in the register twice, once a year; and some rows more that only mark. */
function rowsOf({ id }: MarkedSource): readonly number[] {
  const count = id === 'brp' ? 2 * YOUNG + 10 : id === 'politie-verdachte' ? SUSPECTS : 30;
  return Array.from({ length: count }, (_, row) => row);
}

function recordOf(marks: Marks, source: MarkedSource, row: number, edition: number): readonly string[] {
  return source.contract.fields.map((field, column) => {
    const isResident = source.id === 'brp' && row < 2 * YOUNG && field.treatment.kind === 'pseudonymise';
    const cell = { source, field, column, row: isResident ? row % YOUNG : row, edition };
    const known = counted({ ...cell, row });
    if (known !== null || isOfCodeList(field)) return known ?? markerOf(cell);
    const marker = markerOf(cell);
    const isAwkward = field.logicalType === 'text' && row % 10 === 5;
    return marks.add(isAwkward ? `${marker}${AWKWARD}${marker}-verder` : marker, markOf(source, field));
  });
}

const isOfCodeList = ({ codeList, treatment }: Field) => treatment.kind === 'keep' && codeList !== undefined;

/**
 * The exception is the contract's: what it keeps may stand in the zones that hold its columns. The persons of linked
 * sources are the same, and may be seen as little in one as in the other.
 */
function markOf(source: MarkedSource, { name, treatment }: Field): Mark {
  const isPerson = treatment.kind === 'pseudonymise' && treatment.entityType === 'bsn';
  const id = isPerson && isLinked(source) ? 'linked sources' : source.id;
  return { source: id, column: name, kept: treatment.kind === 'keep' };
}

/** The file of one delivery that its contract fits. @returns its path, which is marked too */
export function writeMarked(marks: Marks, source: MarkedSource, folder: string, edition: number): string {
  // A column that the contract does not know is dropped where the source is not sensitive (M01 CONDITIONS).
  const more = source.contract.personalData
    ? []
    : [marks.add(`${WORD}_kolom`, { source: source.id, column: 'a name', kept: false })];
  const extra = (row: number) =>
    more.map(() =>
      marks.add(`${WORD}-extra-${edition}${four(row)}`, {
        source: source.id,
        column: 'an unknown one',
        kept: false,
      }),
    );
  const header = [...source.contract.fields.map(({ name }) => name), ...more];
  const rows = rowsOf(source).map((row) => [...recordOf(marks, source, row, edition), ...extra(row)]);
  return writeFile(source, folder, `${edition}`, [header, ...rows]);
}

/** Above what the store takes in one piece, with few lines, none longer than the intake takes. */
const LONG = 30;
const LONG_CELL = 600_000;

/** Rows of markers so long that the store gets them in parts. */
export function longRows(source: MarkedSource, marks: Marks): readonly string[][] {
  return spoiledRows(source, marks, LONG).map(([first, ...rest]) => [
    `${first}.`.padEnd(LONG_CELL, '.'),
    ...rest,
  ]);
}

/** A text marker in every cell, whatever the type of the column: what a reader or a converter would quote. */
export function spoiledRows({ id, contract }: MarkedSource, marks: Marks, rows: number): readonly string[][] {
  return Array.from({ length: rows }, (_, row) =>
    contract.fields.map(({ name }, column) =>
      marks.add(`${WORD}-${id}-${column}-${row}`, { source: id, column: name, kept: false }),
    ),
  );
}

export function writeFile(
  { id }: MarkedSource,
  folder: string,
  name: string,
  lines: readonly (readonly string[])[],
): string {
  const path = join(folder, `${WORD}-bestand-${id}-${name}.csv`);
  writeFileSync(path, `${lines.map((cells) => cells.map(quoted).join(',')).join('\n')}\n`);
  return path;
}

/** Only what a reader can read again: a quote that is meant to spoil a row stays as it is. */
function quoted(cell: string): string {
  return cell.includes(AWKWARD) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
