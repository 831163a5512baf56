import type { DatasetColumn, Gap } from '../domain/dataset.js';
import type { FieldPlan, MissingWhen, TreatmentPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { identifier, literal } from './sql-text.js';

/** SQL of a field's text in the pseudonymised file; NULL also where another field says that nothing was collected. */
export function collectedSql(
  field: FieldPlan,
  plan: TreatmentPlan,
  delivered: readonly Pick<DatasetColumn, 'name'>[],
): string {
  const own = identifier(field.name);
  const gaps = conditionsOf(field, plan, delivered);
  if (gaps.length === 0) return own;
  return `CASE WHEN ${gaps.map(({ sql }) => sql).join(' OR ')} THEN NULL ELSE ${own} END`;
}

/** The columns, each with its gaps and how many cells stand in them; a cell counts in the first that it is in. */
export async function withGaps(
  session: DuckDbSession,
  path: string,
  plan: TreatmentPlan,
  columns: readonly DatasetColumn[],
): Promise<readonly DatasetColumn[]> {
  const told: DatasetColumn[] = [];
  for (const column of columns) {
    const field = plan.fields.find(({ name }) => name === column.name);
    const found = field ? conditionsOf(field, plan, columns) : [];
    told.push(found.length === 0 ? column : { ...column, gaps: await counted(session, path, column, found) });
  }
  return told;
}

interface Condition {
  readonly where: string;
  readonly said: MissingWhen;
  readonly sql: string;
}

/** An optional field that was not delivered says nothing. */
function conditionsOf(
  field: FieldPlan,
  plan: TreatmentPlan,
  delivered: readonly Pick<DatasetColumn, 'name'>[],
): readonly Condition[] {
  return (field.missingWhen ?? []).flatMap((said) => {
    const where = plan.fields.find(({ source }) => source === said.field)?.name;
    if (where === undefined || !delivered.some(({ name }) => name === where)) return [];
    const tests = [inSql(where, said.equals), ...(said.holds ? [inSql(field.name, said.holds)] : [])];
    return [{ where, said, sql: `coalesce(${tests.join(' AND ')}, false)` }];
  });
}

async function counted(
  session: DuckDbSession,
  path: string,
  { name }: DatasetColumn,
  conditions: readonly Condition[],
): Promise<readonly Gap[]> {
  const counts = conditions.map(({ sql }, at) => {
    const earlier = conditions.slice(0, at).map((one) => ` AND NOT ${one.sql}`);
    return `count(*) FILTER (${identifier(name)} IS NOT NULL AND ${sql}${earlier.join('')}) AS g${at}`;
  });
  const found = await session.counts(`SELECT ${counts.join(', ')} FROM read_parquet(${literal(path)})`);
  return conditions.map(({ where, said: { equals, reason } }, at) => ({
    where,
    equals,
    reason,
    cells: found[`g${at}`] ?? 0,
  }));
}

function inSql(column: string, texts: readonly string[]): string {
  return `${identifier(column)} IN (${texts.map(literal).join(', ')})`;
}
