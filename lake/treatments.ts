import { SluisError } from '../domain/errors.js';
import type { FieldPlan, PlannedType, ReadPlan } from '../domain/treatment-plan.js';
import { dateSql } from './convert-date.js';
import { decimalSql, integerSql, marksOf } from './convert-number.js';
import { literal } from './sql-text.js';

const POSTCODE = '[1-9][0-9]{3} ?[A-Za-z]{2}';

/**
 * SQL (DuckDB) of what a treatment leaves of a cell, as text; NULL where the value cannot be treated.
 * @param text expression of the cell, NULL for no value
 * @throws SluisError ContractInvalid where the contract's parameter cannot be carried out
 */
export function treatedSql(field: FieldPlan, text: string, format: ReadPlan): string {
  const { kind, param = '' } = field.treatment;
  if (kind === 'keep') return text;
  if (kind === 'generalise') return generalised(field, text, param);
  if (kind === 'bucket') return bucketed(numberSql(field, text, format), borders(field, param));
  if (kind === 'round') return rounded(field, numberSql(field, text, format), step(field, param));
  throw invalid(field, `treatment ${kind} is not one of values`);
}

/** Planned type of what a treatment leaves: a year is an integer, a class of values is a text. */
export function treatedType(field: Pick<FieldPlan, 'type' | 'treatment'>): PlannedType {
  const { kind, param } = field.treatment;
  if (kind === 'generalise') return param === 'year' ? 'integer' : 'text';
  return kind === 'bucket' ? 'text' : field.type;
}

function generalised(field: FieldPlan, text: string, param: string): string {
  if (param === 'year') return `CASE WHEN ${dateSql(text)} IS NOT NULL THEN substr(${text}, 1, 4) END`;
  if (param === 'month') return `CASE WHEN ${dateSql(text)} IS NOT NULL THEN substr(${text}, 1, 7) END`;
  if (param === 'pc4')
    return `CASE WHEN regexp_full_match(${text}, ${literal(POSTCODE)}) THEN substr(${text}, 1, 4) END`;
  throw invalid(field, 'generalise takes year, month or pc4');
}

/** `<1900`, `1900-<1945`, `>=1945`: the borders are the contract's, never a minimum or maximum of the data. */
function bucketed(number: string, from: readonly string[]): string {
  const label = from.map((border, i) => {
    const name = i === 0 ? `<${border}` : `${from[i - 1]}-<${border}`;
    return `WHEN ${number} < ${border} THEN ${literal(name)}`;
  });
  return `CASE WHEN ${number} IS NULL THEN NULL ${label.join(' ')} ELSE ${literal(`>=${from.at(-1)}`)} END`;
}

/**
 * The nearest multiple, halves away from zero, in whole numbers, as floating point would lose digits: 64 bits hold twice
 * an integer of 18 digits, but not the millionths of a decimal.
 */
function rounded({ type }: FieldPlan, number: string, multiple: string): string {
  const isInteger = type === 'integer';
  const units = isInteger ? number : `CAST(CAST(${number} AS DECIMAL(38,6)) * 1000000 AS HUGEINT)`;
  const size = isInteger ? `CAST(${multiple} AS BIGINT)` : `CAST(${multiple}000000 AS HUGEINT)`;
  const times = `((abs(n) * 2 + ${size}) // (2 * ${size}))`;
  return `list_transform([${units}], lambda n: CAST(${times} * ${multiple} * sign(n) AS VARCHAR))[1]`;
}

/** By the same readers as curate: what is a value there can be treated here, and the other way round. */
function numberSql(field: FieldPlan, text: string, format: ReadPlan): string {
  const marks = marksOf(field, format);
  return field.type === 'integer' ? integerSql(text, marks) : decimalSql(text, marks);
}

function borders(field: FieldPlan, param: string): readonly string[] {
  const list = param.split(',').map((border) => border.trim());
  const isRising = list.every((border, i) => i === 0 || Number(list[i - 1]) < Number(border));
  if (list.every((border) => /^-?[0-9]{1,12}$/.test(border)) && isRising) return list;
  throw invalid(field, 'bucket takes whole numbers in rising order, separated by commas');
}

function step(field: FieldPlan, param: string): string {
  if (/^[1-9][0-9]{0,8}$/.test(param)) return param;
  throw invalid(field, 'round takes one whole number above zero');
}

function invalid(field: FieldPlan, reason: string): SluisError {
  return new SluisError('ContractInvalid', `Field ${field.source}: ${reason}.`, { field: field.source });
}
