import type { TreatmentPlan } from '../domain/treatment-plan.js';
import { VALUE_TESTS, type ValueTest, valueForms } from './detect-values.js';
import type { DuckDbSession } from './duckdb-session.js';
import { allowedValue } from './profile-validity.js';
import { LANDED, type Landed, landedColumn } from './read-landed.js';
import { literal } from './sql-text.js';

/** Counts of one delivered column. */
export interface ColumnCounts {
  readonly missing: number;
  /** Different values, missing ones apart. */
  readonly distinct: number;
  readonly invalid: number;
  readonly tests: Readonly<Record<ValueTest, number>>;
}

export interface LandedCounts {
  readonly rows: number;
  readonly smallestClass: number;
  /** By place in the delivery. */
  readonly columns: readonly ColumnCounts[];
}

/** GROUPING() is a 64-bit number, and each column of a scan holds its distinct values in memory at once. */
const COLUMNS_A_SCAN = 24;
const TESTS = Object.keys(VALUE_TESTS) as ValueTest[];

/**
 * Counts everything in one scan per 24 columns: the grouping sets give each column's distinct values, and every test
 * is made once a distinct value. Reading all columns is also what validates the file; a bare count(*) reads none.
 */
export async function countLanded(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
): Promise<LandedCounts> {
  const columns: ColumnCounts[] = [];
  let totals = { rows: 0, smallestClass: 0 };
  for (let from = 0; from < Math.max(1, landed.names.length); from += COLUMNS_A_SCAN) {
    const places = landed.names.slice(from, from + COLUMNS_A_SCAN).map((_, at) => from + at);
    const groups = await session.rows(scanQuery(plan, landed, places));
    const byMask = new Map(groups.map((group) => [Number(group.mask), group]));
    if (from === 0) {
      totals = {
        rows: Number(byMask.get(maskOf(places.length, -1))?.rows ?? 0),
        smallestClass: Number(byMask.get(maskOf(places.length, places.length))?.smallest ?? 0),
      };
    }
    places.forEach((_, at) => {
      columns.push(countsOf(byMask.get(maskOf(places.length, at)) ?? {}));
    });
  }
  return { ...totals, columns };
}

/** GROUPING(c…, class): a bit for each argument that is not grouped, the first argument highest. */
function maskOf(columns: number, grouped: number): number {
  const all = 2 ** (columns + 1) - 1;
  return grouped < 0 ? all : all - 2 ** (columns - grouped);
}

function countsOf(group: Readonly<Record<string, unknown>>): ColumnCounts {
  const count = (name: string) => Number(group[name] ?? 0);
  const tests = Object.fromEntries(TESTS.map((test) => [test, count(test)])) as Record<ValueTest, number>;
  return { missing: count('missing'), distinct: count('distinct'), invalid: count('invalid'), tests };
}

function scanQuery(plan: TreatmentPlan, landed: Landed, places: readonly number[]): string {
  const cells = places.map((place) => `c${place + 1}`);
  const tests = TESTS.map((test) => `count(*) FILTER (WHERE present AND ${VALUE_TESTS[test]}) AS "${test}"`);
  const fields = places.map((place) => plan.fields.find(({ source }) => source === landed.names[place]));
  const isFirst = (place: number) => landed.names.indexOf(landed.names[place] as string) === place;
  const caseOf = (sql: (at: number) => string | null, otherwise: string) => {
    const branches = places.flatMap((place, at) => {
      const branch = isFirst(place) ? sql(at) : null;
      return branch === null ? [] : [`WHEN ${maskOf(places.length, at)} THEN ${branch}`];
    });
    return branches.length === 0 ? otherwise : `CASE mask ${branches.join(' ')} ELSE ${otherwise} END`;
  };
  const isMarked = caseOf((at) => {
    const marks = fields[at]?.missing ?? [];
    return marks.length === 0 ? null : `raw IN (${marks.map(literal).join(', ')})`;
  }, 'false');
  const isAllowed = caseOf((at) => {
    const field = fields[at];
    return field ? allowedValue(plan, field, 'raw') : null;
  }, 'true');
  return `
    SELECT mask, sum(n) AS rows, min(n) AS smallest,
      sum(n) FILTER (WHERE NOT present) AS missing, count(*) FILTER (WHERE present) AS distinct,
      sum(n) FILTER (WHERE present AND NOT allowed) AS invalid, ${tests.join(', ')}
    FROM (
      SELECT mask, n, v, present, ${valueForms(plan.format)},
        CASE WHEN present THEN ${isAllowed} ELSE true END AS allowed
      FROM (
        SELECT mask, n, raw, trim(raw) AS v,
          CASE WHEN raw IS NULL OR raw = '' THEN false ELSE NOT (${isMarked}) END AS present
        FROM (
          SELECT GROUPING(${[...cells, 'class'].join(', ')}) AS mask, count(*) AS n,
            coalesce(${['NULL', ...cells].join(', ')}) AS raw
          FROM (SELECT ${relationOf(plan, landed, cells)} FROM ${LANDED})
          GROUP BY GROUPING SETS (${[...cells, 'class'].map((cell) => `(${cell})`).join(', ')}, ())
        )
      )
    )
    GROUP BY mask`;
}

/** The cells of a scan as the contract reads them, and the class of the record over every column that tells records apart. */
function relationOf(plan: TreatmentPlan, landed: Landed, cells: readonly string[]): string {
  const read = (cell: string) => (plan.format.trim ? `trim(${cell})` : cell);
  const classes = plan.fields.flatMap((field) => {
    const cell = field.role === 'measure' || field.role === 'technical' ? null : landedColumn(landed, field);
    return cell === null ? [] : [read(cell)];
  });
  // Two 64-bit hashes in opposite orders: classes that fall together by chance are out of reach.
  const key =
    classes.length === 0
      ? '0'
      : `{'a': hash(${classes.join(', ')}), 'b': hash('b', ${[...classes].reverse().join(', ')})}`;
  return [...cells.map((cell) => `${read(cell)} AS ${cell}`), `${key} AS class`].join(', ');
}
