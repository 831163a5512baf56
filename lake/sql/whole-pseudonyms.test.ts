import { describe, expect, it } from 'vitest';
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
  ])('in %s', async (sql) => {
    expect(await unitOf(sql)).toMatchObject({ pseudonym, isWhole: true });
  });

  it.each([
    'SELECT person || jaar AS u FROM a',
    "SELECT person || k.t AS u FROM a CROSS JOIN (VALUES ('x'), ('y')) AS k (t)",
    'SELECT person || CAST(row_number() OVER (ORDER BY jaar) AS VARCHAR) AS u FROM a',
    "SELECT CASE WHEN k.t = 'x' THEN person ELSE k.t END AS u FROM a CROSS JOIN (VALUES ('x'), ('y')) AS k (t)",
    'SELECT coalesce(person, jaar) AS u FROM a',
    'SELECT person || jaar AS u FROM a UNION ALL SELECT person FROM b',
    "SELECT t.u FROM a CROSS JOIN LATERAL (VALUES (person), (person || '2')) AS t (u)",
    'SELECT substr(person, 1, length(jaar)) AS u FROM a',
  ])('not in %s', async (sql) => {
    expect(await unitOf(sql)).toMatchObject({ pseudonym, isWhole: false });
  });

  it.each([
    'SELECT row_number() OVER (ORDER BY person) AS u FROM a',
    'SELECT jaar AS u FROM a',
    'SELECT count(person) AS u FROM a',
  ])('and not without a pseudonym: %s', async (sql) => {
    const unit = await unitOf(sql);
    expect([unit?.pseudonym, unit?.isWhole]).toEqual([undefined, undefined]);
  });
});
