import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { VALUE_TESTS, type ValueTest, valueForms } from './detect-values.js';
import type { DuckDbSession } from './duckdb-session.js';
import { LANDED, type Landed, landedColumn } from './landed.js';
import { inScans } from './profile-scans.js';
import { allowedValue } from './profile-validity.js';
import { cellSql, trimmedSql } from './read-cell.js';

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

const TESTS = Object.keys(VALUE_TESTS) as ValueTest[];

/**
 * Counts everything in one scan per group of columns: the grouping sets give each column's distinct values, and every
 * test is made once a distinct value. Reading all columns is also what validates the file; a bare count(*) reads none.
 */
export async function countLanded(
  session: DuckDbSession,
  plan: TreatmentPlan,
  landed: Landed,
): Promise<LandedCounts> {
  const bytesByColumn = () => estimatedBytes(session, landed);
  const size = { records: landed.records(), columns: landed.names.length, bytesByColumn };
  const scans = await inScans(session, size, async (places) => {
    const groups = await session.rows(scanQuery(plan, landed, places));
    const byMask = new Map(groups.map((group) => [Number(group.mask), group]));
    return {
      rows: Number(byMask.get(maskOf(places.length, -1))?.rows ?? 0),
      smallestClass: Number(byMask.get(maskOf(places.length, places.length))?.smallest ?? 0),
      columns: places.map((_, at) => countsOf(byMask.get(maskOf(places.length, at)) ?? {})),
    };
  });
  const { rows = 0, smallestClass = 0 } = scans[0] ?? {};
  return { rows, smallestClass, columns: scans.flatMap(({ columns }) => columns) };
}

/** What a hash table holds of a value beside its text. */
const ENTRY_BYTES = 48;

/**
 * How much memory the distinct values of each column would take, from an estimate that is some tens of per cent off.
 * The classes of records stand in the scan of the first column and may be as many as the records.
 */
async function estimatedBytes(session: DuckDbSession, landed: Landed): Promise<readonly number[]> {
  const cells = landed.names.map((_, at) => `c${at + 1}`);
  const looks = cells.map(
    (cell) => `approx_count_distinct(${cell}) AS d_${cell}, avg(strlen(${cell})) AS l_${cell}`,
  );
  const found = await session.counts(`SELECT ${looks.join(', ')} FROM ${LANDED}`);
  return cells.map((cell, at) => {
    const classes = at === 0 ? landed.records() * ENTRY_BYTES : 0;
    return (found[`d_${cell}`] ?? 0) * (ENTRY_BYTES + (found[`l_${cell}`] ?? 0)) + classes;
  });
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
  const keys = [...cells, 'class'];
  const tests = TESTS.map((test) => `count(*) FILTER (WHERE present AND ${VALUE_TESTS[test]}) AS "${test}"`);
  const cell = byColumn(plan, landed, places, cellSql('raw', { type: 'text' }, plan.format), (field) =>
    cellSql('raw', field, plan.format),
  );
  const isAllowed = byColumn(plan, landed, places, 'true', (field) => allowedValue(plan, field, 'cell'));
  return `
    SELECT mask, sum(n) AS rows, min(n) AS smallest,
      sum(n) FILTER (WHERE NOT present) AS missing, count(*) FILTER (WHERE present) AS distinct,
      sum(n) FILTER (WHERE present AND NOT allowed) AS invalid, ${tests.join(', ')}
    FROM (
      SELECT mask, n, v, cell IS NOT NULL AS present, ${valueForms(plan.format)},
        CASE WHEN cell IS NOT NULL THEN ${isAllowed} ELSE true END AS allowed
      FROM (
        SELECT mask, n, trim(raw) AS v, ${cell} AS cell
        FROM (
          SELECT GROUPING(${keys.join(', ')}) AS mask, count(*) AS n, coalesce(${['NULL', ...cells].join(', ')}) AS raw
          FROM (SELECT ${relation(plan, landed, places)} FROM ${LANDED})
          GROUP BY GROUPING SETS (${keys.map((key) => `(${key})`).join(', ')}, ())
        )
      )
    )
    GROUP BY mask`;
}

/** An expression that depends on the contract's field of the column at hand. */
function byColumn(
  plan: TreatmentPlan,
  landed: Landed,
  places: readonly number[],
  otherwise: string,
  sql: (field: FieldPlan) => string,
): string {
  const branches = places.flatMap((place, at) => {
    const name = landed.names[place] as string;
    const field = plan.fields.find(({ source }) => source === name && landed.names.indexOf(name) === place);
    return field ? [`WHEN ${maskOf(places.length, at)} THEN ${sql(field)}`] : [];
  });
  return branches.length === 0 ? otherwise : `CASE mask ${branches.join(' ')} ELSE ${otherwise} END`;
}

/** The cells of a scan as the contract reads them, and (in the first scan) the class of each record. */
function relation(plan: TreatmentPlan, landed: Landed, places: readonly number[]): string {
  const read = (cell: string) => (plan.format.trim ? trimmedSql(cell) : cell);
  const cells = places.map((place) => `${read(`c${place + 1}`)} AS c${place + 1}`);
  return [...cells, `${places[0] === 0 ? classKey(plan, landed, read) : '0'} AS class`].join(', ');
}

/** Two 64-bit hashes, in opposite orders, of every column that tells records apart: no classes fall together by chance. */
function classKey(plan: TreatmentPlan, landed: Landed, read: (cell: string) => string): string {
  const cells = plan.fields.flatMap((field) => {
    const cell = field.role === 'measure' || field.role === 'technical' ? null : landedColumn(landed, field);
    return cell === null ? [] : [read(cell)];
  });
  if (cells.length === 0) return '0';
  return `{'a': hash(${cells.join(', ')}), 'b': hash('b', ${[...cells].reverse().join(', ')})}`;
}
