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
  readonly geography?: Pick<GeographyPlan, 'level' | 'year'>;
}

const PREFIX = 'sluis.';

/** The option of COPY that writes the footer; the order of its keys is fixed, as the file's digest covers it. */
export function footerSql(
  plan: Pick<TreatmentPlan, 'contractHash' | 'purposes' | 'geography'>,
  columns: readonly DatasetColumn[],
): string {
  const { geography } = plan;
  const entries: [string, unknown][] = [
    ['contract', plan.contractHash],
    ['purposes', plan.purposes],
    ['columns', columns],
    ...(geography
      ? ([['geography', { level: geography.level, year: geography.year }]] as [string, unknown][])
      : []),
  ];
  const pairs = entries.map(([key, value]) => `'${PREFIX}${key}': ${literal(JSON.stringify(value))}`);
  return `KV_METADATA {${pairs.join(', ')}}`;
}

/** @throws SluisError DigestMismatch where the file has no footer of ours */
export async function readFooter(session: DuckDbSession, path: string): Promise<ParquetFooter> {
  const rows = await session.rows(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${literal(path)})
     WHERE starts_with(decode(key), '${PREFIX}')`,
  );
  const entries = rows.map(({ key, value }) => [String(key).slice(PREFIX.length), JSON.parse(String(value))]);
  const footer = Object.fromEntries(entries) as Partial<ParquetFooter>;
  if (footer.contract !== undefined && footer.purposes && footer.columns) return footer as ParquetFooter;
  throw new SluisError('DigestMismatch', 'A file of the lake does not say under which contract it was made.');
}
