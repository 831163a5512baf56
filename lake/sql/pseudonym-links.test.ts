import { describe, expect, it } from 'vitest';
import { pseudonymLinks, traceLineage } from './lineage.js';
import { readStatement } from './read-statement.js';
import type { SqlTable } from './scope.js';

const tag = { domain: 'city', entityType: 'bsn', epoch: 1 };
const table = (name: string): SqlTable => ({
  name,
  columns: [
    { name: 'person', type: 'pseudonym', pseudonym: tag },
    { name: 'jaar', type: 'integer' },
    { name: 'groep', type: 'text' },
  ],
});
const tables = ['a', 'b', 'c'].map(table);

/** One row of either table, a person of each in turn: no join compares a pseudonym. */
const BY_TURN = 'FROM (VALUES (1), (2)) AS k (i) LEFT JOIN a ON k.i = 1 LEFT JOIN b ON k.i = 2';

async function linked(sql: string): Promise<readonly string[]> {
  const statement = await readStatement(sql);
  const told = pseudonymLinks(statement, tables).map((link) => link.tables.join(' '));
  expect(traceLineage(statement, tables).links.map((link) => link.tables.join(' '))).toEqual(told);
  return told.sort();
}

describe('pseudonyms of one type that meet without being compared (X05) are', () => {
  const PAIR = ['a b'];
  const cases: readonly [string, readonly string[]][] = [
    [
      `SELECT coalesce(a.person, b.person) AS p ${BY_TURN} GROUP BY coalesce(a.person, b.person) HAVING count(DISTINCT k.i) = 2`,
      PAIR,
    ],
    [
      `SELECT max(a.jaar) AS j ${BY_TURN} GROUP BY coalesce(a.person, b.person) HAVING count(DISTINCT k.i) = 2`,
      PAIR,
    ],
    [`SELECT CASE WHEN k.i = 1 THEN a.person ELSE b.person END AS p ${BY_TURN}`, PAIR],
    [`SELECT count(DISTINCT CASE WHEN k.i = 1 THEN a.person ELSE b.person END) AS n ${BY_TURN}`, PAIR],
    [`SELECT count(*) OVER (PARTITION BY coalesce(a.person, b.person)) AS n ${BY_TURN}`, PAIR],
    ['SELECT coalesce(a.person, (SELECT max_by(b.person, b.jaar) FROM b)) AS p FROM a', PAIR],
    ['SELECT min_by(coalesce(a.person, b.person), a.jaar) AS p FROM a CROSS JOIN b', PAIR],
    ['SELECT lag(a.person, 1, b.person) OVER (ORDER BY a.jaar) AS p FROM a CROSS JOIN b', PAIR],
    ['SELECT v.p FROM a CROSS JOIN b, LATERAL (VALUES (a.person), (b.person)) AS v (p)', PAIR],
    ['SELECT person AS p FROM a UNION ALL SELECT person FROM b', PAIR],
    ['SELECT person AS p FROM a INTERSECT SELECT person FROM b', PAIR],
    [
      'SELECT coalesce(p, q) AS r FROM (SELECT person AS p, NULL AS q FROM a UNION ALL SELECT NULL, person FROM b) AS t',
      PAIR,
    ],
    [
      'WITH RECURSIVE r (p, n) AS (SELECT person, 1 FROM a UNION ALL SELECT coalesce(b.person, p), n + 1 FROM r CROSS JOIN b WHERE n < 3) SELECT p FROM r',
      PAIR,
    ],
    [
      'SELECT coalesce(a.person, b.person, c.person) AS p FROM a CROSS JOIN b CROSS JOIN c',
      ['a b', 'a c', 'b c'],
    ],
  ];
  it.each(cases)('a link: %s', async (sql, expected) => {
    expect(await linked(sql)).toEqual(expected);
  });

  it.each([
    'SELECT coalesce(x.person, y.person) AS p FROM a AS x CROSS JOIN a AS y',
    'SELECT a.person AS p, b.person AS q FROM a JOIN b ON a.groep = b.groep',
  ])('no link: %s', async (sql) => {
    expect(await linked(sql)).toEqual([]);
  });
});
