import type { ColumnType, DatasetColumn } from '../domain/dataset.js';
import type { RiskReport } from '../domain/profile.js';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { type ClassSizes, classSizes } from './risk-classes.js';
import { identifier, literal } from './sql-text.js';

/** Below ten units in a class somebody can be told apart (rule K01). */
const K = 10;

/** Entity types of people, finest first: what a class is counted in where a column holds pseudonyms of one. */
const UNITS: readonly { readonly unit: RiskReport['unit']; readonly entityTypes: readonly string[] }[] = [
  { unit: 'person', entityTypes: ['bsn', 'person'] },
  { unit: 'household', entityTypes: ['household'] },
];
const NUMBERS: readonly ColumnType[] = ['integer', 'decimal', 'double'];
/** From here on rounding takes from a number what made it a name: it has no last digit any more. A choice of this product [P]. */
const COARSE = 10;

/**
 * Sizes of the classes of a curated file over all columns that could tell its records apart, counted in distinct persons
 * where a column holds the pseudonyms of persons, else in households, else in records. Where several columns hold
 * persons (buyer and seller), the one whose classes are worst counts. Units without a valid identifier count together as
 * one. A unit is below k where any of its rows is.
 * Also counted where a contract says that the data are about no persons: that is a claim, which a gate judges.
 */
export async function riskReport(
  session: DuckDbSession,
  path: string,
  columns: readonly DatasetColumn[],
  plan: Pick<TreatmentPlan, 'recordUnit' | 'personalData' | 'fields'>,
): Promise<RiskReport> {
  const { unit, keys } = unitOf(columns);
  const isOfPersons = plan.personalData || plan.recordUnit === 'person' || unit !== 'record';
  const looked = isOfPersons ? columns.filter((column) => mayBeName(column, plan)) : [];
  const { rows, shared } = await sharedNumbers(session, path, looked);
  const quasiIdentifiers = columns
    .filter((column) => tellsApart(column) || shared.includes(column))
    .map(({ name }) => name);
  const [first, ...others] = keys;
  let worst = await classSizes(session, path, quasiIdentifiers, first, K);
  for (const key of others) {
    worst = worse(worst, await classSizes(session, path, quasiIdentifiers, key, K));
  }
  const { units, smallest, below, unique } = worst;
  return {
    unit,
    units,
    rows,
    kMin: rows > 0 ? smallest : null,
    unitsBelowK: below,
    shareBelowK: units > 0 ? below / units : 0,
    uniqueUnits: unique,
    quasiIdentifiers,
  };
}

/**
 * Whatever role a contract gives it: only a pseudonym tells nobody apart outside the vault, and only a number can be a
 * measure (of persons not every one: `sharedNumbers`). A technical column that was kept is there for everybody to read.
 */
function tellsApart({ type, role }: DatasetColumn): boolean {
  return type !== 'pseudonym' && !(role === 'measure' && NUMBERS.includes(type));
}

/** A whole number that is called a measure, as fine as it was: it may as well be the number of a neighbourhood, or a flag. */
function mayBeName({ name, type, role }: DatasetColumn, { fields }: Pick<TreatmentPlan, 'fields'>): boolean {
  const treatment = fields.find((field) => field.name === name)?.treatment;
  const isCoarse = treatment?.kind === 'round' && Number(treatment.param) >= COARSE;
  return role === 'measure' && type === 'integer' && !isCoarse;
}

/**
 * Which of some columns tell records apart by values that they share: two records a value on average, or more. A number
 * that most records have alone is what was measured of each, and known to nobody else. A choice of this product [P].
 */
async function sharedNumbers(
  session: DuckDbSession,
  path: string,
  columns: readonly DatasetColumn[],
): Promise<{ readonly rows: number; readonly shared: readonly DatasetColumn[] }> {
  const distinct = columns.map(({ name }, at) => `, count(DISTINCT ${identifier(name)}) AS d${at}`);
  const counts = await session.counts(
    `SELECT count(*) AS rows${distinct.join('')} FROM read_parquet(${literal(path)})`,
  );
  const rows = counts.rows ?? 0;
  return { rows, shared: columns.filter((_, at) => (counts[`d${at}`] ?? 0) * 2 <= rows) };
}

/** SQL of the units of a row, one for each column that holds some. */
function unitOf(columns: readonly DatasetColumn[]): {
  readonly unit: RiskReport['unit'];
  readonly keys: readonly [string, ...string[]];
} {
  for (const { unit, entityTypes } of UNITS) {
    const [first, ...others] = columns
      .filter(({ pseudonym }) => entityTypes.includes(pseudonym?.entityType ?? ''))
      .map(({ name }) => validSql(identifier(name)));
    if (first !== undefined) return { unit, keys: [first, ...others] };
  }
  return { unit: 'record', keys: ['file_row_number'] };
}

/** Invalid pseudonyms start with a letter outside the alphabet of valid ones. */
function validSql(column: string): string {
  return `CASE WHEN ${column} IS NULL OR starts_with(${column}, 'Z') THEN 'Z' ELSE ${column} END`;
}

function worse(one: ClassSizes, other: ClassSizes): ClassSizes {
  if (one.smallest !== other.smallest) return one.smallest < other.smallest ? one : other;
  return one.below >= other.below ? one : other;
}
