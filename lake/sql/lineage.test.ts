import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { SluisError } from '../../domain/errors.js';
import { checkDeclared } from './check-declared.js';
import { pseudonymLinks, traceLineage } from './lineage.js';
import { readStatement } from './read-statement.js';
import type { SqlTable } from './scope.js';

const cityTag = { domain: 'city', entityType: 'bsn', epoch: 1 };
const otherTag = { domain: 'police', entityType: 'bsn', epoch: 1 };
const tables: readonly SqlTable[] = [
  {
    name: 'brp',
    columns: [
      { name: 'person', type: 'pseudonym', pseudonym: cityTag },
      { name: 'buurt', type: 'text' },
      { name: 'geboortejaar', type: 'integer' },
      { name: 'inkomen', type: 'decimal' },
      { name: 'sinds', type: 'date' },
    ],
  },
  {
    name: 'suspect',
    columns: [
      { name: 'person', type: 'pseudonym', pseudonym: cityTag },
      { name: 'jaar', type: 'integer' },
      { name: 'groep', type: 'text' },
    ],
  },
  {
    name: 'burglar',
    columns: [
      { name: 'person', type: 'pseudonym', pseudonym: otherTag },
      { name: 'buurt', type: 'text' },
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

async function trace(sql: string) {
  return traceLineage(await readStatement(sql), tables);
}

/** "name: direct | indirect", columns as table.column, in the order of the outputs. */
async function lines(sql: string): Promise<readonly string[]> {
  const { outputs } = await trace(sql);
  const list = (refs: (typeof outputs)[number]['direct']) =>
    refs.map((r) => `${r.table}.${r.column}`).join(' ');
  return outputs.map((output) => `${output.name}: ${list(output.direct)} | ${list(output.indirect)}`);
}

async function reason(sql: string): Promise<unknown> {
  const error = await trace(sql).then(
    () => null,
    (thrown: SluisError) => thrown,
  );
  return error === null ? 'accepted' : (error.details?.reason ?? error);
}

describe('column lineage, against lineage written by hand', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    [
      'a filter reaches every column',
      'SELECT code FROM kwb WHERE inwoners > 10',
      ['code: kwb.code | kwb.* kwb.inwoners'],
    ],
    [
      'the star is all granted columns',
      'SELECT * FROM kwb',
      ['code: kwb.code | kwb.*', 'inwoners: kwb.inwoners | kwb.*'],
    ],
    [
      'count(*) is the existence of rows, groups reach every column',
      'SELECT buurt, count(*) AS n FROM brp GROUP BY buurt',
      ['buurt: brp.buurt | brp.* brp.buurt', 'n: brp.* | brp.* brp.buurt'],
    ],
    [
      'a join condition reaches every column',
      'SELECT b.buurt, s.jaar FROM brp AS b JOIN suspect AS s ON b.person = s.person',
      [
        'buurt: brp.buurt | brp.* brp.person suspect.* suspect.person',
        'jaar: suspect.jaar | brp.* brp.person suspect.* suspect.person',
      ],
    ],
    [
      'USING gives one column of both sides',
      'SELECT person, groep FROM brp JOIN suspect USING (person)',
      [
        'person: brp.person suspect.person | brp.* brp.person suspect.* suspect.person',
        'groep: suspect.groep | brp.* brp.person suspect.* suspect.person',
      ],
    ],
    [
      'a common table expression is followed through, renamed',
      'WITH a (plek, n) AS (SELECT buurt, count(*) FROM brp WHERE geboortejaar > 1999 GROUP BY buurt) SELECT n AS aantal FROM a',
      ['aantal: brp.* | brp.* brp.buurt brp.geboortejaar'],
    ],
    [
      'EXISTS reads what it correlates',
      'SELECT code FROM kwb WHERE EXISTS (SELECT 1 FROM brp WHERE brp.buurt = kwb.code AND geboortejaar < 1950)',
      ['code: kwb.code | brp.* brp.buurt brp.geboortejaar kwb.* kwb.code'],
    ],
    [
      'IN of a subquery compares its column',
      'SELECT jaar FROM suspect WHERE person IN (SELECT person FROM brp WHERE buurt = $b)',
      ['jaar: suspect.jaar | brp.* brp.buurt brp.person suspect.* suspect.person'],
    ],
    [
      'a scalar subquery brings its filter along',
      'SELECT code, (SELECT max(geboortejaar) FROM brp WHERE buurt = code) AS jongste FROM kwb',
      ['code: kwb.code | kwb.*', 'jongste: brp.geboortejaar | brp.* brp.buurt kwb.* kwb.code'],
    ],
    [
      'a window partitions and orders indirectly',
      'SELECT jaar, row_number() OVER (PARTITION BY person ORDER BY jaar) AS nr FROM suspect',
      ['jaar: suspect.jaar | suspect.*', 'nr: suspect.* | suspect.* suspect.jaar suspect.person'],
    ],
    [
      'a window frame sums its own column',
      'SELECT sum(inwoners) OVER (ORDER BY code ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM kwb',
      ['s: kwb.inwoners | kwb.* kwb.code'],
    ],
    [
      'FILTER is indirect',
      "SELECT count(*) FILTER (WHERE groep = 'drugs') AS n FROM suspect",
      ['n: suspect.* | suspect.* suspect.groep'],
    ],
    [
      'CASE chooses indirectly',
      "SELECT CASE WHEN inwoners > 5 THEN code ELSE '-' END AS c FROM kwb",
      ['c: kwb.code | kwb.* kwb.inwoners'],
    ],
    [
      'UNION ALL mixes by place',
      'SELECT buurt AS plek FROM brp UNION ALL SELECT code FROM kwb',
      ['plek: brp.buurt kwb.code | brp.* kwb.*'],
    ],
    [
      'EXCEPT decides rows by all columns',
      'SELECT buurt AS plek FROM brp EXCEPT SELECT code FROM kwb',
      ['plek: brp.buurt kwb.code | brp.* brp.buurt kwb.* kwb.code'],
    ],
    [
      'ROLLUP and GROUPING',
      'SELECT buurt, geboortejaar, grouping(buurt) AS g, count(*) AS n FROM brp GROUP BY ROLLUP (buurt, geboortejaar)',
      [
        'buurt: brp.buurt | brp.* brp.buurt brp.geboortejaar',
        'geboortejaar: brp.geboortejaar | brp.* brp.buurt brp.geboortejaar',
        'g: brp.buurt | brp.* brp.buurt brp.geboortejaar',
        'n: brp.* | brp.* brp.buurt brp.geboortejaar',
      ],
    ],
    [
      'GROUPING SETS, HAVING and ORDER BY',
      'SELECT buurt FROM brp GROUP BY GROUPING SETS ((buurt), ()) HAVING sum(inkomen) > 1 ORDER BY max(sinds)',
      ['buurt: brp.buurt | brp.* brp.buurt brp.inkomen brp.sinds'],
    ],
    [
      'GROUP BY a position',
      'SELECT buurt FROM brp GROUP BY 1 ORDER BY 1',
      ['buurt: brp.buurt | brp.* brp.buurt'],
    ],
    [
      'DISTINCT looks at all columns',
      'SELECT DISTINCT buurt, geboortejaar AS j FROM brp',
      [
        'buurt: brp.buurt | brp.* brp.buurt brp.geboortejaar',
        'j: brp.geboortejaar | brp.* brp.buurt brp.geboortejaar',
      ],
    ],
    [
      'a list of values is no input',
      "SELECT n.naam, kwb.inwoners FROM kwb JOIN (VALUES ('a', 'Alpha')) AS n (code, naam) ON n.code = kwb.code",
      ['naam:  | kwb.* kwb.code', 'inwoners: kwb.inwoners | kwb.* kwb.code'],
    ],
    [
      'recursion is followed to its end',
      'WITH RECURSIVE r (jaar) AS (SELECT min(jaar) FROM suspect UNION ALL SELECT jaar + 1 FROM r WHERE jaar < 2020) SELECT jaar FROM r',
      ['jaar: suspect.jaar | suspect.* suspect.jaar'],
    ],
    [
      'a derived table may name what stands beside it',
      'SELECT q.n FROM kwb, LATERAL (SELECT inwoners + 1 AS n) AS q',
      ['n: kwb.inwoners | kwb.*'],
    ],
    [
      'ORDER BY prefers an output column',
      'SELECT geboortejaar AS buurt FROM brp ORDER BY buurt',
      ['buurt: brp.geboortejaar | brp.* brp.geboortejaar'],
    ],
    [
      'the best of a group carries its order',
      'SELECT max_by(groep, jaar) AS laatste FROM suspect',
      ['laatste: suspect.groep suspect.jaar | suspect.*'],
    ],
    ['names do not depend on case', 'SELECT K.INWONERS AS n FROM KWB AS k', ['n: kwb.inwoners | kwb.*']],
    [
      'interval arithmetic, extract, date_diff, try_cast',
      "SELECT date_diff('day', sinds, sinds + INTERVAL '1' MONTH) AS d, extract(year FROM sinds) AS j, try_cast(buurt AS INTEGER) AS b FROM brp",
      ['d: brp.sinds | brp.*', 'j: brp.sinds | brp.*', 'b: brp.buurt | brp.*'],
    ],
  ];
  it.each(cases)('%s', async (_, sql, expected) => {
    expect(await lines(sql)).toEqual(expected);
  });

  it.each(cases)('what is not read is not needed: the engine answers without it (%s)', async (_, sql) => {
    const { read } = await trace(sql);
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const [table, columns] of Object.entries(read)) {
      const known = tables.find(({ name }) => name === table)?.columns ?? [];
      const kept = known.filter(({ name }) => columns.includes(name));
      const types = {
        text: 'VARCHAR',
        integer: 'INTEGER',
        date: 'DATE',
        decimal: 'DECIMAL(9,2)',
        pseudonym: 'VARCHAR',
      };
      const definitions = kept.map(({ name, type }) => `${name} ${types[type as keyof typeof types]}`);
      await connection.run(`CREATE TABLE ${table} (${[...definitions, 'other VARCHAR'].join(', ')})`);
    }
    const prepared = await connection.prepare(sql);
    expect(prepared.parameterCount).toBe(sql.includes('$') ? 1 : 0);
    connection.closeSync();
    instance.closeSync();
  });

  it('tells which columns are read at all, also by what is not selected', async () => {
    const { read } = await trace('WITH unused AS (SELECT inkomen FROM brp) SELECT count(*) AS n FROM kwb');
    expect(read).toEqual({ brp: ['inkomen'], kwb: [] });
  });

  it('refuses a declared column that is not read, and accepts when all are', async () => {
    const kwb = tables.filter(({ name }) => name === 'kwb');
    const some = await trace('SELECT code FROM kwb');
    const declared = { tables: kwb, parameters: [] };
    expect(() => checkDeclared({ reads: [some.read], parameters: [] }, declared)).toThrow(/kwb\.inwoners/);
    const all = await trace('SELECT inwoners FROM kwb');
    checkDeclared({ reads: [some.read, all.read], parameters: [] }, declared);
    const unused = { tables: kwb, parameters: ['grens'] };
    expect(() => checkDeclared({ reads: [some.read, all.read], parameters: [] }, unused)).toThrow(/grens/);
  });
});

describe('names that do not resolve', () => {
  const cases: readonly [string, string][] = [
    ['table-not-granted', 'SELECT 1 AS x FROM elsewhere'],
    ['column-not-granted', 'SELECT bsn FROM brp'],
    ['column-not-granted', 'SELECT b.bsn FROM brp AS b'],
    ['column-not-granted', 'SELECT rowid FROM brp'],
    ['column-ambiguous', 'SELECT person FROM brp JOIN suspect ON brp.person = suspect.person'],
    ['whole-row', 'SELECT brp FROM brp'],
    ['alias-reuse', 'SELECT inwoners + 1 AS meer, meer + 1 AS nog FROM kwb'],
    ['alias-reuse', 'SELECT inwoners + 1 AS meer FROM kwb WHERE meer > 1'],
    ['alias-reuse', 'SELECT lower(code) AS kleine, count(*) AS n FROM kwb GROUP BY kleine'],
    ['table-twice', 'SELECT 1 AS x FROM kwb JOIN kwb ON true'],
    ['shadowed-table', 'WITH kwb AS (SELECT 1 AS x) SELECT x FROM kwb'],
    ['column-count', 'SELECT code FROM kwb UNION ALL SELECT code, inwoners FROM kwb'],
    ['order-position', 'SELECT code FROM kwb ORDER BY 2'],
    ['output-name', 'SELECT inwoners + 1 FROM kwb'],
    ['output-name', 'SELECT code, code FROM kwb'],
    ['output-name', 'SELECT code AS "a b" FROM kwb'],
    ['now-dependent', 'SELECT current_date AS d FROM kwb'],
    ['nested-name', 'SELECT a.kwb.code FROM kwb'],
  ];
  it.each(cases)('%s: %s', async (expected, sql) => {
    expect(await reason(sql)).toBe(expected);
  });
});

describe('typed pseudonyms (X03)', () => {
  const cases: readonly [string, string][] = [
    ['pseudonym-domains', 'SELECT brp.buurt FROM brp JOIN burglar ON brp.person = burglar.person'],
    ['pseudonym-domains', 'SELECT brp.buurt FROM brp JOIN burglar USING (person)'],
    ['pseudonym-domains', 'SELECT brp.buurt FROM brp, burglar WHERE brp.person <> burglar.person'],
    ['pseudonym-domains', 'SELECT buurt FROM brp WHERE person IN (SELECT person FROM burglar)'],
    [
      'pseudonym-domains',
      'SELECT buurt FROM brp WHERE (person, buurt) IN (SELECT person, buurt FROM burglar)',
    ],
    [
      'pseudonym-domains',
      'SELECT buurt FROM brp WHERE EXISTS (SELECT 1 FROM burglar WHERE burglar.person = brp.person)',
    ],
    ['pseudonym-domains', 'SELECT person FROM brp UNION ALL SELECT person FROM burglar'],
    ['pseudonym-domains', 'SELECT person FROM brp INTERSECT SELECT person FROM burglar'],
    [
      'pseudonym-domains',
      'SELECT coalesce(a.person, b.person) AS p FROM brp AS a FULL JOIN burglar AS b ON a.buurt = b.buurt',
    ],
    [
      'pseudonym-domains',
      'SELECT CASE WHEN brp.buurt = burglar.buurt THEN brp.person ELSE burglar.person END AS p FROM brp, burglar',
    ],
    [
      'pseudonym-domains',
      'WITH a AS (SELECT person AS p, count(*) AS n FROM brp GROUP BY person) SELECT n FROM a JOIN burglar ON burglar.person = p',
    ],
    ['pseudonym-domains', 'SELECT CAST(brp.person AS VARCHAR) = burglar.person AS x FROM brp, burglar'],
    ['pseudonym-domains', 'SELECT nullif(brp.person, burglar.person) AS x FROM brp, burglar'],
    [
      'pseudonym-domains',
      'SELECT b.buurt FROM brp AS b WHERE b.person = (SELECT max_by(person, buurt) FROM burglar)',
    ],
    ['pseudonym-constant', "SELECT buurt FROM brp WHERE person = 'x'"],
    ['pseudonym-constant', 'SELECT buurt FROM brp WHERE person = $p'],
    ['pseudonym-constant', "SELECT buurt FROM brp WHERE person IN ('x', 'y')"],
    ['pseudonym-constant', "SELECT buurt FROM brp WHERE person LIKE 'ab%'"],
    ['pseudonym-constant', "SELECT buurt FROM brp WHERE starts_with(person, 'ab')"],
    ['pseudonym-constant', "SELECT coalesce(person, '-') AS p FROM brp"],
    ['pseudonym-constant', 'SELECT v.p FROM brp, LATERAL (VALUES (person), ($p)) AS v (p)'],
    ['pseudonym-constant', "SELECT lag(person, 1, 'x') OVER (ORDER BY buurt) AS p FROM brp"],
    [
      'pseudonym-constant',
      'WITH RECURSIVE r (p, j, n) AS (SELECT NULL, geboortejaar, 1 FROM brp WHERE person IS NOT NULL UNION ALL SELECT $p, b.geboortejaar, n + 1 FROM r JOIN brp AS b ON b.person = r.p OR n = 1 WHERE n < 3) SELECT j FROM r WHERE n = 3',
    ],
    ['pseudonym-plain', 'SELECT coalesce(person, buurt) AS p FROM brp'],
    ['pseudonym-plain', 'SELECT CASE WHEN geboortejaar > 2000 THEN person ELSE buurt END AS p FROM brp'],
    ['pseudonym-constant', "SELECT CASE person WHEN 'x' THEN 1 ELSE 2 END AS c FROM brp"],
    ['pseudonym-plain', 'SELECT buurt FROM brp JOIN kwb ON person = code'],
    ['accepted', 'SELECT brp.buurt FROM brp JOIN burglar ON brp.buurt = burglar.buurt'],
    [
      'accepted',
      'SELECT buurt, count(DISTINCT person) AS n FROM brp WHERE person IS NOT NULL GROUP BY buurt',
    ],
    ['accepted', 'SELECT person FROM brp UNION ALL SELECT NULL FROM kwb'],
    ['accepted', 'SELECT lag(person, 1) OVER (PARTITION BY person ORDER BY buurt) AS p FROM brp'],
    ['accepted', 'SELECT buurt, max_by(person, geboortejaar) AS p FROM brp GROUP BY buurt'],
    ['accepted', 'SELECT nullif(person, person) AS p, count(person) AS n FROM brp GROUP BY person'],
  ];
  it.each(cases)('%s: %s', async (expected, sql) => {
    expect(await reason(sql)).toBe(expected);
  });

  it('tells a gate of every statement that it refuses which pseudonyms of which tables meet in it', async () => {
    const mixed = cases.filter(([expected]) => expected === 'pseudonym-domains');
    expect(mixed.length).toBeGreaterThan(10);
    for (const [, sql] of mixed) {
      const links = pseudonymLinks(await readStatement(sql), tables);
      const met = links.map(({ tags, tables: from }) => [new Set(tags.map(({ domain }) => domain)), from]);
      expect(met, sql).toContainEqual([new Set(['city', 'police']), ['brp', 'burglar']]);
    }
  });

  it('names the tables that pseudonyms link, and keeps the tag on the output', async () => {
    const { links, outputs } = await trace(
      'SELECT b.person FROM brp AS b JOIN suspect AS s ON b.person = s.person',
    );
    expect(links).toEqual([{ tags: [cityTag, cityTag], tables: ['brp', 'suspect'] }]);
    expect(outputs[0]?.pseudonym).toEqual(cityTag);
    expect((await trace('SELECT buurt FROM brp')).links).toEqual([]);
  });
});

describe('what can be seen in an output column', () => {
  const cases: readonly [sql: string, carried: readonly string[], through: readonly string[]][] = [
    ['SELECT buurt AS c FROM brp', ['brp.buurt'], []],
    ["SELECT 'WK' || substr(buurt, 3, 6) AS c FROM brp", ['brp.buurt'], []],
    ['SELECT count(DISTINCT buurt) AS c FROM brp', [], ['count']],
    ['SELECT count(*) AS c FROM brp', [], ['count']],
    ['SELECT CAST(sum(inkomen) AS DOUBLE) / nullif(count(*), 0) AS c FROM brp', [], ['count', 'sum']],
    ['SELECT max(sinds) AS c FROM brp', ['brp.sinds'], ['max']],
    ['SELECT min_by(buurt, sinds) AS c FROM brp', ['brp.buurt', 'brp.sinds'], ['min_by']],
    ['SELECT rank() OVER (ORDER BY inkomen) AS c FROM brp', [], ['rank']],
    ['SELECT lag(inkomen) OVER (ORDER BY sinds) AS c FROM brp', ['brp.inkomen'], ['lag']],
    [
      "SELECT CASE WHEN buurt = 'x' THEN groep ELSE '-' END AS c FROM brp JOIN suspect USING (person)",
      ['suspect.groep'],
      [],
    ],
    ["SELECT buurt = 'x' AS c FROM brp", [], []],
    [
      'SELECT max(n) AS c FROM (SELECT buurt, count(*) AS n FROM brp GROUP BY buurt) AS t',
      [],
      ['count', 'max'],
    ],
  ];
  it.each(cases)('%s', async (sql, carried, through) => {
    const [output] = (await trace(sql)).outputs;
    expect(output?.carried.map(({ table, column }) => `${table}.${column}`)).toEqual(carried);
    expect(output?.through).toEqual(through);
  });
});
