import { SluisError } from '../domain/errors.js';
import type { Profile, ShapeFinding } from '../domain/profile.js';
import type { FieldPlan, ReadPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { afterLines, headerRecord } from './read-header.js';
import { readJsonRecords, type TextRecord } from './read-json.js';
import { type PreparedPart, preparePart } from './read-part.js';
import { literal } from './sql-text.js';

/** Name of the relation of all parts: one text column `c1`, `c2`, … per delivered column. */
export const LANDED = 'landed';

export interface Landed {
  /** Delivered names by place: `names[0]` is column c1. */
  readonly names: readonly string[];
  readonly shape: Profile['shape'];
  close(): Promise<void>;
}

type Finding = Profile['shape'][number];

/**
 * Makes the relation `landed` over the plain parts of one delivery. CSV stays where it is (a view: every query reads
 * it again, nothing of it spills); flattened JSON becomes a table of texts.
 * A part that cannot be read at all is left out and stands in `shape`.
 */
export async function openLanded(
  session: DuckDbSession,
  paths: readonly string[],
  format: ReadPlan,
  workFolder: string,
): Promise<Landed> {
  if (format.media === 'application/json' || format.media === 'application/geo+json') {
    return openJson(session, paths, format);
  }
  if (format.media === 'text/csv') return openCsv(session, paths, format, workFolder);
  throw new SluisError('ContractInvalid', `Files of type ${format.media} cannot be read yet.`, {
    media: format.media,
  });
}

/** Column expression of a field in `landed`, or null where it was not delivered; names match whole, never by place. */
export function landedColumn(landed: Landed, field: Pick<FieldPlan, 'source'>): string | null {
  const index = landed.names.indexOf(field.source);
  return index < 0 ? null : `c${index + 1}`;
}

async function openJson(session: DuckDbSession, paths: readonly string[], format: ReadPlan): Promise<Landed> {
  const records: TextRecord[] = [];
  const shape: Finding[] = [];
  for (const [index, path] of paths.entries()) {
    try {
      for (const record of await readJsonRecords(path, format.records ?? [{ step: 'each' }]))
        records.push(record);
    } catch (error) {
      if (!(error instanceof SluisError))
        throw new SluisError('SourceMalformed', 'A part of the delivery cannot be opened.', {
          finding: 'not-a-file',
        });
      shape.push({ finding: error.details.finding as ShapeFinding, part: index + 1 });
    }
  }
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  if (names.length === 0) shape.push({ finding: 'empty', part: 1 });
  const columns = names.length === 0 ? 'c1 VARCHAR' : names.map((_, i) => `c${i + 1} VARCHAR`).join(', ');
  await session.run(`CREATE TABLE ${LANDED} (${columns})`);
  await session.append(
    LANDED,
    (function* () {
      for (const record of records) yield names.map((name) => record.get(name) ?? null);
    })(),
  );
  return { names, shape, close: async () => {} };
}

interface CsvPart {
  readonly prepared: PreparedPart;
  readonly names: readonly string[];
  readonly skip: number;
}

async function openCsv(
  session: DuckDbSession,
  paths: readonly string[],
  format: ReadPlan,
  workFolder: string,
): Promise<Landed> {
  const parts: CsvPart[] = [];
  const shape: Finding[] = [];
  const close = async () => {
    for (const part of parts) await part.prepared.close();
  };
  try {
    for (const [index, path] of paths.entries()) {
      const prepared = await preparePart(path, format, workFolder);
      const part = { prepared, ...csvHeader(prepared.head, format) };
      parts.push(part);
      shape.push(...partFindings(part, format).map((finding) => ({ finding, part: index + 1 })));
    }
    const names = parts[0]?.names ?? [];
    for (const [index, part] of parts.entries()) {
      if (!sameNames(names, part.names)) shape.push({ finding: 'parts-differ', part: index + 1 });
    }
    const readable = parts.filter((part) => part.names.length > 0 && sameNames(names, part.names));
    await session.run(`CREATE VIEW ${LANDED} AS ${csvRelation(readable, names, format)}`);
    return { names, shape, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function csvHeader(head: string, format: ReadPlan): Pick<CsvPart, 'names' | 'skip'> {
  const skipped = format.skipLines ?? 0;
  if (format.columns) return { names: format.columns, skip: skipped };
  const text = afterLines(head, skipped);
  if (text === null || text === '') return { names: [], skip: skipped };
  const { cells, lines } = headerRecord(text, format.delimiter ?? ',');
  return { names: format.trim ? cells.map((cell) => cell.trim()) : cells, skip: skipped + lines };
}

function partFindings({ prepared, names, skip }: CsvPart, format: ReadPlan): ShapeFinding[] {
  const findings = [...prepared.findings];
  const body = afterLines(prepared.head, skip);
  if (prepared.bytes > 0 && (body === null || body.trim() === '')) findings.push('header-only');
  if (new Set(names).size < names.length) findings.push('duplicate-header');
  if (names.length === 1) {
    const quotedWhole = names[0]?.includes(format.delimiter ?? ',') ?? false;
    if (quotedWhole) findings.push('quoted-whole');
    else if (/[,;\t|]/.test(names[0] ?? '')) findings.push('one-column');
  }
  return findings;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function csvRelation(parts: readonly CsvPart[], names: readonly string[], format: ReadPlan): string {
  const columns = names.length === 0 ? ['NULL::VARCHAR AS c1'] : names.map((_, i) => `c${i + 1}`);
  if (parts.length === 0)
    return `SELECT ${columns.map((c) => (c.includes(' ') ? c : `NULL::VARCHAR AS ${c}`)).join(', ')} WHERE false`;
  return parts
    .map((part) => {
      // Parts may order their columns differently: each is read under the places of the first.
      const places = part.names.map((name) => `'c${names.indexOf(name) + 1}': 'VARCHAR'`).join(', ');
      return `SELECT ${columns.join(', ')} FROM read_csv(${literal(part.prepared.path)}, auto_detect=false, header=false,
        skip=${part.skip}, delim=${literal(format.delimiter ?? ',')}, quote='"', escape='"', comment='', nullstr='',
        allow_quoted_nulls=false, strict_mode=true, null_padding=false, ignore_errors=false, columns={${places}})`;
    })
    .join('\nUNION ALL\n');
}
