import type { TreatmentPlan } from '../domain/treatment-plan.js';
import type { ValueTest } from './detect-values.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed } from './landed.js';
import { largestClass, smallestClass } from './profile-classes.js';
import { maskOf, scanQuery, TESTS } from './profile-scan-sql.js';
import { inScans } from './profile-scans.js';

/** Counts of one delivered column. */
export interface ColumnCounts {
  readonly missing: number;
  /** Different values, missing ones apart. */
  readonly distinct: number;
  readonly invalid: number;
  readonly tests: Readonly<Record<ValueTest, number>>;
  /** Does a text of it, "no value" included, stand in one record only? */
  readonly tellsOneApart: boolean;
}

export interface LandedCounts {
  readonly rows: number;
  readonly smallestClass: number;
  /** Where the contract claims figures about areas. */
  readonly largestClass?: number;
  /** By place in the delivery. */
  readonly columns: readonly ColumnCounts[];
}

/** What one scan counts in one slice, by the names of its query. */
type SliceCounts = Readonly<Record<string, number>>;

/** At 60 bytes a distinct value, and half of the cells distinct: what is no larger is not worth a look beforehand. */
const CELLS_A_SCAN = 24_000_000;
/** What a hash table holds of a value beside its text. */
const ENTRY_BYTES = 48;

/**
 * Counts everything in as few scans as fit in memory: the grouping sets give each column's distinct values, and every
 * test is made once a distinct value. Reading all columns is also what validates the file; a bare count(*) reads none.
 */
export async function countLanded(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
): Promise<LandedCounts> {
  const isLarge = landed.records() * landed.names.length > CELLS_A_SCAN;
  const bytes = isLarge ? await estimatedBytes(session, landed) : landed.names.map(() => 0);
  const scans = await inScans(session, bytes, async (slices) => {
    const groups = await session.rows(scanQuery(plan, landed, slices));
    const byMask = new Map(groups.map((group) => [Number(group.mask), numbersOf(group)]));
    return {
      rows: byMask.get(maskOf(slices.length, -1))?.rows ?? 0,
      slices: slices.map(({ place }, at) => ({ place, counts: byMask.get(maskOf(slices.length, at)) ?? {} })),
    };
  });
  const rows = scans[0]?.rows ?? 0;
  const slices = scans.flatMap((scan) => scan.slices);
  const columns = landed.names.map((_, at) => {
    const own = slices.filter(({ place }) => place === at);
    return columnOf(
      rows,
      own.map(({ counts }) => counts),
    );
  });
  const smallest = await smallestClass(session, plan, landed, rows, columns);
  const isClaimed = plan.recordUnit === 'area' && !plan.personalData;
  const largest = isClaimed ? await largestClass(session, plan, landed, rows, columns) : undefined;
  return {
    rows,
    columns,
    smallestClass: smallest,
    ...(largest === undefined ? {} : { largestClass: largest }),
  };
}

/** How much memory the distinct values of each column would take, from an estimate that is some tens of per cent off. */
async function estimatedBytes(session: DuckDbSession, landed: Landed): Promise<readonly number[]> {
  const cells = landed.names.map((_, at) => `c${at + 1}`);
  const looks = cells.map(
    (cell) => `approx_count_distinct(${cell}) AS d_${cell}, avg(strlen(${cell})) AS l_${cell}`,
  );
  const found = await session.counts(`SELECT ${looks.join(', ')} FROM ${LANDED}`);
  return cells.map((cell) => (found[`d_${cell}`] ?? 0) * (ENTRY_BYTES + (found[`l_${cell}`] ?? 0)));
}

function numbersOf(group: Readonly<Record<string, unknown>>): SliceCounts {
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, Number(value ?? 0)]));
}

/** A slice sees the values of the others as NULL: how many records have none follows from the records that have one. */
function columnOf(rows: number, slices: readonly SliceCounts[]): ColumnCounts {
  const sum = (name: string) => slices.reduce((total, counts) => total + (counts[name] ?? 0), 0);
  return {
    missing: rows - sum('present'),
    distinct: sum('distinct'),
    invalid: sum('invalid'),
    tests: Object.fromEntries(TESTS.map((test) => [test, sum(test)])) as Record<ValueTest, number>,
    tellsOneApart: slices.some(({ smallest }) => smallest === 1) || rows - sum('given') === 1,
  };
}
