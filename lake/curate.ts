import { rm } from 'node:fs/promises';
import type { DatasetColumn } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import { type FieldPlan, furthestZone, type TreatmentPlan } from '../domain/treatment-plan.js';
import { convertedSql, curatedType } from './convert.js';
import { rowsByLevel } from './curate-levels.js';
import type { DuckDbSession } from './duckdb-session.js';
import { collectedSql, withGaps } from './missing-when.js';
import { footerSql, readFooter } from './parquet-footer.js';
import { identifier, literal } from './sql-text.js';

export interface CuratedFile {
  readonly rows: number;
  readonly columns: readonly DatasetColumn[];
  /** Per lake column: values that were given but are none of the declared type, code list or area level. */
  readonly invalid: Readonly<Record<string, number>>;
  /** Rows by level of the geography, coarse to fine, where one table holds several. */
  readonly levels?: Readonly<Record<string, number>>;
}

interface Planned {
  readonly field: FieldPlan;
  readonly column: DatasetColumn;
}

/**
 * Gives the pseudonymised texts the types of the contract and writes them sorted by all columns (Parquet, ZSTD): equal
 * content gives equal bytes for any number of threads. Free text goes no further than this.
 * An optional value that does not convert is left empty and counted, by what the written file lacks of the one read.
 * @throws SluisError DigestMismatch where the file was made under another contract; SourceMalformed where a required
 * column or a pseudonym holds values that do not convert, a required column is absent, or levels do not nest: no file
 * is left then
 */
export async function curate(
  session: DuckDbSession,
  input: { readonly path: string },
  plan: TreatmentPlan,
  out: { readonly path: string },
): Promise<CuratedFile> {
  const delivered = await inputColumns(session, input.path, plan);
  const planned = plannedColumns(plan, delivered);
  const columns = await withGaps(
    session,
    input.path,
    plan,
    planned.map(({ column }) => column),
  );
  const values = planned.map(
    ({ field, column }) =>
      `${convertedSql(field, plan, collectedSql(field, plan, delivered))} AS ${identifier(column.name)}`,
  );
  try {
    const rows = await session.run(
      `COPY (SELECT ${values.join(', ')} FROM read_parquet(${literal(input.path)}) ORDER BY ALL)
       TO ${literal(out.path)} (FORMAT parquet, COMPRESSION zstd, ${footerSql(plan, columns)})`,
    );
    const invalid = await invalidCounts(session, { from: input.path, to: out.path }, planned, columns);
    refuseInvalid(planned, invalid);
    const levels = await rowsByLevel(session, `SELECT * FROM read_parquet(${literal(out.path)})`, plan);
    return { rows, columns, invalid, ...(levels ? { levels } : {}) };
  } catch (error) {
    await rm(out.path, { force: true });
    throw error;
  }
}

async function inputColumns(
  session: DuckDbSession,
  path: string,
  plan: TreatmentPlan,
): Promise<readonly DatasetColumn[]> {
  const footer = await readFooter(session, path);
  if (footer.contract === plan.contractHash) return footer.columns;
  throw new SluisError('DigestMismatch', 'The pseudonymised file was made under another contract.', {
    contract: plan.contractHash,
  });
}

function plannedColumns(plan: TreatmentPlan, delivered: readonly DatasetColumn[]): readonly Planned[] {
  const fields = plan.fields.filter((field) => furthestZone(field) === 'curated');
  const absent = fields.filter(
    ({ name, required }) => required && !delivered.some((column) => column.name === name),
  );
  if (absent.length > 0)
    throw malformed(
      'lacks required columns',
      absent.map(({ name }) => name),
    );
  return fields.flatMap((field) => {
    const found = delivered.find(({ name }) => name === field.name);
    if (!found) return [];
    const { name, role } = field;
    const pseudonym = found.pseudonym ? { pseudonym: found.pseudonym } : {};
    return [{ field, column: { name, type: curatedType(field), role, ...pseudonym } }];
  });
}

/** Values read and not written, less those that were never collected. */
async function invalidCounts(
  session: DuckDbSession,
  { from, to }: { readonly from: string; readonly to: string },
  planned: readonly Planned[],
  columns: readonly DatasetColumn[],
): Promise<Record<string, number>> {
  const checked = planned.filter(({ field, column }) => column.type !== 'text' || field.type !== 'text');
  if (checked.length === 0) return {};
  const counts = checked.map(({ column }, i) => `count(${identifier(column.name)}) AS c${i}`);
  const given = await session.counts(`SELECT ${counts.join(', ')} FROM read_parquet(${literal(from)})`);
  const kept = await session.counts(`SELECT ${counts.join(', ')} FROM read_parquet(${literal(to)})`);
  return Object.fromEntries(
    checked.map(({ column: { name } }, i) => {
      const { gaps = [] } = columns.find((column) => column.name === name) ?? {};
      const empty = gaps.reduce((sum, { cells }) => sum + cells, 0);
      return [name, (given[`c${i}`] ?? 0) - (kept[`c${i}`] ?? 0) - empty];
    }),
  );
}

function refuseInvalid(planned: readonly Planned[], invalid: Readonly<Record<string, number>>): void {
  const refused = planned
    .filter(({ field, column }) => field.required || column.type === 'pseudonym')
    .flatMap(({ column }) => {
      const count = invalid[column.name] ?? 0;
      return count > 0 ? [`${column.name} (${count})`] : [];
    });
  if (refused.length > 0) throw malformed('holds values that the contract does not allow', refused);
}

function malformed(what: string, columns: readonly string[]): SluisError {
  return new SluisError(
    'SourceMalformed',
    `The delivery ${what}: ${columns.join(', ')}. Deliver it anew, or agree on a contract that fits it.`,
    { columns },
  );
}
