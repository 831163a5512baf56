import { SluisError } from '../domain/errors.js';
import type { ReadPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed } from './landed.js';
import {
  type CsvPart,
  csvRelation,
  type Finding,
  findingOf,
  openCsvPart,
  partsThatFail,
  sameNames,
} from './read-csv.js';
import { readFeatures, readJsonRecords, type TextRecord } from './read-json.js';
import { openParquet } from './read-parquet.js';

/**
 * Makes the relation `landed` over the plain parts of one delivery. CSV and Parquet stay where they are (a view: every
 * query reads them again, nothing of them spills); flattened JSON becomes a table of texts.
 * A part that cannot be read at all is left out and stands in `shape`.
 * @throws SluisError ContractInvalid for a workbook
 */
export async function openLanded(
  session: DuckDbSession,
  paths: readonly string[],
  format: ReadPlan,
  workFolder: string,
): Promise<Landed> {
  switch (format.media) {
    case 'text/csv':
      return openCsv(session, paths, format, workFolder);
    case 'parquet':
      return openParquet(session, paths);
    case 'application/json':
    case 'application/geo+json':
      return openJson(session, paths, format);
    case 'xlsx':
      throw new SluisError('ContractInvalid', WORKBOOK, { media: format.media });
  }
}

const WORKBOOK =
  'A workbook (xlsx) is not read: export each sheet as CSV, and agree on a contract with format.media text/csv.';

async function openJson(session: DuckDbSession, paths: readonly string[], format: ReadPlan): Promise<Landed> {
  const records: TextRecord[] = [];
  const shape: Finding[] = [];
  for (const [index, path] of paths.entries()) {
    try {
      for (const record of await recordsOf(path, format)) records.push(record);
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

/** The features of GeoJSON, unless the contract names other steps to its rows. */
function recordsOf(path: string, { media, records }: ReadPlan): Promise<readonly TextRecord[]> {
  if (media === 'application/geo+json' && records === undefined) return readFeatures(path);
  return readJsonRecords(path, records ?? [{ step: 'each' }]);
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
