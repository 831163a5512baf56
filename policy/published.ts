import type { Profile } from '../domain/profile.js';
import type { Contract, ContractField } from './contract.js';
import {
  foundIn,
  type Identifying,
  isCoordinateName,
  kindOfCategory,
  kindsOfFindings,
} from './identifying.js';
import type { Level } from './levels.js';

/** What the texts of a published column look like: codes of a level of areas, postcodes of six characters, or anything else. */
export type ValueForm = 'buurt' | 'wijk' | 'gemeente' | 'land' | 'postcode' | 'other';

/** A column of a curated dataset whose values can be seen in what is published. */
export interface Seen {
  readonly contract: Contract;
  /** What its delivery was found to hold. */
  readonly profile?: Profile;
  /** Its name in the lake. */
  readonly column: string;
}

const fieldOf = ({ contract, column }: Seen): ContractField | undefined =>
  contract.fields.find(({ name, as }) => (as ?? name) === column);

/**
 * The level of the areas that a column names, by code or, where each record is an area, by text. Null where it names none;
 * `unknown` where it does and the contract does not say of which level. Mixed levels count as the finest.
 */
export function areaLevelOf(seen: Seen): Level | 'unknown' | null {
  const { geography, recordUnit } = seen.contract;
  const field = fieldOf(seen);
  if (!field || field.name === geography?.totals?.column) return null;
  if (field.treatment.param === 'pc4') return 'pc4';
  const isCode = field.logicalType === 'area-code' || field.name === geography?.column;
  const isName = recordUnit === 'area' && field.logicalType === 'text' && field.role === 'dimension';
  if (!isCode && !isName) return null;
  const level = geography?.level ?? 'unknown';
  return level === 'mixed' ? 'buurt' : level;
}

/** Coarser than what was delivered: the year of a date, a class of amounts. */
const COARSENED: readonly ContractField['treatment']['kind'][] = ['generalise', 'bucket'];

/**
 * What of a unit, address or place a column would give away: by its role, by the category that the contract declares, and
 * by what the profile found in it. Names and codes of areas are none of it.
 */
export function identifyingKinds(seen: Seen): readonly Identifying[] {
  const field = fieldOf(seen);
  const byName = isCoordinateName(seen.column) ? (['coordinate'] as const) : [];
  if (!field) return byName;
  if (field.role === 'direct-id') return ['identifier'];
  if (COARSENED.includes(field.treatment.kind) || areaLevelOf(seen) !== null) return [];
  const text = field.role === 'free-text' ? (['free-text'] as const) : [];
  const category = kindOfCategory(field);
  const declared = category === null ? [] : [category];
  const found = kindsOfFindings(foundIn(seen.profile, field));
  return [...new Set([...byName, ...text, ...declared, ...found])];
}

/** Functions by which one record is told from others; they say something of each unit (O06). */
const PER_UNIT: Readonly<Record<string, 'rank' | 'score' | 'list'>> = {
  row_number: 'rank',
  rank: 'rank',
  dense_rank: 'rank',
  percent_rank: 'score',
  cume_dist: 'score',
  ntile: 'score',
  array_agg: 'list',
};

const STATISTICS: Readonly<Record<string, string>> = {
  count: 'count',
  count_if: 'count',
  sum: 'sum',
  avg: 'mean',
  stddev: 'standard-deviation',
  stddev_samp: 'standard-deviation',
  stddev_pop: 'standard-deviation',
  regr_slope: 'regression',
  regr_intercept: 'regression',
  lag: 'change',
  lead: 'change',
};

/** The statistic that a function makes; one that has no name on the list keeps its own, and O06 refuses it. */
export function statisticOf(sqlFunction: string): string | null {
  return Object.hasOwn(PER_UNIT, sqlFunction) ? null : (STATISTICS[sqlFunction] ?? sqlFunction);
}

/** A column as a statement makes it. */
export interface MadeColumn {
  /** Functions that it went through. */
  readonly through: readonly string[];
  /** Columns of the inputs that it shows record by record. */
  readonly seen: readonly Seen[];
}

/**
 * What a published column says of each unit: a rank or score by its functions, a score or list where it shows measures of
 * records that are no areas without counting or summing them.
 */
export function perUnitKinds({ through, seen }: MadeColumn): readonly ('rank' | 'score' | 'list')[] {
  const made = through.flatMap((name) => PER_UNIT[name] ?? []);
  const measures = seen.filter(
    (one) => one.contract.recordUnit !== 'area' && fieldOf(one)?.role === 'measure',
  );
  if (measures.length === 0) return made;
  return [...made, measures.length > 1 ? 'score' : 'list'];
}
