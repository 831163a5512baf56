import { SluisError } from '../domain/errors.js';
import type { Profile, ShapeFinding } from '../domain/profile.js';
import type { ReadPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { nothingLanded } from './landed.js';
import { afterLines, headerRecord } from './read-header.js';
import { type PreparedPart, preparePart } from './read-part.js';
import { scanPart } from './read-scan.js';
import { literal } from './sql-text.js';

export type Finding = Profile['shape'][number];

/** One part of delimited text, ready for the engine. */
export interface CsvPart {
  /** 1-based place in the delivery. */
  readonly part: number;
  readonly prepared: PreparedPart;
  readonly names: readonly string[];
  /** Physical lines before the first record. */
  readonly skip: number;
  /** The same as the engine counts them: a header over several lines, in quotes, is one. */
  readonly engineSkip: number;
  /** Counted without the engine. */
  readonly records: number;
  /** What it means where the engine reads it otherwise and does not say why. */
  readonly cause: ShapeFinding;
  /** False where the engine would stumble over the bytes or read them wrongly. */
  readonly readable: boolean;
}

/** Prepares one part and says what its first bytes show. `csv` is null where there is nothing that can be read. */
export async function openCsvPart(
  path: string,
  part: number,
  format: ReadPlan,
  workFolder: string,
): Promise<{ readonly csv: CsvPart | null; readonly findings: readonly ShapeFinding[] }> {
  try {
    const prepared = await preparePart(path, format, workFolder);
    const header = csvHeader(prepared.head, format);
    const form = { skip: header.skip, delimiter: format.delimiter ?? ',', columns: header.names.length };
    const { utf8, nul, records, openQuote, mixedEnds } = await scanPart(prepared.path, form);
    const readable = utf8 && !nul && header.names.length > 0;
    const cause = openQuote ? 'open-quote' : mixedEnds ? 'line-ends' : 'unreadable';
    const csv = { part, prepared, ...header, records, cause, readable } as const;
    const bytes: ShapeFinding[] = [];
    if (header.isEmpty) bytes.push('empty');
    if (nul) bytes.push('nul-byte');
    if (!utf8) bytes.push('encoding');
    if (header.loneReturn && !nul && utf8) bytes.push('line-ends');
    return {
      csv,
      findings: [...bytes, ...(header.isEmpty || header.loneReturn ? [] : headFindings(csv, format))],
    };
  } catch (error) {
    return { csv: null, findings: [findingOf(error)] };
  }
}

/** The finding that a refused part stands for; every other error goes on. */
export function findingOf(error: unknown): ShapeFinding {
  if (error instanceof SluisError && error.code === 'SourceMalformed') {
    return (error.details.finding as ShapeFinding | undefined) ?? 'unreadable';
  }
  throw error;
}

/** Names on the same places or on others; a name that stands twice must stand twice in both. */
export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && placesIn(a, b).every((place) => place >= 0);
}

/** SELECT over some parts, each read under the places of `names`, which it may order differently. */
export function csvRelation(parts: readonly CsvPart[], names: readonly string[], format: ReadPlan): string {
  const columns = names.map((_, i) => `c${i + 1}`);
  if (parts.length === 0) return nothingLanded(names);
  return parts
    .map((part) => {
      const places = placesIn(part.names, names).map((place) => `'c${place + 1}': 'VARCHAR'`);
      return `SELECT ${columns.join(', ')} FROM read_csv(${literal(part.prepared.path)}, auto_detect=false, header=false,
        skip=${part.engineSkip}, delim=${literal(format.delimiter ?? ',')}, quote='"', escape='"', comment='', nullstr='',
        allow_quoted_nulls=false, strict_mode=true, null_padding=false, ignore_errors=false, columns={${places.join(', ')}})`;
    })
    .join('\nUNION ALL\n');
}

/** Reads every cell of each part alone, and says which parts stop the engine, and where, or lose records on the way. */
export async function partsThatFail(
  session: DuckDbSession,
  parts: readonly CsvPart[],
  names: readonly string[],
  format: ReadPlan,
): Promise<readonly Finding[]> {
  const failing: Finding[] = [];
  const counts = names.map((_, i) => `count(c${i + 1})`).join(', ');
  for (const part of parts) {
    try {
      const read = await session.counts(
        `SELECT count(*) AS records, ${counts} FROM (${csvRelation([part], names, format)})`,
      );
      if (read.records !== part.records) failing.push({ finding: part.cause, part: part.part });
    } catch (error) {
      const found = findingOf(error);
      const finding = found === 'unreadable' ? part.cause : found;
      const line = error instanceof SluisError ? error.details.line : undefined;
      failing.push({ finding, part: part.part, ...(typeof line === 'number' ? { line } : {}) });
    }
  }
  return failing;
}

function placesIn(names: readonly string[], others: readonly string[]): readonly number[] {
  const taken = new Set<number>();
  return names.map((name) => {
    const place = others.findIndex((other, at) => other === name && !taken.has(at));
    taken.add(place);
    return place;
  });
}

interface CsvHeader extends Pick<CsvPart, 'names' | 'skip' | 'engineSkip'> {
  /** No character but blanks and a byte order mark. */
  readonly isEmpty: boolean;
  readonly loneReturn: boolean;
}

function csvHeader(head: string, format: ReadPlan): CsvHeader {
  const skipped = format.skipLines ?? 0;
  const none = { names: [], skip: skipped, engineSkip: skipped, isEmpty: false, loneReturn: false };
  if (head.trim() === '') return { ...none, isEmpty: true };
  if (format.columns) return { ...none, names: format.columns };
  const text = afterLines(head, skipped);
  if (text === null || text === '') return none;
  const { cells, lines, loneReturn } = headerRecord(text, format.delimiter ?? ',');
  if (loneReturn) return { ...none, loneReturn };
  const names = format.trim ? cells.map((cell) => cell.trim()) : cells;
  return { ...none, names, skip: skipped + lines, engineSkip: skipped + 1 };
}

function headFindings(
  { prepared, names, skip }: Pick<CsvPart, 'prepared' | 'names' | 'skip'>,
  format: ReadPlan,
): readonly ShapeFinding[] {
  const findings: ShapeFinding[] = [];
  const body = afterLines(prepared.head, skip);
  if (prepared.bytes > 0 && (body === null || body.trim() === '')) findings.push('header-only');
  if (new Set(names).size < names.length) findings.push('duplicate-header');
  if (names.length === 1) {
    if (names[0]?.includes(format.delimiter ?? ',')) findings.push('quoted-whole');
    else if (/[,;\t|]/.test(names[0] ?? '')) findings.push('one-column');
  }
  return findings;
}
