import type { DetectedKind } from '../domain/profile.js';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed, landedColumn } from './landed.js';

/** Kinds that may describe an area as well as a person: its name, its centre, where its office stands. */
const OF_AREAS: readonly DetectedKind[] = ['name', 'coordinates', 'address'];

/**
 * Takes back what describes an area and no person: in a file about areas, a column of which each area has one value.
 * The claim "about areas" alone is not believed: the area codes must all be valid, and must determine the column.
 */
export async function withoutAreaColumns(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
  detected: readonly (readonly DetectedKind[])[],
): Promise<readonly (readonly DetectedKind[])[]> {
  const suspects = detected.flatMap((kinds, at) =>
    kinds.some((kind) => OF_AREAS.includes(kind)) ? [at] : [],
  );
  const code = plan.geography && landedColumn(landed, { source: plan.geography.column });
  if (plan.recordUnit !== 'area' || plan.personalData || !code || suspects.length === 0) return detected;
  const pairs = suspects.map((at) => `count(DISTINCT (${code}, c${at + 1})) AS pairs${at}`);
  const counts = await session.counts(
    `SELECT count(DISTINCT ${code}) AS codes, ${pairs.join(', ')} FROM ${LANDED}`,
  );
  return detected.map((kinds, at) =>
    counts[`pairs${at}`] === counts.codes ? kinds.filter((kind) => !OF_AREAS.includes(kind)) : kinds,
  );
}
