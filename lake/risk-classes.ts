import type { DuckDbSession } from './duckdb-session.js';
import { identifier, literal } from './sql-text.js';

const MEMBERS = 'risk_members';
const CLASSES = 'risk_classes';
const MATCHES = 'risk_matches';

/** Units in classes, their number by class size; sizes count units, not rows. */
export interface ClassSizes {
  readonly units: number;
  readonly smallest: number;
  readonly below: number;
  readonly unique: number;
}

/**
 * Groups the rows of a file to classes of equal columns and counts the distinct units of each. A missing value may be
 * any value: a class then also counts the units of every class that it could be. Exact: only the columns that two
 * classes both know are compared, so classes with the same columns missing are joined set by set.
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
    await matchMissing(session, columns.length);
    const found = await session.counts(
      `WITH reached AS (
         SELECT class, unit FROM ${MEMBERS} UNION ALL
         SELECT m.class, r.unit FROM ${MATCHES} m JOIN ${MEMBERS} r ON r.class = m.other
       ), sizes AS (SELECT class, count(DISTINCT unit) AS size FROM reached GROUP BY class)
       SELECT count(DISTINCT unit) AS units, min(size) AS smallest,
         count(DISTINCT unit) FILTER (size < ${k}) AS below, count(DISTINCT unit) FILTER (size = 1) AS single
       FROM ${MEMBERS} JOIN sizes USING (class)`,
    );
    const { units = 0, smallest = 0, below = 0, single = 0 } = found;
    return { units, smallest, below, unique: single };
  } finally {
    for (const table of [MATCHES, MEMBERS, CLASSES]) await session.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** Classes by number, with a bit set in `missing` for each column without a value; and the units of each class. */
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
}

/** Pairs of different classes that agree wherever both have a value. */
async function matchMissing(session: DuckDbSession, columns: number): Promise<void> {
  await session.run(`CREATE OR REPLACE TEMP TABLE ${MATCHES} (class BIGINT, other BIGINT)`);
  const masks = (await session.rows(`SELECT DISTINCT missing FROM ${CLASSES} ORDER BY ALL`)).map(
    ({ missing }) => Number(missing),
  );
  for (const [i, one] of masks.entries()) {
    for (const other of masks.slice(i + 1)) {
      const both = Array.from({ length: columns }, (_, c) => c).filter(
        (c) => !hasBit(one, c) && !hasBit(other, c),
      );
      const equal = [`a.missing = ${one}`, `b.missing = ${other}`, ...both.map((c) => `a.q${c} = b.q${c}`)];
      await session.run(
        `INSERT INTO ${MATCHES} SELECT unnest([a.class, b.class]), unnest([b.class, a.class])
         FROM ${CLASSES} a JOIN ${CLASSES} b ON ${equal.join(' AND ')}`,
      );
    }
  }
}

function hasBit(mask: number, bit: number): boolean {
  return Math.floor(mask / 2 ** bit) % 2 === 1;
}
