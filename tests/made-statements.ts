import fc from 'fast-check';
import type { SqlTable } from '../lake/sql/scope.js';

/** Stands in every column, table and file that is not granted, and nowhere else. */
export const TRAP = 'val-van-de-sluis';

/** What a theme may read. */
export const GRANTED: readonly SqlTable[] = [
  {
    name: 'brp',
    columns: [
      { name: 'person', type: 'pseudonym', pseudonym: { domain: 'city', entityType: 'bsn', epoch: 1 } },
      { name: 'buurt', type: 'text' },
      { name: 'jaar', type: 'integer' },
    ],
  },
  {
    name: 'kwb',
    columns: [
      { name: 'code', type: 'text' },
      { name: 'inwoners', type: 'integer' },
    ],
  },
];
/** What the files of the granted tables hold besides, and a dataset that is not granted at all. */
export const UNGRANTED = ['bsn', 'naam'];

/** What a theme could honestly ask: the mutations start from these. */
const HONEST: readonly string[] = [
  'SELECT buurt, count ( * ) AS n FROM brp GROUP BY buurt ORDER BY buurt',
  'SELECT b . buurt , sum ( k . inwoners ) AS n FROM brp AS b JOIN kwb AS k ON b . buurt = k . code GROUP BY b . buurt',
  'WITH a AS ( SELECT buurt , jaar FROM brp WHERE jaar > 2000 ) SELECT buurt , max ( jaar ) AS m FROM a GROUP BY buurt',
  'SELECT code FROM kwb WHERE EXISTS ( SELECT 1 FROM brp WHERE brp . buurt = kwb . code AND brp . jaar < 2010 )',
  'SELECT q . n AS n FROM kwb , LATERAL ( SELECT inwoners + 1 AS n ) AS q',
  'SELECT * FROM kwb',
  'SELECT k . * FROM kwb AS k WHERE k . inwoners BETWEEN 1 AND 9',
  'SELECT code , row_number ( ) OVER ( ORDER BY inwoners ) AS i FROM kwb',
  'SELECT buurt AS plek FROM brp UNION ALL SELECT code FROM kwb',
  "SELECT CASE WHEN inwoners > 3 THEN code ELSE 'x' END AS c FROM kwb",
  'SELECT code , ( SELECT max ( jaar ) FROM brp WHERE buurt = code ) AS j FROM kwb',
  'WITH RECURSIVE r ( j ) AS ( SELECT min ( jaar ) FROM brp UNION ALL SELECT j + 1 FROM r WHERE j < 2020 ) SELECT j FROM r',
  'SELECT count ( DISTINCT person ) FILTER ( WHERE jaar = 2001 ) AS n FROM brp',
  'SELECT buurt , jaar , count ( * ) AS n FROM brp GROUP BY ROLLUP ( buurt , jaar ) HAVING count ( * ) > 1',
  'SELECT jaar FROM brp WHERE buurt IN ( SELECT code FROM kwb ) ORDER BY jaar LIMIT 3',
];

/** Tables, files and functions in the place of a table. */
const TABLES = [
  ...['brp', 'kwb', 'trap', '"trap"', '"BRP"', 'main.trap', 'memory.main.trap', 'result', 'a', 'b'],
  ...["'trap.csv'", '"trap.csv"', "read_csv('trap.csv')", "read_text('trap.csv')", "glob('*')", '"kwb.csv"'],
  ...[
    'duckdb_settings()',
    'duckdb_tables',
    'sqlite_master',
    "pragma_table_info('brp')",
    'information_schema.columns',
  ],
  ...[
    "query('SELECT * FROM trap')",
    "query_table('trap')",
    'range(3)',
    'unnest([1])',
    '(FROM trap)',
    '(TABLE trap)',
  ],
  ...[
    '(SELECT * FROM trap)',
    '(VALUES (1))',
    '(WITH kwb AS (SELECT * FROM trap) SELECT * FROM kwb)',
    'LATERAL (SELECT bsn)',
  ],
  ...[
    '(PIVOT brp ON buurt USING count(*))',
    '(SUMMARIZE trap)',
    '(DESCRIBE trap)',
    '"\u212awb"',
    '"bRp" AS trap',
    'trap AS brp',
  ],
];
/** Expressions in the place of an expression. */
const EXPRESSIONS = [
  ...[
    'bsn',
    'naam',
    'b.bsn',
    'brp.bsn',
    'kwb.naam',
    '"bsn"',
    '"BSN"',
    'brp',
    'kwb',
    'brp.*',
    'rowid',
    '#1',
    '*',
  ],
  ...[
    'COLUMNS(*)',
    "COLUMNS('bsn')",
    'COLUMNS(c -> true)',
    '*COLUMNS(*)',
    '* EXCLUDE (code)',
    '* REPLACE (1 AS code)',
  ],
  ...[
    "getenv('HOME')",
    "current_setting('file_search_path')",
    "getvariable('v')",
    'current_user',
    'version()',
    'random()',
    'now()',
  ],
  ...[
    "read_text('trap.csv')",
    "(SELECT content FROM read_text('trap.csv'))",
    '(SELECT max(bsn) FROM brp)',
    '(SELECT bsn)',
  ],
  ...[
    '(SELECT naam FROM trap LIMIT 1)',
    '(FROM trap SELECT naam)',
    'struct_pack(a := bsn)',
    'to_json(brp)',
    '[bsn]',
    "{'a': bsn}",
  ],
  ...[
    'bsn::VARCHAR',
    'CAST(bsn AS VARCHAR)',
    'row(buurt, jaar)',
    'coalesce(naam, buurt)',
    'x -> bsn',
    "E'a'",
    '$$a$$',
    '$1',
    '?',
    '$p',
  ],
  ...[
    'jaar',
    'buurt',
    'code',
    'inwoners',
    'person',
    '1',
    "'x'",
    'NULL',
    'count(*)',
    'max(naam)',
    'lag(naam) OVER (ORDER BY 1)',
  ],
  ...[
    "nextval('s')",
    'pg_catalog.lower(naam)',
    'naam.lower()',
    "query('x')",
    "error('x')",
    "write_log('x')",
    "set_config('a','b')",
  ],
];
/** Words and signs anywhere. */
const NOISE = [
  ...[
    '--\n',
    '-- \r',
    '/* x */',
    '/* /* */ -- */',
    '/*',
    '*/',
    ';',
    '"',
    "'",
    '\u00a0',
    '\u2028',
    '\u212a',
    '\ufeff',
    '(',
    ')',
    ',',
  ],
  ...[
    'NATURAL JOIN trap',
    'CROSS JOIN trap',
    ', trap',
    'JOIN trap USING (naam)',
    'UNION ALL SELECT naam FROM trap',
    'UNION BY NAME FROM trap',
  ],
  ...[
    'POSITIONAL JOIN trap',
    'SEMI JOIN trap ON true',
    'EXCEPT SELECT naam FROM trap',
    'QUALIFY true',
    'GROUP BY ALL',
    'ORDER BY bsn',
    'ORDER BY ALL',
  ],
  ...[
    'WHERE naam IS NOT NULL',
    'HAVING max(bsn) IS NOT NULL',
    'USING SAMPLE 1',
    'LIMIT (SELECT 1)',
    'OFFSET 1',
    'WINDOW w AS (ORDER BY naam)',
  ],
];
/** Before or after a whole statement. */
const WRAPPERS: readonly ((sql: string) => string)[] = [
  (sql) => `${sql};`,
  (sql) => `(${sql})`,
  (sql) => `WITH trap AS (SELECT 1 AS naam) ${sql}`,
  (sql) => `WITH kwb AS (SELECT naam AS code, 1 AS inwoners FROM trap) ${sql}`,
  (sql) => `WITH a AS (${sql}) SELECT * FROM a`,
  (sql) => `WITH "\u212awb" AS (SELECT * FROM trap) ${sql}`,
  (sql) => `WITH a AS MATERIALIZED (${sql}), b AS (SELECT * FROM a) SELECT * FROM b`,
  (sql) => `SELECT * FROM (${sql}) AS brp`,
  (sql) => `SELECT * FROM (${sql}) AS q (bsn)`,
  (sql) => `COPY (${sql}) TO 'out.csv'`,
  (sql) => `CREATE TABLE out AS ${sql}`,
  (sql) => `CREATE MACRO f() AS TABLE ${sql}`,
  (sql) => `PREPARE p AS ${sql}`,
  (sql) => `EXPLAIN ANALYZE ${sql}`,
  (sql) => `SET threads = 1; ${sql}`,
  (sql) => `${sql}; COPY trap TO 'out.csv'`,
  (sql) => `PRAGMA enable_profiling; ${sql}`,
  (sql) => `${sql} -- ; DROP TABLE trap`,
];

const NAMES = new Set(['brp', 'kwb', 'a', 'r']);
const COLUMNS = new Set(['buurt', 'jaar', 'code', 'inwoners', 'person', '*', '1', 'j', 'n']);

type Mutation = {
  readonly at: number;
  readonly kind: 'swap' | 'insert' | 'drop' | 'case';
  readonly pick: number;
};

/** One token becomes another of its kind, or something is put in, taken out or spelt otherwise. */
function mutated(tokens: readonly string[], { at, kind, pick }: Mutation): readonly string[] {
  const index = at % tokens.length;
  const token = tokens[index] ?? '';
  const one = (list: readonly string[]) => list[pick % list.length] ?? '';
  const spliced = (remove: number, ...added: string[]) => [
    ...tokens.slice(0, index),
    ...added,
    ...tokens.slice(index + remove),
  ];
  if (kind === 'drop') return spliced(1);
  if (kind === 'insert') return spliced(0, one(NOISE));
  if (kind === 'case') return spliced(1, pick % 2 === 0 ? token.toUpperCase() : `"${token}"`);
  const place = tokens.map((word, i) => [word, i] as const);
  const fitting = place.filter(([word]) => (pick % 3 === 0 ? NAMES : COLUMNS).has(word));
  const [, target = index] = fitting[at % Math.max(1, fitting.length)] ?? [];
  const replacement = one(pick % 3 === 0 ? TABLES : EXPRESSIONS);
  return tokens.map((word, i) => (i === target ? replacement : word));
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(60),
  kind: fc.constantFrom('swap', 'swap', 'swap', 'insert', 'drop', 'case'),
  pick: fc.nat(10_000),
});
/** Statements that a theme could ask, with up to three mutations and perhaps a wrapper. */
export const generated = fc
  .record({
    seed: fc.constantFrom(...HONEST),
    mutations: fc.array(mutation, { maxLength: 3 }),
    wrappers: fc.array(fc.constantFrom(...WRAPPERS), { maxLength: 1 }),
    wrapped: fc.boolean(),
  })
  .map(({ seed, mutations, wrappers, wrapped }) => {
    const tokens = mutations.reduce<readonly string[]>(
      (known, one) => (known.length === 0 ? known : mutated(known, one)),
      seed.split(' '),
    );
    const sql = tokens.join(' ');
    return wrapped ? wrappers.reduce((known, wrap) => wrap(known), sql) : sql;
  });
