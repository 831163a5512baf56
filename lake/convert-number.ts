import type { FieldPlan, ReadPlan } from '../domain/treatment-plan.js';
import { literal } from './sql-text.js';

export type Marks = Pick<ReadPlan, 'decimal' | 'thousands'>;

/** The marks of one column: those of the file, unless it has a decimal mark of its own. */
export function marksOf({ decimal }: Pick<FieldPlan, 'decimal'>, format: Marks): Marks {
  return decimal === undefined ? format : { decimal };
}

/** Width of every decimal column, so that equal contracts give equal files whatever the values are. */
export const DECIMAL = 'DECIMAL(18,6)';

/**
 * SQL of a whole number of at most 18 digits, which 64 bits surely hold; NULL for any other text. A cast alone would
 * take `1e5`, `12.7` and `1_000` for whole numbers.
 */
export function integerSql(text: string, marks: Marks): string {
  return guarded(text, `[+-]?${whole(marks, 18)}`, `CAST(${plain(text, marks)} AS BIGINT)`);
}

/**
 * SQL of an exact number by the declared marks, at most 12 digits before the mark; NULL for any other text. Kept to a
 * millionth, halves away from zero. Groups of thousands are of three: with a decimal comma and thousands point,
 * `416.0` is no number, and not 4160.
 */
export function decimalSql(text: string, marks: Marks): string {
  const mark = marks.decimal === ',' ? ',' : '[.]';
  const pattern = `[+-]?(?:${whole(marks, 12)}(?:${mark}[0-9]*)?|${mark}[0-9]+)`;
  // The cast may fail all the same: the largest number can round up beyond the width.
  return guarded(text, pattern, `TRY_CAST(${plain(text, marks)} AS ${DECIMAL})`);
}

function guarded(text: string, pattern: string, number: string): string {
  return `CASE WHEN regexp_full_match(${text}, ${literal(pattern)}) THEN ${number} END`;
}

function whole({ thousands }: Marks, digits: 12 | 18): string {
  const ungrouped = `[0-9]{1,${digits}}`;
  if (thousands === undefined) return ungrouped;
  return `(?:${ungrouped}|[0-9]{1,3}(?:[${thousands}][0-9]{3}){1,${digits / 3 - 1}})`;
}

function plain(text: string, { decimal, thousands }: Marks): string {
  const ungrouped = thousands === undefined ? text : `replace(${text}, ${literal(thousands)}, '')`;
  return decimal === ',' ? `replace(${ungrouped}, ',', '.')` : ungrouped;
}
