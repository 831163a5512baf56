import { describe, expect, it } from 'vitest';
import { traceLineage } from './lineage.js';
import { readStatement } from './read-statement.js';
import type { SqlTable } from './scope.js';

const tables: readonly SqlTable[] = [
  {
    name: 'brp',
    columns: [
      { name: 'buurt', type: 'text' },
      { name: 'inkomen', type: 'integer' },
    ],
  },
  { name: 'kwb', columns: [{ name: 'code', type: 'text' }] },
];

describe('columns that a statement holds against a constant', () => {
  const picked = async (sql: string) =>
    traceLineage(await readStatement(sql), tables).picked.map(({ table, column }) => `${table}.${column}`);
  it.each([
    ["SELECT count(*) AS n FROM brp WHERE buurt = 'x'", ['brp.buurt']],
    ["SELECT count(*) AS n FROM brp WHERE buurt IN ('x', 'y')", ['brp.buurt']],
    ['SELECT count(*) AS n FROM brp WHERE buurt = $b', ['brp.buurt']],
    ["SELECT count(*) AS n FROM brp WHERE buurt LIKE 'x%'", ['brp.buurt']],
    ["SELECT count(*) AS n FROM brp WHERE substr(buurt, 1, 2) = 'BU'", ['brp.buurt']],
    ["SELECT count(*) AS n FROM brp JOIN (VALUES ('x')) AS v (c) ON v.c = buurt", ['brp.buurt']],
    ["SELECT CASE buurt WHEN 'x' THEN 1 ELSE 2 END AS n FROM brp", ['brp.buurt']],
    ['SELECT count(*) AS n FROM brp JOIN kwb ON code = buurt', []],
    ["SELECT buurt AS n FROM brp UNION ALL SELECT 'x' FROM kwb", []],
    ["SELECT count(*) AS n FROM brp WHERE buurt = (SELECT 'BU1')", ['brp.buurt']],
    ["SELECT count(*) AS n FROM brp WHERE buurt = (SELECT 'BU1' FROM kwb)", ['brp.buurt']],
    ["SELECT count(*) AS n FROM brp WHERE buurt IN (SELECT 'BU1')", ['brp.buurt']],
    [
      "SELECT count(*) AS n FROM brp WHERE buurt = CASE WHEN inkomen IS NULL THEN 'BU1' ELSE 'BU2' END",
      ['brp.buurt'],
    ],
    [
      "SELECT count(*) AS n FROM brp WHERE buurt = (SELECT first_value('BU1') OVER (ORDER BY code) FROM kwb)",
      ['brp.buurt'],
    ],
    ["SELECT count(*) AS n FROM brp WHERE replace(buurt, 'BU1', '') <> buurt", ['brp.buurt']],
    ["SELECT count(*) AS n FROM brp JOIN kwb ON replace(buurt, 'BU1', '') = code", ['brp.buurt', 'kwb.code']],
    ["SELECT sum(inkomen * position('BU1' IN buurt)) AS n FROM brp", ['brp.buurt', 'brp.inkomen']],
    ["SELECT max_by(inkomen, replace(buurt, 'BU1', 'ZZZ')) AS n FROM brp", ['brp.buurt', 'brp.inkomen']],
    [
      "SELECT count(*) AS n FROM brp JOIN kwb ON substr(buurt, 1, 0) || 'BU1' = code",
      ['brp.buurt', 'kwb.code'],
    ],
    [
      "SELECT count(*) AS n FROM brp JOIN kwb ON substr(buurt, 1, 0) || 'B' || 'U' || '1' = code",
      ['brp.buurt', 'kwb.code'],
    ],
    [
      "SELECT count(*) AS n FROM (SELECT buurt AS b FROM brp UNION ALL SELECT 'BU1') AS t JOIN kwb ON b = code",
      ['brp.buurt', 'kwb.code'],
    ],
    [
      "SELECT count(*) AS n FROM (SELECT buurt AS b FROM brp UNION ALL SELECT 'BU1') AS t GROUP BY b",
      ['brp.buurt'],
    ],
    ["SELECT buurt AS n FROM brp INTERSECT ALL SELECT 'BU1'", ['brp.buurt']],
    ["SELECT code AS n FROM kwb ORDER BY coalesce(code, 'BU1') LIMIT 1", ['kwb.code']],
    ["SELECT count(*) OVER (PARTITION BY coalesce(code, 'BU1')) AS n FROM kwb", ['kwb.code']],
    ["SELECT DISTINCT 'WK' || substr(buurt, 3, 6) AS n FROM brp", []],
    ["SELECT count(*) AS n FROM brp JOIN kwb ON 'WK' || substr(buurt, 3, 6) = code", []],
    [
      "SELECT count(*) AS n FROM brp JOIN kwb ON 'WK' || substr(buurt, 3, 6) = 'WK' || substr(code, 3, 6)",
      [],
    ],
    [
      "WITH g AS (SELECT buurt AS c FROM brp UNION ALL SELECT 'WK' || substr(buurt, 3, 6) FROM brp GROUP BY 'WK' || substr(buurt, 3, 6)) SELECT count(*) AS n FROM g JOIN kwb ON c = code",
      [],
    ],
  ])('%s', async (sql, expected) => {
    expect(await picked(sql)).toEqual(expected);
  });
});
