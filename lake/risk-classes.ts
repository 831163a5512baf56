import type { DuckDbSession } from './duckdb-session.js';
import { identifier, literal } from './sql-text.js';

const CLASSES = 'risk_classes';
const MEMBERS = 'risk_members';
const SEVERAL = 'risk_several';
const REACHED = 'risk_reached';

/** Units in all, in the smallest class, in classes below k, and in classes of one. */
export interface ClassSizes {
  readonly units: number;
  readonly smallest: number;
  readonly below: number;
  readonly unique: number;
}

/**
 * Groups the rows of a file to classes of equal columns and counts the distinct units of each. A missing value may be
 * any value: a class also counts the units of every class that it could be. Exact, without comparing every pair:
 * classes with the same columns missing are counted together by the columns that both sides know, and only units that
 * stand under several such patterns are followed one by one, lest they count twice.
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
    await groupRows(session, path, columns, unit);
    await countReached(session, columns.length);
    const found = await session.counts(
      `WITH sizes AS (SELECT class, sum(n) + count(DISTINCT unit) AS size FROM ${REACHED} GROUP BY class)
       SELECT count(DISTINCT unit) AS units, min(size) AS smallest,
         count(DISTINCT unit) FILTER (size < ${k}) AS below, count(DISTINCT unit) FILTER (size = 1) AS single
       FROM ${MEMBERS} JOIN sizes USING (class)`,
    );
    const { units = 0, smallest = 0, below = 0, single = 0 } = found;
    return { units, smallest, below, unique: single };
  } finally {
    for (const table of [REACHED, SEVERAL, MEMBERS, CLASSES])
      await session.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** Classes by number, with a bit in `missing` for each column without a value; their units; units of several patterns. */
async function groupRows(
  session: DuckDbSession,
  path: string,
  columns: readonly string[],
  unit: string,
): Promise<void> {
  const keys = columns.map((_, i) => `q${i}`);
  const values = columns.map((name, i) => `${identifier(name)} AS q${i}`);
  const rows = `(SELECT ${[...values, `${unit} AS unit`].join(', ')} FROM read_parquet(${literal(path)}, file_row_number = true))`;
  const missing = keys.map((key, i) => `CASE WHEN ${key} IS NULL THEN ${2 ** i} ELSE 0 END`);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${CLASSES} AS SELECT row_number() OVER () AS class, * FROM (
       SELECT DISTINCT ${[...keys, `CAST(${missing.join(' + ') || '0'} AS BIGINT) AS missing`].join(', ')} FROM ${rows})`,
  );
  const same = keys.map((key) => `r.${key} IS NOT DISTINCT FROM c.${key}`);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${MEMBERS} AS
     SELECT DISTINCT c.class, r.unit FROM ${rows} r JOIN ${CLASSES} c ON ${same.join(' AND ') || 'true'}`,
  );
  const patterns = `${MEMBERS} JOIN ${CLASSES} USING (class)`;
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${SEVERAL} AS SELECT unit FROM ${patterns}
     WHERE unit IN (SELECT unit FROM ${patterns} WHERE missing <> 0) GROUP BY unit HAVING min(missing) <> max(missing)`,
  );
}

/** For each class the units that it could hold: a number of those of one pattern, and one by one those of several. */
async function countReached(session: DuckDbSession, columns: number): Promise<void> {
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${REACHED} AS SELECT CAST(0 AS BIGINT) AS class, CAST(0 AS BIGINT) AS n, unit
     FROM ${MEMBERS} LIMIT 0`,
  );
  const found = await session.rows(`SELECT DISTINCT missing FROM ${CLASSES} ORDER BY ALL`);
  const patterns = found.map(({ missing }) => Number(missing));
  for (const one of patterns) {
    for (const other of patterns) {
      const known = Array.from({ length: columns }, (_, c) => c).filter(
        (c) => !hasBit(one, c) && !hasBit(other, c),
      );
      await countPattern(session, one, other, known);
    }
  }
}

async function countPattern(
  session: DuckDbSession,
  one: number,
  other: number,
  known: readonly number[],
): Promise<void> {
  const keys = known.map((c) => `q${c}, `).join('');
  const agrees = known.map((c) => ` AND a.q${c} = b.q${c}`).join('');
  const members = `${MEMBERS} JOIN ${CLASSES} USING (class) WHERE missing = ${other} AND unit`;
  await session.run(
    `INSERT INTO ${REACHED} SELECT a.class, b.n, NULL FROM ${CLASSES} a JOIN (
       SELECT ${keys}count(DISTINCT unit) AS n FROM ${members} NOT IN (FROM ${SEVERAL}) GROUP BY ALL
     ) b ON a.missing = ${one}${agrees}`,
  );
  await session.run(
    `INSERT INTO ${REACHED} SELECT a.class, 0, b.unit FROM ${CLASSES} a JOIN (
       SELECT DISTINCT ${keys}unit FROM ${members} IN (FROM ${SEVERAL})
     ) b ON a.missing = ${one}${agrees}`,
  );
}

function hasBit(mask: number, bit: number): boolean {
  return Math.floor(mask / 2 ** bit) % 2 === 1;
}
