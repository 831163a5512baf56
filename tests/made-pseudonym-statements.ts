import fc from 'fast-check';

/**
 * Statements over a and b (person, buurt, n) that ask of pseudonyms what a theme may (equal, grouped, counted, chosen) and
 * what it may not (letters, order, constants), and choose areas by name or not. x and y are the tables of FROM.
 */
const { pseudonym, condition, area, figure } = fc.letrec<
  Record<'pseudonym' | 'condition' | 'area' | 'figure', string>
>((tie) => {
  const made = (parts: readonly string[], ...of: readonly fc.Arbitrary<string>[]) =>
    fc
      .tuple(...of)
      .map((inner) => parts.map((part, at) => (at === 0 ? part : `${inner[at - 1]}${part}`)).join(''));
  const [p, c, a, f] = [tie('pseudonym'), tie('condition'), tie('area'), tie('figure')];
  return {
    pseudonym: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 9, arbitrary: fc.constantFrom('x.person', 'x.person', 'y.person') },
      made(['coalesce(', ', ', ')'], p, p),
      made(['CASE WHEN ', ' THEN ', ' ELSE ', ' END'], c, p, p),
      made(['CASE WHEN ', ' THEN ', ' END'], c, p),
      made(['nullif(', ', ', ')'], p, p),
      made(['CAST(', ' AS VARCHAR)'], p),
      fc.constantFrom(
        '(SELECT max_by(person, n) FROM a)',
        '(SELECT max_by(person, n) FROM b)',
        '(SELECT max(person) FROM a)',
        'NULL',
        "'Q3'",
        '$p',
      ),
      made(['substr(', ', 2, 1)'], p),
      made(['replace(', ", '3', '')"], p),
      made(['', " || '-'"], p),
    ),
    area: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: fc.constantFrom('x.buurt', 'y.buurt') },
      fc.constantFrom("'BU1'", "(SELECT 'BU1')", "(SELECT 'BU1' FROM b WHERE n = 1)"),
      made(['coalesce(', ', ', ')'], a, a),
      made(['CASE WHEN ', ' THEN ', ' ELSE ', ' END'], c, a, a),
      made(['replace(', ", 'BU1', '')"], a),
      made(['substr(', ", 1, 0) || 'BU1'"], a),
      made(["'WK' || ", ''], a),
    ),
    figure: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: fc.constantFrom('x.n', 'y.n') },
      made(['CASE WHEN ', ' THEN ', ' ELSE ', ' END'], c, f, f),
      made(['length(', ')'], fc.oneof(p, a)),
      made(["position('3' IN ", ')'], p),
      made(["position('BU1' IN ", ')'], a),
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 2, arbitrary: fc.constantFrom('x.n > 2', 'x.n <> y.n', 'true') },
      made(['', ' = ', ''], p, p),
      made(['', ' <> ', ''], p, p),
      made(['', ' IS NULL'], p),
      made(['', ' IN (SELECT person FROM b)'], p),
      made(['NOT EXISTS (SELECT 1 FROM a WHERE a.person = ', ')'], p),
      made(['row(', ', x.n) = row(', ', y.n)'], p, p),
      made(['', ' = ', ''], a, a),
      made(['', " IN (SELECT 'BU1')"], a),
      made(['(', ' AND ', ')'], c, c),
      made(['NOT (', ')'], c),
      made(['', ' < ', ''], p, p),
      made(['', " LIKE '%3%'"], p),
      made(['starts_with(', ', ', ')'], p, p),
      made(['TRY_CAST(substr(', ', 2, 1) AS INTEGER) > 4'], p),
    ),
  };
});

/** FROM and WHERE; where one table stands alone, x and y are the same. */
const source = fc
  .tuple(
    fc.constantFrom('a AS x', 'b AS x', 'a AS x JOIN b AS y', 'a AS x JOIN a AS y'),
    condition,
    condition,
  )
  .map(([tables, on, where]) => ({
    isPair: tables.includes('JOIN'),
    text: `${tables}${tables.includes('JOIN') ? ` ON ${on}` : ''} WHERE ${where}`,
  }));

const over = fc.constantFrom(
  ...['PARTITION BY {}', 'PARTITION BY {} ORDER BY x.n, y.n', 'ORDER BY {}'].map((one) => `OVER (${one})`),
);
const shapes = fc.oneof(
  fc
    .tuple(figure, condition, pseudonym)
    .map(([f, c, p]) => `SELECT ${f} AS f, ${c} AS c, ${p} AS p FROM {source}`),
  fc.tuple(figure, pseudonym).map(([f, p]) => `SELECT DISTINCT ${f} AS f, ${p} AS p FROM {source}`),
  fc
    .tuple(figure, fc.oneof(pseudonym, area))
    .map(([f, g]) => `SELECT count(*) AS c, max(${f}) AS f FROM {source} GROUP BY ${g} HAVING count(*) > 1`),
  fc
    .tuple(pseudonym, pseudonym)
    .map(([p, q]) => `SELECT count(DISTINCT ${p}) AS c, count(${q}) AS d FROM {source}`),
  fc
    .tuple(over, fc.oneof(pseudonym, area))
    .map(([window, p]) => `SELECT x.n AS f, count(*) ${window.replace('{}', p)} AS c FROM {source}`),
  fc
    .tuple(fc.oneof(pseudonym, area), fc.constantFrom('UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'))
    .map(
      ([p, sign]) =>
        `SELECT count(*) AS c FROM (SELECT ${p} AS p FROM {source} ${sign} SELECT person FROM b) AS t GROUP BY p`,
    ),
  fc.tuple(figure, pseudonym).map(([f, p]) => `SELECT ${f} AS f FROM {source} ORDER BY ${p} LIMIT 1`),
  fc.tuple(figure, pseudonym).map(([f, p]) => `SELECT max_by(${f}, ${p}) AS f FROM {source}`),
);

export const madeOfPseudonyms = fc.tuple(shapes, source).map(([shape, { isPair, text }]) => {
  const sql = shape.replace('{source}', () => text);
  return isPair ? sql : sql.replaceAll('y.', 'x.');
});
