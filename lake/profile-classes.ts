import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed } from './landed.js';
import { areaCodes } from './profile-area.js';
import { inScans, inSlice } from './profile-scans.js';
import { deliveredSql } from './read-cell.js';
import { treatedType } from './treatments.js';

/** What was counted in one delivered column. */
interface Counted {
  readonly missing: number;
  readonly invalid: number;
  readonly distinct: number;
  /** Does a text of it, "no value" included, stand in one record only? */
  readonly tellsOneApart: boolean;
}

/** What a hash table holds of a class: two hashes and a count. */
const CLASS_BYTES = 64;

/**
 * Records of the smallest class: those that agree in every column that tells records apart. A measured number tells
 * nobody apart, nor does a technical column that the vault drops; a text does, whatever role a contract gives it.
 * Where one such column alone tells a record apart its class is that record, and nothing need be read again.
 * @param columns by place in the delivery
 */
export async function smallestClass(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
  rows: number,
  columns: readonly Counted[],
): Promise<number> {
  const places = placesOf(
    plan,
    landed,
    (field) => !isMeasured(field) && !(field.role === 'technical' && field.treatment.kind === 'drop'),
  );
  if (rows === 0 || places.length === 0) return rows;
  if (places.some((place) => columns[place]?.tellsOneApart)) return 1;
  const sizes = await classes(session, plan, rows, columns, places);
  return Math.min(...sizes.flatMap(({ smallest = 0 }) => (smallest > 0 ? [smallest] : [])));
}

/**
 * Records of the largest class of what is claimed to be figures about areas: of two records that agree in all but their
 * measured numbers, one is no figure about an area. A column of which most records have a value of their own (a case
 * number, an instant) makes no two records differ, or each file of cases would pass: valid area codes alone may.
 * @param columns by place in the delivery
 */
export async function largestClass(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
  rows: number,
  columns: readonly Counted[],
): Promise<number> {
  const codes = areaCodes(plan, landed, columns);
  const isShared = (place: number) => (columns[place]?.distinct ?? 0) * 2 <= rows;
  const kept = placesOf(plan, landed, (field) => !isMeasured(field) && isReadable(field));
  const places = kept.filter((place) => place === codes || isShared(place));
  if (rows === 0 || places.length === 0) return rows;
  const sizes = await classes(session, plan, rows, columns, places);
  return Math.max(...sizes.map(({ largest = 0 }) => largest));
}

function isMeasured(field: FieldPlan): boolean {
  const type = treatedType(field);
  return field.role === 'measure' && (type === 'integer' || type === 'decimal');
}

function isReadable({ treatment: { kind } }: FieldPlan): boolean {
  return kind !== 'drop' && kind !== 'pseudonymise';
}

function placesOf(
  { fields }: TreatmentPlan,
  { names }: Landed,
  counts: (field: FieldPlan) => boolean,
): readonly number[] {
  return fields.filter(counts).flatMap(({ source }) => {
    const place = names.indexOf(source);
    return place < 0 ? [] : [place];
  });
}

/** Sizes of the smallest and the largest class over some columns, a scan each. */
async function classes(
  session: DuckDbSession,
  plan: TreatmentPlan,
  rows: number,
  columns: readonly Counted[],
  places: readonly number[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  // About: no more classes than records, and than combinations of values, "no value" among them.
  const combinations = places.reduce((product, place) => product * ((columns[place]?.distinct ?? 0) + 2), 1);
  const bytes = Math.min(rows, combinations) * CLASS_BYTES;
  const cells = places.map((place) => deliveredSql(`c${place + 1}`, plan.format));
  return inScans(session, [bytes], ([slice]) =>
    session.counts(
      `SELECT min(n) AS smallest, max(n) AS largest FROM (
         SELECT count(*) AS n FROM (SELECT ${classHashes(cells)} FROM ${LANDED})
         ${slice ? `WHERE ${inSlice('a', slice)}` : ''} GROUP BY a, b)`,
    ),
  );
}

/** Two 64-bit hashes, in opposite orders: no classes fall together by chance. */
function classHashes(cells: readonly string[]): string {
  return `hash(${cells.join(', ')}) AS a, hash('b', ${[...cells].reverse().join(', ')}) AS b`;
}
