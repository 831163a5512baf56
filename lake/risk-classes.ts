import type { DuckDbSession } from './duckdb-session.js';
import { identifier, literal } from './sql-text.js';

const MEMBERS = 'risk_members';

/** Units in all, in the smallest class (0 where there are no rows), in classes below k, and in classes of one. */
export interface ClassSizes {
  readonly units: number;
  readonly smallest: number;
  readonly below: number;
  readonly unique: number;
}

/**
 * Groups the rows of a file to classes of equal columns and counts the distinct units of each. A missing value is a
 * value of its own: it stands in the file for everybody to see, and taken for any value it would fit every class and
 * make each larger than what a reader can tell apart. Without columns all rows are one class.
 * @param unit SQL of the unit of a row
 * @param k units in classes below this size are counted as `below`
 */
export async function classSizes(
  session: DuckDbSession,
  path: string,
  columns: readonly string[],
  unit: string,
  k: number,
): Promise<ClassSizes> {
  try {
    await session.run(
      `CREATE OR REPLACE TEMP TABLE ${MEMBERS} AS SELECT DISTINCT ${classOf(columns)}, ${unit} AS unit
       FROM read_parquet(${literal(path)}, file_row_number = true)`,
    );
    const found = await session.counts(
      `WITH sizes AS (SELECT a, b, count(*) AS size FROM ${MEMBERS} GROUP BY a, b)
       SELECT count(DISTINCT unit) AS units, min(size) AS smallest,
         count(DISTINCT unit) FILTER (size < ${k}) AS below, count(DISTINCT unit) FILTER (size = 1) AS single
       FROM ${MEMBERS} JOIN sizes USING (a, b)`,
    );
    const { units = 0, smallest = 0, below = 0, single = 0 } = found;
    return { units, smallest, below, unique: single };
  } finally {
    await session.run(`DROP TABLE IF EXISTS ${MEMBERS}`);
  }
}

/** Two 64-bit hashes, in opposite orders: no classes fall together by chance, and none is wider than these. */
function classOf(columns: readonly string[]): string {
  const names = columns.map(identifier);
  if (names.length === 0) return '0 AS a, 0 AS b';
  return `hash(${names.join(', ')}) AS a, hash('b', ${[...names].reverse().join(', ')}) AS b`;
}
