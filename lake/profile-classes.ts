import type { TreatmentPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed } from './landed.js';
import { inScans, inSlice } from './profile-scans.js';
import { deliveredSql } from './read-cell.js';

/** What was counted in one delivered column. */
interface Counted {
  readonly distinct: number;
  /** Does a text of it, "no value" included, stand in one record only? */
  readonly tellsOneApart: boolean;
}

/** What a hash table holds of a class: two hashes and a count. */
const CLASS_BYTES = 64;

/**
 * Records of the smallest class: those that agree in every column that tells records apart, measures and technical ones
 * aside. Where one such column alone tells a record apart its class is that record, and nothing need be read again.
 * @param columns by place in the delivery
 */
export async function smallestClass(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
  rows: number,
  columns: readonly Counted[],
): Promise<number> {
  const places = plan.fields.flatMap(({ role, source }) => {
    const place = landed.names.indexOf(source);
    return role === 'measure' || role === 'technical' || place < 0 ? [] : [place];
  });
  if (rows === 0 || places.length === 0) return rows;
  if (places.some((place) => columns[place]?.tellsOneApart)) return 1;
  // About: no more classes than records, and than combinations of values, "no value" among them.
  const combinations = places.reduce((product, place) => product * ((columns[place]?.distinct ?? 0) + 2), 1);
  const bytes = Math.min(rows, combinations) * CLASS_BYTES;
  const cells = places.map((place) => deliveredSql(`c${place + 1}`, plan.format));
  const sizes = await inScans(session, [bytes], ([slice]) =>
    session.counts(
      `SELECT min(n) AS smallest FROM (
         SELECT count(*) AS n FROM (SELECT ${classHashes(cells)} FROM ${LANDED})
         ${slice ? `WHERE ${inSlice('a', slice)}` : ''} GROUP BY a, b)`,
    ),
  );
  return Math.min(...sizes.flatMap(({ smallest = 0 }) => (smallest > 0 ? [smallest] : [])));
}

/** Two 64-bit hashes, in opposite orders: no classes fall together by chance. */
function classHashes(cells: readonly string[]): string {
  return `hash(${cells.join(', ')}) AS a, hash('b', ${[...cells].reverse().join(', ')}) AS b`;
}
