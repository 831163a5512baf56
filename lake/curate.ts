import type { DatasetColumn } from '../domain/dataset.js';
import { SluisError } from '../domain/errors.js';
import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { convertedSql, curatedType, givenSql } from './convert.js';
import { rowsByLevel } from './curate-levels.js';
import type { DuckDbSession } from './duckdb-session.js';
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
 * An optional value that does not convert is left empty and counted.
 * @throws SluisError DigestMismatch where the file was made under another contract; SourceMalformed where a required
 * column or a pseudonym holds values that do not convert, a required column is absent, or levels do not nest: nothing
 * is written then
 */
export async function curate(
  session: DuckDbSession,
  input: { readonly path: string },
  plan: TreatmentPlan,
  out: { readonly path: string },
): Promise<CuratedFile> {
  const planned = plannedColumns(plan, await inputColumns(session, input.path, plan));
  const invalid = await invalidCounts(session, input.path, planned, plan);
  refuseInvalid(planned, invalid);
  const values = planned.map(
    ({ field, column }) =>
      `${convertedSql(field, plan, givenSql(field, plan, identifier(field.name)))} AS ${identifier(column.name)}`,
  );
  const curated = `SELECT ${values.join(', ')} FROM read_parquet(${literal(input.path)})`;
  const levels = await rowsByLevel(session, curated, plan);
  const columns = planned.map(({ column }) => column);
  const rows = await session.run(
    `COPY (SELECT * FROM (${curated}) ORDER BY ALL) TO ${literal(out.path)}
     (FORMAT parquet, COMPRESSION zstd, ${footerSql(plan, columns)})`,
  );
  return { rows, columns, invalid, ...(levels ? { levels } : {}) };
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
  const fields = plan.fields.filter(
    ({ treatment, role }) => treatment.kind !== 'drop' && role !== 'free-text',
  );
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

async function invalidCounts(
  session: DuckDbSession,
  path: string,
  planned: readonly Planned[],
  plan: TreatmentPlan,
): Promise<Record<string, number>> {
  const checked = planned.filter(({ field, column }) => column.type !== 'text' || field.type !== 'text');
  if (checked.length === 0) return {};
  const counts = checked.map(({ field }, i) => {
    const given = givenSql(field, plan, identifier(field.name));
    return `count(*) FILTER (${given} IS NOT NULL AND ${convertedSql(field, plan, given)} IS NULL) AS c${i}`;
  });
  const found = await session.counts(`SELECT ${counts.join(', ')} FROM read_parquet(${literal(path)})`);
  return Object.fromEntries(checked.map(({ column }, i) => [column.name, found[`c${i}`] ?? 0]));
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
