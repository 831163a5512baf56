import type { DatasetColumn } from '../domain/dataset.js';
import type { RiskReport } from '../domain/profile.js';
import type { DuckDbSession } from './duckdb-session.js';
import { classSizes } from './risk-classes.js';
import { identifier, literal } from './sql-text.js';

/** Below ten units in a class somebody can be told apart (rule K01). */
const K = 10;
const PERSON_KEYS: readonly string[] = ['bsn', 'person'];

/**
 * Sizes of the classes over the quasi-identifiers of a curated file, counted in distinct persons where a column holds
 * the pseudonyms of persons, else in records. A missing value may be any value, so it counts in every class that it
 * fits. Persons without a valid identifier count together as one. A unit is below k where any of its rows is.
 * Also counted where a contract says that the data are about no persons: that is a claim, which a gate judges.
 */
export async function riskReport(
  session: DuckDbSession,
  path: string,
  columns: readonly DatasetColumn[],
): Promise<RiskReport> {
  const quasiIdentifiers = columns.filter(({ role }) => role === 'quasi-id').map(({ name }) => name);
  const person = columns.find(({ pseudonym }) => PERSON_KEYS.includes(pseudonym?.entityType ?? ''));
  const unit = person ? personSql(identifier(person.name)) : 'file_row_number';
  const { rows = 0 } = await session.counts(`SELECT count(*) AS rows FROM read_parquet(${literal(path)})`);
  const sizes = await classSizes(session, path, quasiIdentifiers, unit, K);
  // Without quasi-identifiers all stand in one class, and its size tells nobody apart.
  const hasClasses = quasiIdentifiers.length > 0 && rows > 0;
  const unitsBelowK = hasClasses ? sizes.below : 0;
  return {
    unit: person ? 'person' : 'record',
    units: sizes.units,
    rows,
    kMin: hasClasses ? sizes.smallest : null,
    unitsBelowK,
    shareBelowK: hasClasses ? unitsBelowK / sizes.units : 0,
    uniqueUnits: hasClasses ? sizes.unique : 0,
    quasiIdentifiers,
  };
}

/** Invalid pseudonyms start with a letter outside the alphabet of valid ones. */
function personSql(column: string): string {
  return `CASE WHEN ${column} IS NULL OR starts_with(${column}, 'Z') THEN 'Z' ELSE ${column} END`;
}
