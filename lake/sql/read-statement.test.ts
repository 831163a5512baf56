import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../../domain/errors.js';
import { traceLineage } from './lineage.js';
import { readStatement } from './read-statement.js';
import { REFUSALS } from './refusals.js';

const tables = [
  {
    name: 't',
    columns: [
      { name: 'x', type: 'integer' },
      { name: 'y', type: 'decimal' },
      { name: 'z', type: 'double' },
      { name: 'd', type: 'date' },
      { name: 'e', type: 'date' },
      { name: 's', type: 'text' },
    ],
  },
] as const;

async function outcome(sql: string): Promise<unknown> {
  try {
    traceLineage(await readStatement(sql), tables);
    return 'accepted';
  } catch (error) {
    return error instanceof SluisError ? error.details.reason : error;
  }
}

const refused: readonly (readonly [keyof typeof REFUSALS, string])[] = [
  ['too-long', `SELECT '${'a'.repeat(100_001)}' AS a`],
  ['too-deep', `SELECT ${'('.repeat(0)}${'- '.repeat(300)}x AS a FROM t`],
  ['null-character', 'SELECT x FROM t -- \0 x\n WHERE x = 1'],
  ['null-character', "SELECT x FROM t WHERE s = 'a\0'"],
  ['not-one', 'SELECT 1 AS a; SELECT 2 AS a'],
  ['not-one', '-- nothing'],
  ['syntax', 'SELECT FROM WHERE'],
  ['changes-settings', 'PRAGMA database_list'],
  ['calls', 'CALL duckdb_logs()'],
  ['writes-file', "COPY t TO 'out.csv'"],
  ['changes-settings', 'SET threads = 1'],
  ['changes-settings', 'RESET threads'],
  ['attaches', "ATTACH 'other.db'"],
  ['loads', 'LOAD httpfs'],
  ['loads', 'INSTALL httpfs'],
  ['writes-table', 'INSERT INTO t VALUES (1)'],
  ['writes-table', 'UPDATE t SET x = 1'],
  ['writes-table', 'DELETE FROM t'],
  ['writes-table', 'CREATE TABLE u AS SELECT 1 AS a'],
  ['writes-table', 'DROP TABLE t'],
  ['not-select', 'EXPLAIN SELECT x FROM t'],
  ['writes-file', "EXPORT DATABASE 'd'"],
  ['changes-settings', 'SET VARIABLE v = 1'],
  ['not-select', 'PIVOT t ON x USING sum(y)'],
  ['pivot', 'SELECT * FROM t UNPIVOT (v FOR n IN (x, y))'],
  ['show', 'SHOW TABLES'],
  ['show', 'DESCRIBE t'],
  ['show', 'SUMMARIZE t'],
  ['settings', "WITH a AS (SELECT getenv('HOME') AS h) SELECT h FROM a"],
  ['random', 'WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT random() FROM a) SELECT n FROM a'],
  ['foreign-character', 'WITH kx AS (SELECT x FROM t), "\u212ax" AS (SELECT 1 AS x) SELECT x FROM kx'],
  ['foreign-character', 'SELECT x FROM t AS \u00e9'],
  ['nested-comment', 'SELECT x FROM t /* /* */ -- */ WHERE x = 1'],
  ['row-value', 'SELECT x FROM t WHERE CASE WHEN x = 1 THEN row(x, s) END = row(1, s)'],
  ['row-value', 'SELECT x FROM t WHERE coalesce(row(x, s), row(1, s)) = row(1, s)'],
  ['row-value', 'SELECT CAST(row(x, s) AS VARCHAR) AS a FROM t'],
  ['row-value', 'SELECT row(x, s) AS a FROM t'],
  ['double-colon', 'SELECT x FROM t -- comment\r WHERE s::VARCHAR = s'],
  ['dollar-quote', 'SELECT $a1$a$a1$ AS a'],
  ['double-colon', 'SELECT x::VARCHAR AS a FROM t'],
  ['dollar-quote', 'SELECT $$a$$ AS a'],
  ['dollar-quote', 'SELECT $tag$a$tag$ AS a'],
  ['escape-text', "SELECT E'\\n' AS a"],
  ['from-first', 'FROM t'],
  ['from-first', 'SELECT x FROM (FROM t) AS q'],
  ['foreign-operator', 'SELECT x // 2 AS a FROM t'],
  ['foreign-operator', 'SELECT x == 2 AS a FROM t'],
  ['foreign-operator', 'SELECT x << 2 AS a FROM t'],
  ['qualify', 'SELECT x FROM t QUALIFY row_number() OVER (ORDER BY x) = 1'],
  ['group-all', 'SELECT x, count(*) AS n FROM t GROUP BY ALL'],
  ['order-all', 'SELECT x FROM t ORDER BY ALL'],
  ['alias-reuse', 'SELECT x AS a, a + 1 AS b FROM t'],
  ['star-modified', 'SELECT * EXCLUDE (x) FROM t'],
  ['star-modified', 'SELECT * REPLACE (1 AS x) FROM t'],
  ['columns-expression', 'SELECT COLUMNS(*) FROM t'],
  ['columns-expression', "SELECT COLUMNS('x.*') FROM t"],
  ['columns-expression', 'SELECT *COLUMNS(*) FROM t'],
  ['offset', 'SELECT x FROM t ORDER BY x LIMIT 1 OFFSET 2'],
  ['limit-form', 'SELECT x FROM t ORDER BY x LIMIT 10%'],
  ['limit-form', 'SELECT x FROM t ORDER BY x LIMIT (SELECT 1)'],
  ['limit-unordered', 'SELECT x FROM t LIMIT 1'],
  ['distinct-on', 'SELECT DISTINCT ON (x) x, y FROM t'],
  ['sample', 'SELECT x FROM t TABLESAMPLE 10%'],
  ['sample', 'SELECT x FROM t USING SAMPLE 3'],
  ['table-function', "SELECT * FROM read_csv('f.csv')"],
  ['table-function', "SELECT * FROM read_parquet('f')"],
  ['table-function', "SELECT * FROM glob('*')"],
  ['table-function', 'SELECT * FROM duckdb_settings()'],
  ['table-function', "SELECT * FROM query('SELECT 1')"],
  ['table-function', "SELECT * FROM query_table('t')"],
  ['table-function', 'SELECT * FROM range(3)'],
  ['file-path', "SELECT * FROM 'f.csv'"],
  ['address', "SELECT * FROM 's3://bucket/key'"],
  ['table-not-granted', 'SELECT * FROM duckdb_tables'],
  ['table-not-granted', 'SELECT * FROM sqlite_master'],
  ['qualified-table', 'SELECT * FROM information_schema.tables'],
  ['qualified-table', 'SELECT * FROM main.t'],
  ['time-travel', 'SELECT x FROM t AT (VERSION => 1)'],
  ['join-kind', 'SELECT 1 AS a FROM t AS p NATURAL JOIN t AS q'],
  ['join-kind', 'SELECT 1 AS a FROM t AS p ASOF JOIN t AS q ON p.x >= q.x'],
  ['join-kind', 'SELECT 1 AS a FROM t AS p POSITIONAL JOIN t AS q'],
  ['join-kind', 'SELECT 1 AS a FROM t AS p SEMI JOIN t AS q ON p.x = q.x'],
  ['union-by-name', 'SELECT x FROM t UNION BY NAME SELECT x FROM t'],
  ['collate', 'SELECT x FROM t ORDER BY s COLLATE nocase'],
  ['nested-type', 'SELECT list_transform(s, lambda a: a) AS a FROM t'],
  ['lambda', "SELECT s -> 'a' AS a FROM t"],
  ['nested-type', 'SELECT [1, 2] AS a'],
  ['nested-type', "SELECT {'a': 1} AS a"],
  ['nested-type', "SELECT MAP {'a': 1} AS a"],
  ['nested-type', 'SELECT unnest(s) AS a FROM t'],
  ['nested-type', 'SELECT s[1] AS a FROM t'],
  ['nested-type', 'SELECT CAST(s AS INTEGER[]) AS a FROM t'],
  ['positional-reference', 'SELECT #1 AS a FROM t'],
  ['positional-parameter', 'SELECT x FROM t WHERE x = ?'],
  ['positional-parameter', 'SELECT x FROM t WHERE x = $1'],
  ['try-expression', 'SELECT TRY(x) AS a FROM t'],
  ['cast-type', 'SELECT CAST(x AS HUGEINT) AS a FROM t'],
  ['cast-type', 'SELECT CAST(s AS JSON) AS a FROM t'],
  ['text-length', 'SELECT CAST(s AS VARCHAR(3)) AS a FROM t'],
  ['ilike', "SELECT x FROM t WHERE s ILIKE 'a'"],
  ['now-dependent', 'SELECT now() AS a'],
  ['now-dependent', 'SELECT current_timestamp AS a'],
  ...[
    'read_text',
    'read_blob',
    'read_csv',
    'read_csv_auto',
    'read_json',
    'read_parquet',
    'parquet_scan',
    'glob',
  ].map((name) => ['reads-file', `SELECT ${name}('f') AS a`] as const),
  ['settings', 'SELECT version() AS a'],
  ['settings', "SELECT getvariable('v') AS a"],
  ['settings', "SELECT current_setting('threads') AS a"],
  ['settings', "SELECT getenv('HOME') AS a"],
  ['approximate', 'SELECT approx_count_distinct(x) AS a FROM t'],
  ['random', 'SELECT random() AS a'],
  ['order-dependent', 'SELECT any_value(x) AS a FROM t'],
  ['silent-regexp-replace', "SELECT regexp_replace(s, 'a', 'b') AS a FROM t"],
  ['silent-extremes', 'SELECT greatest(x, 1) AS a FROM t'],
  ['silent-extremes', 'SELECT least(x, 1) AS a FROM t'],
  ['silent-concat', "SELECT concat(s, 'a') AS a FROM t"],
  ['silent-division', 'SELECT x / 2 AS a FROM t'],
  ['silent-division', 'SELECT y / nullif(x, 0) AS a FROM t'],
  ['zero-division', 'SELECT z / x AS a FROM t'],
  ['zero-division', 'SELECT CAST(1 AS DOUBLE) / 0 AS a FROM t'],
  ['zero-division', 'SELECT x % y AS a FROM t'],
  ['silent-date-difference', 'SELECT d - e AS a FROM t'],
  ['silent-average', 'SELECT avg(y) AS a FROM t'],
  ['inexact-sum', 'SELECT sum(z) AS a FROM t'],
  ['unsupported-function', 'SELECT md5(s) AS a FROM t'],
  ['unsupported-aggregate', 'SELECT median(x) AS a FROM t'],
  ['unsupported-aggregate', 'SELECT quantile(x, 0.5) AS a FROM t'],
  ['unsupported-aggregate', "SELECT string_agg(s, ',') AS a FROM t"],
  ['unsupported-aggregate', 'SELECT arg_max(x, y) AS a FROM t'],
  ['unsupported-aggregate', "SELECT strftime(d, '%Y') AS a FROM t"],
  ['function-schema', 'SELECT s.lower() AS a FROM t'],
  ['function-schema', 'SELECT pg_catalog.lower(s) AS a FROM t'],
  ['needs-order', 'SELECT row_number() OVER () AS a FROM t'],
  ['needs-order', 'SELECT array_agg(x) AS a FROM t'],
  ['unsupported-construct', 'SELECT DEFAULT AS a'],
];

describe('statements outside the subset are refused, each for its own reason', () => {
  it.each(refused)('%s: %s', async (reason, sql) => {
    expect(await outcome(sql)).toBe(reason);
  });

  it('says it in a sentence of its own, with the line, and without the text of the statement', async () => {
    expect(new Set(Object.values(REFUSALS)).size).toBe(Object.keys(REFUSALS).length);
    const sql = "SELECT x\nFROM t\nWHERE s ILIKE 'MARKER-1'";
    const error = await readStatement(sql).catch((thrown: SluisError) => thrown);
    expect(error).toBeInstanceOf(SluisError);
    expect((error as SluisError).details).toMatchObject({ reason: 'ilike', line: 3 });
    expect(JSON.stringify([(error as SluisError).message, (error as SluisError).details])).not.toContain(
      'MARKER',
    );
    const quoted = await readStatement('SELECT 1 AS a FROM "MARKER 2.csv"').catch(
      (thrown: SluisError) => thrown,
    );
    expect(JSON.stringify([(quoted as SluisError).message, (quoted as SluisError).details])).not.toContain(
      'MARKER',
    );
  });
});

describe('statements of the subset', () => {
  const accepted: readonly string[] = [
    'SELECT x FROM t ORDER BY x DESC NULLS LAST FETCH FIRST 3 ROWS ONLY;',
    "SELECT x -- '::' in a comment\nFROM t /* QUALIFY */ WHERE s = '::' AND x IN (1, 2)",
    'SELECT CAST(x AS DOUBLE) / nullif(x, 0) AS a, x % 2 AS b FROM t',
    'SELECT sum(y) AS a, sum(CAST(z AS DECIMAL(18, 2))) AS b, avg(x) AS c, avg(z) AS e FROM t',
    "SELECT date_diff('day', d, e) AS a, d + INTERVAL '1' MONTH AS b FROM t WHERE d > DATE '2020-01-01'",
    'SELECT stddev(z) AS a, corr(z, y) AS b, regr_slope(z, y) AS c, count_if(x > 1) AS e FROM t',
    'WITH m AS (SELECT x, row_number() OVER (ORDER BY x) AS i, count(*) OVER () AS n FROM t) SELECT x FROM m WHERE i = (n + 1)',
    'SELECT x FROM t WHERE x = $een AND s LIKE $twee',
  ];
  it.each(accepted)('accepts %s', async (sql) => {
    expect(await outcome(sql)).toBe('accepted');
  });

  it('names the parameters', async () => {
    const { parameters } = await readStatement('SELECT x FROM t WHERE x > $van AND x < $tot AND x <> $van');
    expect(parameters).toEqual(['tot', 'van']);
  });

  it('knows which answers depend on the order of rows', async () => {
    expect((await readStatement('SELECT sum(x) AS a FROM t')).exact).toBe(true);
    expect((await readStatement('SELECT stddev(x) AS a FROM t')).exact).toBe(false);
  });
});

describe('fuzz', () => {
  const fragment = fc.constantFrom(
    ...'SELECT FROM WHERE t x y s 1 , ( ) * = AND OR NOT IN EXISTS JOIN ON USING GROUP BY ORDER LIMIT UNION ALL WITH AS OVER count( sum( $p \'a\' read_csv( t.x brp COPY SET ; :: [ ] { } CASE WHEN THEN END CAST( INTEGER "q" current_setting('.split(
      ' ',
    ),
  );
  it('answers every text with a lineage or a refusal, never with another failure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 14 }), async (parts) => {
        const answer = await outcome(`SELECT ${parts.join(' ')}`);
        expect(answer === 'accepted' || (typeof answer === 'string' && answer in REFUSALS)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
