import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { VALUE_TESTS, type ValueTest, valueForms } from './detect-values.js';
import { LANDED, type Landed } from './landed.js';
import { inSlice, type Slice } from './profile-scans.js';
import { allowedValue } from './profile-validity.js';
import { cellSql, deliveredSql, unspacedSql } from './read-cell.js';

export const TESTS = Object.keys(VALUE_TESTS) as ValueTest[];

/** GROUPING(s…): a bit for each slice that is not grouped, the first highest; -1 for the group of all records. */
export function maskOf(slices: number, grouped: number): number {
  const all = 2 ** slices - 1;
  return grouped < 0 ? all : all - 2 ** (slices - 1 - grouped);
}

/**
 * SQL that gives one row a slice, by its mask, and one of all records. Records without a value, and with one of another
 * slice, stand together in the group of NULL.
 */
export function scanQuery(plan: TreatmentPlan, landed: Landed, slices: readonly Slice[]): string {
  const keys = slices.map((_, at) => `s${at}`);
  const tests = TESTS.map((test) => `count(*) FILTER (WHERE present AND ${VALUE_TESTS[test]}) AS "${test}"`);
  const cell = bySlice(plan, landed, slices, cellSql('raw', { type: 'text' }, plan.format), (field) =>
    cellSql('raw', field, plan.format),
  );
  const isAllowed = bySlice(plan, landed, slices, 'true', (field) => allowedValue(plan, field, 'cell'));
  return `
    SELECT mask, sum(n) AS rows, min(n) FILTER (WHERE raw IS NOT NULL) AS smallest,
      sum(n) FILTER (WHERE raw IS NOT NULL) AS given, sum(n) FILTER (WHERE present) AS present,
      count(*) FILTER (WHERE present) AS distinct, sum(n) FILTER (WHERE present AND NOT allowed) AS invalid,
      ${tests.join(', ')}
    FROM (
      SELECT mask, n, raw, v, cell IS NOT NULL AS present, ${valueForms(plan.format)},
        CASE WHEN cell IS NOT NULL THEN ${isAllowed} ELSE true END AS allowed
      FROM (
        SELECT mask, n, raw, ${unspacedSql('raw')} AS v, ${cell} AS cell
        FROM (
          SELECT ${keys.length > 0 ? `GROUPING(${keys.join(', ')})` : '0'} AS mask, count(*) AS n,
            coalesce(${['NULL', ...keys].join(', ')}) AS raw
          FROM (SELECT ${relation(plan, slices)} FROM ${LANDED})
          GROUP BY GROUPING SETS (${[...keys.map((key) => `(${key})`), '()'].join(', ')})
        )
      )
    )
    GROUP BY mask`;
}

/** The values of each slice as the contract reads them, NULL in its place where a record has one of another slice. */
function relation(plan: TreatmentPlan, slices: readonly Slice[]): string {
  const cells = slices.map((slice, at) => {
    const cell = deliveredSql(`c${slice.place + 1}`, plan.format);
    return slice.parts === 1
      ? `${cell} AS s${at}`
      : `CASE WHEN ${inSlice(`hash(${cell})`, slice)} THEN ${cell} END AS s${at}`;
  });
  return cells.join(', ') || 'NULL';
}

/** An expression that depends on the contract's field of the column at hand. */
function bySlice(
  plan: TreatmentPlan,
  landed: Landed,
  slices: readonly Slice[],
  otherwise: string,
  sql: (field: FieldPlan) => string,
): string {
  const branches = slices.flatMap(({ place }, at) => {
    const name = landed.names[place] as string;
    const field = plan.fields.find(({ source }) => source === name && landed.names.indexOf(name) === place);
    return field ? [`WHEN ${maskOf(slices.length, at)} THEN ${sql(field)}`] : [];
  });
  return branches.length === 0 ? otherwise : `CASE mask ${branches.join(' ')} ELSE ${otherwise} END`;
}
