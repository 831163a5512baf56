import type { DatasetColumn } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { GeographyPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { literal } from './sql-text.js';

/** What every file of the lake says of itself: the contract it came under, the purposes, and each column with its tag. */
export interface ParquetFooter {
  readonly contract: string;
  readonly purposes: readonly string[];
  readonly columns: readonly DatasetColumn[];
  readonly geography?: FooterGeography;
}

/** The division that area codes belong to; columns by their names in the lake. */
export interface FooterGeography extends Pick<GeographyPlan, 'level' | 'year'> {
  readonly column?: string;
  /** Parts and their totals stand in one table: this column tells them apart, its values from coarse to fine. */
  readonly totals?: GeographyPlan['totals'];
}

const PREFIX = 'sluis.';

/** The option of COPY that writes the footer; the order of its keys is fixed, as the file's digest covers it. */
export function footerSql(
  plan: Pick<TreatmentPlan, 'contractHash' | 'purposes' | 'geography' | 'fields'>,
  columns: readonly DatasetColumn[],
): string {
  const geography = footerGeography(plan, columns);
  const entries: [string, unknown][] = [
    ['contract', plan.contractHash],
    ['purposes', plan.purposes],
    ['columns', columns],
    ...(geography ? ([['geography', geography]] as [string, unknown][]) : []),
  ];
  const pairs = entries.map(([key, value]) => `'${PREFIX}${key}': ${literal(JSON.stringify(value))}`);
  return `KV_METADATA {${pairs.join(', ')}}`;
}

function footerGeography(
  { geography, fields }: Pick<TreatmentPlan, 'geography' | 'fields'>,
  columns: readonly DatasetColumn[],
): FooterGeography | null {
  if (!geography) return null;
  const { level, year, totals } = geography;
  const inLake = (source: string) => {
    const name = fields.find((field) => field.source === source)?.name;
    return columns.find((column) => column.name === name)?.name;
  };
  const column = inLake(geography.column);
  const levelColumn = totals && inLake(totals.column);
  return {
    level,
    year,
    ...(column === undefined ? {} : { column }),
    ...(totals && levelColumn !== undefined
      ? { totals: { column: levelColumn, levels: totals.levels } }
      : {}),
  };
}

/** @throws SluisError DigestMismatch where the file has no footer of ours */
export async function readFooter(session: DuckDbSession, path: string): Promise<ParquetFooter> {
  const rows = await session.rows(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${literal(path)})
     WHERE starts_with(decode(key), '${PREFIX}')`,
  );
  const entries = rows.map(({ key, value }) => [String(key).slice(PREFIX.length), parsed(String(value))]);
  const footer = Object.fromEntries(entries) as Partial<ParquetFooter>;
  if (footer.contract && footer.purposes && footer.columns) return footer as ParquetFooter;
  throw new SluisError('DigestMismatch', 'A file of the lake does not say under which contract it was made.');
}

/** Null for what we never write: the parser's own error would quote it. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
