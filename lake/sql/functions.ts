import type { RefusalReason } from './refusals.js';

/** Scalar functions and operators that DuckDB and Trino read alike. */
const SCALAR = `
  + - * / % || ~~ !~~ like_escape not_like_escape abs ceil ceiling floor round trunc sqrt ln exp power mod sign
  lower upper trim ltrim rtrim length substring substr position replace split_part starts_with
  date_part date_diff date_trunc year month day to_years to_months to_days to_hours to_minutes to_seconds
  row nullif
`;

/** Aggregates that both read alike and whose answer does not depend on the order of rows (array_agg: with its own). */
const AGGREGATE = `
  count count_star sum avg min max min_by max_by count_if array_agg bool_and bool_or
  stddev stddev_samp stddev_pop variance var_samp var_pop corr covar_samp covar_pop regr_slope regr_intercept
`;

const WINDOW = `
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
`;

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter(Boolean));

export const SCALAR_FUNCTIONS = words(SCALAR);
export const AGGREGATE_FUNCTIONS = words(AGGREGATE);
export const WINDOW_FUNCTIONS = words(WINDOW);
/** Aggregates and window functions that answer with one of the values themselves. */
export const PICKING = words('min max min_by max_by array_agg lag lead first_value last_value nth_value');
/** Of these: by another value than the picked one, so that a pseudonym comes out of them whole and unread. */
export const PICKING_BY_OTHER = words('min_by max_by lag lead first_value last_value nth_value');
/** Functions that order their (second) value. */
export const ORDERING = words('min max min_by max_by');
/** Without ORDER BY these answer differently at each run. */
export const ORDERED_FUNCTIONS = words(`${WINDOW} array_agg`);
/** Sums of floating point inside: the last bits depend on the order of rows, so one thread computes them. */
export const FLOATING_AGGREGATES = words(
  'avg stddev stddev_samp stddev_pop variance var_samp var_pop corr covar_samp covar_pop regr_slope regr_intercept',
);

const REASONS: Readonly<Record<string, RefusalReason>> = {
  '~~*': 'ilike',
  '!~~*': 'ilike',
  regexp_replace: 'silent-regexp-replace',
  greatest: 'silent-extremes',
  least: 'silent-extremes',
  concat: 'silent-concat',
  concat_ws: 'silent-concat',
  list_value: 'nested-type',
  struct_pack: 'nested-type',
  map: 'nested-type',
  unnest: 'nested-type',
  getvariable: 'settings',
  current_setting: 'settings',
  getenv: 'settings',
  set_config: 'settings',
  version: 'settings',
  current_database: 'settings',
  current_schema: 'settings',
  current_schemas: 'settings',
  random: 'random',
  uuid: 'random',
  gen_random_uuid: 'random',
  setseed: 'random',
  now: 'now-dependent',
  today: 'now-dependent',
  current_date: 'now-dependent',
  get_current_timestamp: 'now-dependent',
  first: 'order-dependent',
  last: 'order-dependent',
  any_value: 'order-dependent',
  arbitrary: 'order-dependent',
};
const OTHER_AGGREGATES = words(
  'median quantile quantile_cont quantile_disc string_agg group_concat listagg arg_max arg_min argmax argmin mode list',
);

/** Why a function that is not in the subset is refused. */
export function functionRefusal(name: string): RefusalReason {
  if (name.startsWith('approx_') || name === 'reservoir_quantile') return 'approximate';
  if (OTHER_AGGREGATES.has(name) || name === 'strftime') return 'unsupported-aggregate';
  if (/^(read|scan|sniff|parquet|glob)(_|$)|_scan$/.test(name)) return 'reads-file';
  if (/^(list|array|map|struct|json)_/.test(name)) return 'nested-type';
  return REASONS[name] ?? (/^[^a-z_]+$/.test(name) ? 'foreign-operator' : 'unsupported-function');
}
