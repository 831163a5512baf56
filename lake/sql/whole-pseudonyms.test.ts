import { describe, expect, it } from 'vitest';
import type { SluisError } from '../../domain/errors.js';
import { traceLineage } from './lineage.js';
import { readStatement } from './read-statement.js';
import type { SqlTable } from './scope.js';

const pseudonym = { domain: 'city', entityType: 'bsn', epoch: 1 };
const tables = ['a', 'b'].map(
  (name): SqlTable => ({
    name,
    columns: [
      { name: 'person', type: 'pseudonym', pseudonym },
      { name: 'jaar', type: 'text' },
    ],
  }),
);

async function unitOf(sql: string) {
  const [unit] = traceLineage(await readStatement(sql), tables).outputs;
  return unit;
}

describe('as many values are as many persons', () => {
  it.each([
    'SELECT person AS u FROM a',
    'SELECT DISTINCT x.person AS u, x.jaar FROM a AS x JOIN b ON x.person = b.person',
    'SELECT u FROM (SELECT person AS u FROM a UNION ALL SELECT person FROM b) AS t',
    'SELECT person AS u FROM a UNION ALL SELECT NULL FROM b',
    'SELECT coalesce(a.person, b.person) AS u FROM a FULL JOIN b USING (person)',
    "SELECT CASE WHEN jaar = '2023' THEN person END AS u FROM a",
    'SELECT CAST(person AS VARCHAR) AS u FROM a',
    'WITH t (u) AS (SELECT person FROM a GROUP BY person) SELECT u FROM t',
    'SELECT max_by(person, jaar) AS u FROM a',
    'SELECT first_value(person) OVER (PARTITION BY person ORDER BY jaar) AS u FROM a',
  ])('in %s', async (sql) => {
    expect(await unitOf(sql)).toMatchObject({ pseudonym });
  });

  it.each([
    'SELECT row_number() OVER (ORDER BY jaar) AS u FROM a',
    'SELECT jaar AS u FROM a',
    'SELECT count(person) AS u FROM a',
    'SELECT person IS NULL AS u FROM a',
  ])('and not without a pseudonym: %s', async (sql) => {
    expect((await unitOf(sql))?.pseudonym).toBeUndefined();
  });
});

const DIGITS = [1, 2, 3]
  .map((at) => `dense_rank() OVER (ORDER BY substr(person, ${at}, 1)) AS r${at}`)
  .join(', ');
const SPELT =
  "CASE WHEN replace(person, '0', '') <> person THEN '0' WHEN replace(person, '1', '') <> person THEN '1' END";

describe('no statement looks into a pseudonym, or orders by one', () => {
  const text: readonly string[] = [
    "SELECT jaar FROM a WHERE replace(person, $p, '') <> person",
    'SELECT jaar FROM a WHERE nullif(replace(person, $p, person), person) IS NULL',
    'SELECT jaar FROM a WHERE TRY_CAST(substr(person, 1, 1) AS INTEGER) IS NULL',
    'SELECT jaar FROM a WHERE TRY_CAST(person AS INTEGER) IS NULL',
    "SELECT jaar FROM a WHERE starts_with(person, replace(person, substr(person, 2), '1'))",
    'SELECT jaar FROM a WHERE starts_with(person, person)',
    'SELECT jaar FROM a WHERE person LIKE person',
    `SELECT ${SPELT} AS c FROM a`,
    `SELECT x.jaar FROM (SELECT jaar, ${DIGITS} FROM a) AS x JOIN (SELECT jaar, ${DIGITS} FROM b) AS y ON x.r1 = y.r1 AND x.r2 = y.r2`,
    "SELECT position('ab' IN person) AS u FROM a",
    'SELECT length(person) AS u FROM a',
    'SELECT person || jaar AS u FROM a',
    'SELECT person || b.jaar AS u FROM a JOIN b USING (person)',
    'SELECT t.u FROM a CROSS JOIN LATERAL (VALUES (person), (upper(person))) AS t (u)',
    'SELECT sum(CAST(person AS DECIMAL(18, 0))) AS u FROM a',
    'SELECT bool_or(person) AS u FROM a',
    'SELECT array_agg(person ORDER BY jaar) AS u FROM a',
    'SELECT lag(jaar, person) OVER (ORDER BY jaar) AS u FROM a',
    'SELECT ntile(person) OVER (ORDER BY jaar) AS u FROM a',
    'SELECT jaar FROM a WHERE person',
    'SELECT jaar FROM a WHERE NOT person',
    "SELECT jaar FROM a WHERE person OR jaar = '2023'",
    'SELECT a.jaar FROM a JOIN b ON a.person',
    'SELECT CASE WHEN person THEN jaar END AS u FROM a',
    'SELECT count(*) FILTER (WHERE person) AS u FROM a',
    'SELECT jaar FROM a GROUP BY jaar, person HAVING person',
  ];
  const order: readonly string[] = [
    'SELECT row_number() OVER (ORDER BY person) AS u FROM a',
    'SELECT rank() OVER (PARTITION BY jaar ORDER BY jaar, person) AS u FROM a',
    'SELECT first_value(jaar) OVER (ORDER BY person) AS u FROM a',
    'SELECT array_agg(jaar ORDER BY person) AS u FROM a',
    'SELECT row_number() OVER (ORDER BY row(person, jaar)) AS u FROM a',
    'SELECT jaar FROM a ORDER BY person LIMIT 1',
    'SELECT person AS u FROM a ORDER BY u',
    'SELECT person AS u FROM a ORDER BY 1',
    'SELECT person AS u FROM a UNION SELECT person FROM b ORDER BY u',
    'SELECT jaar FROM a WHERE person = (SELECT max(person) FROM a)',
    'SELECT min(person) AS u FROM a',
    'SELECT min(person) OVER (PARTITION BY jaar) AS u FROM a',
    'SELECT max_by(jaar, person) AS u FROM a',
    'SELECT x.jaar FROM a AS x JOIN a AS y ON x.person < y.person',
    'SELECT x.jaar FROM a AS x JOIN a AS y ON row(x.person, x.jaar) >= row(y.person, y.jaar)',
    'SELECT jaar FROM a WHERE person BETWEEN person AND person',
    'SELECT jaar FROM a WHERE person <= ALL (SELECT person FROM a)',
  ];
  it.each([
    ...text.map((sql) => ['pseudonym-text', sql] as const),
    ...order.map((sql) => ['pseudonym-order', sql] as const),
    ['row-value', 'SELECT CAST(nullif(row(person, 1), row(person, 2)) AS VARCHAR) AS u FROM a'] as const,
  ])('%s: %s', async (reason, sql) => {
    const error = await unitOf(sql).catch((thrown: SluisError) => thrown);
    expect((error as SluisError).details?.reason).toBe(reason);
  });
});
