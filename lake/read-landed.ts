import { SluisError } from '../domain/errors.js';
import type { FieldPlan, ReadPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import {
  type CsvPart,
  csvRelation,
  type Finding,
  findingOf,
  openCsvPart,
  partsThatFail,
  sameNames,
} from './read-csv.js';
import { readJsonRecords, type TextRecord } from './read-json.js';

/** Name of the relation of all parts: one text column `c1`, `c2`, … per delivered column. */
export const LANDED = 'landed';

export interface Landed {
  /** Delivered names by place: `names[0]` is column c1. */
  readonly names: readonly string[];
  readonly shape: readonly Finding[];
  /** Records of the relation, counted without the engine: it must read as many, or it lost some without a word. */
  records(): number;
  /** Finds the parts that stop the engine or lose records and leaves them out of the relation; call it after either happened. */
  leaveOutFailing(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/**
 * Makes the relation `landed` over the plain parts of one delivery. CSV stays where it is (a view: every query reads
 * it again, nothing of it spills); flattened JSON becomes a table of texts.
 * A part that cannot be read at all is left out and stands in `shape`.
 * @throws SluisError ContractInvalid for a kind of file that cannot be read yet
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
      shape.push({ finding: findingOf(error), part: index + 1 });
    }
  }
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  if (names.length === 0) shape.push({ finding: 'empty', part: 1 });
  const columns = names.length === 0 ? 'c1 VARCHAR' : names.map((_, i) => `c${i + 1} VARCHAR`).join(', ');
  await session.run(`CREATE OR REPLACE TABLE ${LANDED} (${columns})`);
  await session.append(
    LANDED,
    (function* () {
      for (const record of records) yield names.map((name) => record.get(name) ?? null);
    })(),
  );
  return {
    names,
    shape,
    records: () => records.length,
    leaveOutFailing: async () => [],
    close: async () => {},
  };
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
    for (const { prepared } of parts) await prepared.close();
  };
  try {
    for (const [index, path] of paths.entries()) {
      const { csv, findings } = await openCsvPart(path, index + 1, format, workFolder);
      if (csv) parts.push(csv);
      shape.push(...findings.map((finding) => ({ finding, part: index + 1 })));
    }
    return { shape, close, ...(await joinParts(session, parts, shape, format)) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first part with a header gives the columns; parts with others are named and left out. */
async function joinParts(
  session: DuckDbSession,
  parts: readonly CsvPart[],
  shape: Finding[],
  format: ReadPlan,
): Promise<Pick<Landed, 'names' | 'records' | 'leaveOutFailing'>> {
  const headed = parts.filter(({ names }) => names.length > 0);
  const names = headed[0]?.names ?? [];
  for (const one of headed) {
    if (!sameNames(names, one.names)) shape.push({ finding: 'parts-differ', part: one.part });
  }
  let readable = headed.filter((one) => one.readable && sameNames(names, one.names));
  const view = () =>
    session.run(`CREATE OR REPLACE VIEW ${LANDED} AS ${csvRelation(readable, names, format)}`);
  await view();
  const leaveOutFailing = async () => {
    const failing = await partsThatFail(session, readable, names, format);
    readable = readable.filter(({ part }) => !failing.some((one) => one.part === part));
    await view();
    return failing;
  };
  const records = () => readable.reduce((sum, part) => sum + part.records, 0);
  return { names, records, leaveOutFailing };
}
