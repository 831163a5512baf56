import { type RefusalReason, refusal } from './refusals.js';
import type { Value, ValueType } from './value.js';

const DAYS: readonly ValueType[] = ['date', 'timestamp'];

/**
 * Functions that both engines accept and answer differently, or whose last bits depend on the order of rows. Where a
 * type is unknown (a parameter) the session's settings decide, and the query's author is not bothered.
 */
export function checkSilentDifference(name: string, args: readonly Value[], line?: number): void {
  const reason = difference(name, args);
  if (reason !== null) throw refusal(reason, line === undefined ? {} : { line });
}

function difference(name: string, args: readonly Value[]): RefusalReason | null {
  const [first, second] = args;
  if (first === undefined) return null;
  if (name === 'avg' && first.type === 'decimal') return 'silent-average';
  if (name === 'sum' && first.type === 'double') return 'inexact-sum';
  if (second === undefined) return null;
  if (name === '-' && DAYS.includes(first.type) && DAYS.includes(second.type))
    return 'silent-date-difference';
  if (name === '/' && first.type !== 'double' && second.type !== 'double') return 'silent-division';
  const divides = name === '/' || name === '%';
  const safe = second.nonZero === true || (second.number !== undefined && second.number !== 0);
  return divides && !safe ? 'zero-division' : null;
}

const TEXT = new Set('|| lower upper trim ltrim rtrim substring substr replace split_part'.split(' '));
const INTEGER = new Set(
  'count count_star count_if length position date_part date_diff year month day row_number rank dense_rank ntile sign'.split(
    ' ',
  ),
);
const DOUBLE = new Set(
  '/ sqrt ln exp power avg stddev stddev_samp stddev_pop variance var_samp var_pop corr covar_samp covar_pop regr_slope regr_intercept percent_rank cume_dist'.split(
    ' ',
  ),
);
const BOOLEAN = new Set('~~ !~~ like_escape not_like_escape starts_with bool_and bool_or'.split(' '));
const ARITHMETIC = new Set('+ - * %'.split(' '));

/** The type of a function's answer, as far as the checks above need it. */
export function functionType(name: string, args: readonly Value[]): ValueType {
  if (TEXT.has(name)) return 'text';
  if (INTEGER.has(name)) return 'integer';
  if (DOUBLE.has(name)) return 'double';
  if (BOOLEAN.has(name)) return 'boolean';
  if (name.startsWith('to_')) return 'interval';
  const types = args.map((value) => value.type);
  if (ARITHMETIC.has(name)) return arithmeticType(types);
  return types[0] ?? 'unknown';
}

function arithmeticType(types: readonly ValueType[]): ValueType {
  const strongest: readonly ValueType[] = ['date', 'timestamp', 'interval', 'double', 'unknown', 'decimal'];
  return strongest.find((type) => types.includes(type)) ?? 'integer';
}

/** The type of a value that is one of several: CASE, coalesce, UNION. */
export function commonType(values: readonly Value[]): ValueType {
  const types = new Set(values.filter((value) => value.isNull !== true).map((value) => value.type));
  if (types.size === 1) return [...types][0] as ValueType;
  const numeric = [...types].every((type) => ['integer', 'decimal', 'double'].includes(type));
  if (!numeric || types.size === 0) return 'unknown';
  return types.has('double') ? 'double' : 'decimal';
}

const CASTS: Readonly<Record<string, ValueType>> = {
  INTEGER: 'integer',
  BIGINT: 'integer',
  SMALLINT: 'integer',
  DOUBLE: 'double',
  DECIMAL: 'decimal',
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

export function castType(id: string): ValueType {
  return CASTS[id] ?? 'unknown';
}
