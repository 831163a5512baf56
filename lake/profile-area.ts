import type { ColumnProfile, DetectedKind } from '../domain/profile.js';
import type { GeographyPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { isOfPerson } from './detect-header.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed } from './landed.js';

/** Kinds that may describe an area as well as a person: its name, its centre, where its office stands. */
const OF_AREAS: readonly DetectedKind[] = ['name', 'coordinates', 'address'];

/** Whose names a contract may write as it likes: no value of theirs shows that it is an area. */
const WITHOUT_CODES: readonly GeographyPlan['level'][] = ['riec', 'politie-eenheid'];

/**
 * Place of the column in which each record has a valid code of the level that the contract names, where it claims that
 * its records are about areas; null where no column bears that claim.
 * @param columns by place in the delivery
 */
export function areaCodes(
  { recordUnit, personalData, geography, fields }: TreatmentPlan,
  landed: Landed,
  columns: readonly Pick<ColumnProfile, 'missing' | 'invalid'>[],
): number | null {
  if (recordUnit !== 'area' || personalData || !geography || WITHOUT_CODES.includes(geography.level))
    return null;
  const field = fields.find(({ source }) => source === geography.column);
  const place = landed.names.indexOf(geography.column);
  const { missing, invalid } = columns[place] ?? { missing: 1, invalid: 1 };
  return field?.type === 'area-code' && missing + invalid === 0 ? place : null;
}

/**
 * Takes back what describes an area and no person: in a file about areas, a column of which each area has one value.
 * The claim "about areas" alone is not believed: the area codes must all be valid, and must determine the column. Where
 * each area has one record they determine every column, so those alone count that the contract names, and none whose name
 * speaks of persons.
 * @param codes place of the area codes, which are all valid
 */
export async function withoutAreaColumns(
  session: DuckDbSession,
  { fields }: TreatmentPlan,
  { names }: Landed,
  codes: number,
  detected: readonly (readonly DetectedKind[])[],
): Promise<readonly (readonly DetectedKind[])[]> {
  const mayBeOfArea = (name: string, at: number) =>
    fields.some(({ source }) => source === name) && names.indexOf(name) === at && !isOfPerson(name);
  const suspects = names.flatMap((name, at) =>
    detected[at]?.some((kind) => OF_AREAS.includes(kind)) && mayBeOfArea(name, at) ? [at] : [],
  );
  if (suspects.length === 0) return detected;
  const code = `c${codes + 1}`;
  const pairs = suspects.map((at) => `count(DISTINCT (${code}, c${at + 1})) AS pairs${at}`);
  const counts = await session.counts(
    `SELECT count(DISTINCT ${code}) AS codes, ${pairs.join(', ')} FROM ${LANDED}`,
  );
  return detected.map((kinds, at) =>
    suspects.includes(at) && counts[`pairs${at}`] === counts.codes
      ? kinds.filter((kind) => !OF_AREAS.includes(kind))
      : kinds,
  );
}
