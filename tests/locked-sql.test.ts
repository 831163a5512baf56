import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SluisError } from '../domain/errors.js';
import { analyse } from '../lake/analyse.js';
import { withDuckDb } from '../lake/duckdb-session.js';

let folder = '';
let files: Record<'brp' | 'burglar', string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-locked-sql-'));
  files = { brp: join(folder, 'brp.parquet'), burglar: join(folder, 'burglar.parquet') };
  await writeFile(join(folder, 'secret.csv'), 'a\n1\n');
  await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
    await session.run(
      `COPY (SELECT 'p' || i AS person, 'BU' || (i % 3) AS buurt, i AS inkomen, 'ungranted' AS bsn FROM range(9) r(i))
       TO '${files.brp}' (FORMAT parquet)`,
    );
    await session.run(
      `COPY (SELECT 'q' || i AS person, 'BU1' AS buurt FROM range(9) r(i)) TO '${files.burglar}' (FORMAT parquet)`,
    );
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The one message of each way out. A statement runs in a folder with a file that it could read. */
const REFUSED: readonly [what: string, sql: string, message: string][] = [
  [
    'a column that is not granted',
    'SELECT bsn FROM brp',
    'Line 1: The column "bsn" is not among the declared columns of the inputs.',
  ],
  [
    'a column that is not granted, in a filter of a subquery',
    'SELECT buurt FROM brp\nWHERE inkomen IN (SELECT b.inkomen FROM brp AS b WHERE b.bsn IS NOT NULL)',
    'Line 2: The column "b.bsn" is not among the declared columns of the inputs.',
  ],
  [
    'another dataset',
    'SELECT naam FROM kvk',
    'Line 1: The table "kvk" is not among the inputs of this theme.',
  ],
  [
    'a table of another schema',
    'SELECT table_name FROM information_schema.tables',
    'Line 1: Tables are named without schema or database.',
  ],
  [
    'a file',
    "SELECT a FROM 'secret.csv'",
    'Line 1: A file or folder in the place of a table is not read: name an input of the theme.',
  ],
  [
    'a URL',
    "SELECT a FROM 'https://example.org/secret.csv'",
    'Line 1: An address in the place of a table is not fetched: a theme has no network.',
  ],
  [
    'a table function that reads a file',
    "SELECT a FROM read_csv('secret.csv')",
    'Line 1: A table function ("read_csv") reads beyond the granted tables.',
  ],
  [
    'a table function that lists a folder, inside a common table expression',
    "WITH f AS (SELECT file FROM glob('*'))\nSELECT file FROM f",
    'Line 1: A table function ("glob") reads beyond the granted tables.',
  ],
  [
    'a table function that runs a text as a query',
    "SELECT a FROM query('SELECT 1 AS a')",
    'Line 1: A table function ("query") reads beyond the granted tables.',
  ],
  [
    'a setting',
    "SELECT current_setting('temp_directory') AS a",
    'Line 1: "current_setting" reads variables or settings of the session.',
  ],
  [
    'an environment variable, inside a common table expression',
    "WITH e AS (\nSELECT getenv('HOME') AS a) SELECT a FROM e",
    'Line 2: "getenv" reads variables or settings of the session.',
  ],
  [
    'a file by a function of one value',
    "SELECT read_text('secret.csv') AS a",
    'Line 1: "read_text" reads or lists files: a theme reads the inputs that it declares.',
  ],
  [
    'a pseudonym of another domain',
    'SELECT a.buurt FROM brp AS a JOIN burglar AS b ON a.person = b.person',
    'Line 1: Pseudonyms of different domains, kinds or epochs are compared or mixed (X03).',
  ],
  [
    'one person, by a pseudonym known from elsewhere',
    "SELECT buurt FROM brp WHERE person = 'p1'",
    'Line 1: A pseudonym is compared or mixed with a constant or a parameter: that singles out one person.',
  ],
  [
    'one person, by what is left of a pseudonym',
    "SELECT buurt FROM brp WHERE replace(person, 'p1', '') <> person",
    'Line 1: "replace" looks into the text of a pseudonym: it may be compared for being equal, counted and grouped by, as it stands.',
  ],
  [
    'the letters of pseudonyms, by their ranks',
    'SELECT dense_rank() OVER (ORDER BY person) AS a FROM brp',
    'Line 1: "ORDER" orders pseudonyms: their order means nothing, and by it one person can be singled out or followed.',
  ],
  [
    'writing a table',
    'INSERT INTO brp VALUES (1)',
    'Line 1: "INSERT" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  ],
  [
    'changing a table',
    'UPDATE brp SET buurt = NULL',
    'Line 1: "UPDATE" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  ],
  [
    'deleting rows',
    'DELETE FROM brp',
    'Line 1: "DELETE" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  ],
  [
    'making a table',
    'CREATE TABLE copy AS SELECT buurt FROM brp',
    'Line 1: "CREATE" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  ],
  [
    'making a macro',
    'CREATE MACRO f(a) AS a',
    'Line 1: "CREATE" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  ],
  [
    'making a secret',
    'CREATE SECRET s (TYPE s3)',
    'Line 1: "CREATE" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  ],
  [
    'dropping a table',
    'DROP TABLE brp',
    'Line 1: "DROP" writes or makes a table, macro or secret: a theme only reads. Write a SELECT.',
  ],
  [
    'writing a file',
    "COPY brp TO 'out.csv'",
    'Line 1: "COPY" writes or reads files: the result of the SELECT is written by Sluis itself.',
  ],
  [
    'writing everything',
    "EXPORT DATABASE 'out'",
    'Line 1: "EXPORT" writes or reads files: the result of the SELECT is written by Sluis itself.',
  ],
  [
    'attaching a database',
    "ATTACH 'other.db' AS other",
    'Line 1: "ATTACH" brings in another database: a theme reads the inputs that it declares.',
  ],
  [
    'going over to another database',
    'USE other',
    'Line 1: "USE" brings in another database: a theme reads the inputs that it declares.',
  ],
  [
    'loading an extension',
    'LOAD httpfs',
    'Line 1: "LOAD" loads or installs an extension of the engine: a theme has the engine as it is.',
  ],
  [
    'installing an extension',
    'INSTALL httpfs',
    'Line 1: "INSTALL" loads or installs an extension of the engine: a theme has the engine as it is.',
  ],
  [
    'changing a setting',
    'SET enable_external_access = true',
    'Line 1: "SET" reads or changes settings of the session, which are locked.',
  ],
  [
    'resetting a setting',
    'RESET lock_configuration',
    'Line 1: "RESET" reads or changes settings of the session, which are locked.',
  ],
  [
    'a pragma',
    'PRAGMA enable_logging',
    'Line 1: "PRAGMA" reads or changes settings of the session, which are locked.',
  ],
  [
    'writing a log',
    "CALL enable_logging('QueryLog')",
    'Line 1: "CALL" runs a procedure of the engine, which can switch logs on or read them.',
  ],
  [
    'a prepared statement',
    'PREPARE s AS SELECT 1',
    'Line 1: "PREPARE" keeps a statement for later: a theme query is exactly one statement that runs once.',
  ],
  [
    'running a prepared statement',
    'EXECUTE s',
    'Line 1: "EXECUTE" keeps a statement for later: a theme query is exactly one statement that runs once.',
  ],
  [
    'a transaction',
    'BEGIN',
    'Line 1: "BEGIN" belongs to transactions and storage, of which a theme has none.',
  ],
  [
    'a checkpoint',
    'CHECKPOINT',
    'Line 1: "CHECKPOINT" belongs to transactions and storage, of which a theme has none.',
  ],
  [
    'a second statement after a comment that speaks of others',
    "SELECT buurt FROM brp; -- DROP; SET\nCOPY brp TO 'out.csv'",
    'Line 2: "COPY" writes or reads files: the result of the SELECT is written by Sluis itself.',
  ],
  [
    'an explanation of a plan',
    'EXPLAIN SELECT buurt FROM brp',
    'Line 1: Only SELECT is accepted; "EXPLAIN" is none.',
  ],
  ['two selects', 'SELECT 1 AS a; SELECT 2 AS a', 'A theme query is exactly one statement.'],
];

describe('the SQL of a theme is refused before it runs', () => {
  const city = { domain: 'city', entityType: 'bsn', epoch: 1 };
  const police = { domain: 'police', entityType: 'bsn', epoch: 1 };

  it.each(REFUSED)('when it tries %s', async (_what, sql, message) => {
    const before = (await readdir(folder)).sort();
    const out = join(folder, 'out.parquet');
    const running = analyse({
      inputs: [
        {
          table: 'brp',
          files: [files.brp],
          columns: [
            { name: 'person', type: 'pseudonym', pseudonym: city },
            { name: 'buurt', type: 'text' },
            { name: 'inkomen', type: 'integer' },
          ],
        },
        {
          table: 'burglar',
          files: [files.burglar],
          columns: [
            { name: 'person', type: 'pseudonym', pseudonym: police },
            { name: 'buurt', type: 'text' },
          ],
        },
      ],
      sql,
      params: {},
      out,
      spillFolder: join(folder, 'spill-of-theme'),
    });
    const error = await running.then(
      () => null,
      (thrown: SluisError) => thrown,
    );
    expect([error?.code, error?.message]).toEqual(['SqlRefused', message]);
    // Not even a session was opened: its spill folder would be there.
    expect((await readdir(folder)).sort()).toEqual(before);
    expect(existsSync(out)).toBe(false);
  });
});
