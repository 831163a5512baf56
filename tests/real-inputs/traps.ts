/**
 * The traps that the README of the data lists: what it is, the source, a query on its curated data as `data`, and the
 * rows that it must answer, counted by hand or by another program.
 */
export const TRAPS: readonly (readonly [string, string, string, readonly (readonly unknown[])[]])[] = [
  [
    'a decimal comma and a point in one row',
    'cbs-kwb-2020-amsterdam',
    `SELECT avg_household_size, avg_property_value_1000eur FROM data WHERE area_code = 'GM0363'`,
    [[1.8, 416]],
  ],
  [
    'names that are not unique',
    'cbs-kwb-2024-herkomst',
    'SELECT count(*) FROM (SELECT 1 FROM data GROUP BY area_name, gemeente HAVING count(*) > 1)',
    [[563]],
  ],
  [
    'keys padded with blanks',
    'cbs-wijken-en-buurten',
    `SELECT left(area_code, 2) AS level, count(*) FROM data WHERE area_code = trim(area_code) GROUP BY ALL ORDER BY ALL`,
    [
      ['BU', 14_422],
      ['GM', 343],
      ['NL', 1],
      ['WK', 3353],
    ],
  ],
  [
    'a footer, and points for what is suppressed',
    'cbs-vermogen-2024-gemeente',
    `SELECT count(*) FILTER (regio LIKE 'Bron:%'), count(*) FILTER (vermogen_mediaan IS NULL), max(huishoudens) FILTER (regio = 'Zwolle') FROM data`,
    [[0, 2, 62.6]],
  ],
  [
    'regional units and the country among municipalities',
    'politie-misdrijven-2024',
    `SELECT count(*) FILTER (regio LIKE '%(RE)'), max(misdrijven_2024) FILTER (regio = 'Nederland') FROM data`,
    [[11, 805_559]],
  ],
  [
    'line ends inside cells',
    'politie-soort-misdrijf',
    `SELECT count(*) FILTER (toelichting LIKE '%' || chr(10) || '%'), count(*) FILTER (code = '0.0.0') FROM data`,
    [[57, 1]],
  ],
  [
    'never fewer than ten connections, gas and electricity',
    'liander-kleinverbruik-2018',
    'SELECT min(aantal_aansluitingen), count(DISTINCT productsoort) FROM data',
    [[10, 2]],
  ],
  [
    'a colour with a blank behind it',
    'kinderopvang-amsterdam',
    'SELECT kleur, count(*) FROM data GROUP BY ALL ORDER BY ALL',
    [
      ['geel', 1162],
      ['groen', 1045],
      ['oranje', 498],
      ['rood', 246],
    ],
  ],
  [
    'amounts as text, whole enough to be added up by whoever reads the point, beside amounts as numbers',
    'amsterdam-subsidies-2016',
    `SELECT count(*) FILTER (aangevraagd SIMILAR TO '€ \\d{1,3}([.]\\d{3}){2}'),
     sum(CAST(replace(replace(aangevraagd, '€ ', ''), '.', '') AS BIGINT)), sum(verleend) FROM data`,
    [[84, 465_243_429, 427_419_075]],
  ],
  [
    'days before months, in years of two figures',
    'kinderopvang-amsterdam',
    `SELECT count(*) FILTER (year(strptime(bezoekdatum, '%d-%m-%y')) = jaar),
     count(try_strptime(bezoekdatum, '%m-%d-%y')) FROM data`,
    [[2951, 2951 - 1887]],
  ],
  [
    'months before days, and months by name',
    'kinderopvang-amsterdam',
    `SELECT count(try_strptime(houder_vanaf, '%m/%d/%Y')), count(try_strptime(houder_vanaf, '%d/%m/%Y')),
     count(*) FILTER (houder_vanaf SIMILAR TO '\\d{2} [a-z]+ \\d{4}') FROM data`,
    [[2350, 2350 - 945, 12]],
  ],
  [
    'amounts with and without decimals',
    'subsidies-ministeries-2015',
    'SELECT sum(realisatie) FROM data',
    [[4_789_382_037.31007]],
  ],
  [
    'numbers with leading zeros',
    'oin-register-2016',
    `SELECT count(*) FILTER (oin LIKE '0000000%' AND length(oin) = 20), count(DISTINCT oin),
     count(DISTINCT organisatie) FROM data`,
    [[742, 742, 742]],
  ],
  [
    'municipalities as codes of 2016',
    'riec-per-gemeente',
    `SELECT count(DISTINCT gemeente_code) FILTER (gemeente_code LIKE 'GM____') FROM data`,
    [[390]],
  ],
  [
    'members that are null',
    'amsterdam-buurten-2022',
    'SELECT count(einde), count(DISTINCT buurt_code) FROM data',
    [[0, 518]],
  ],
  [
    'blanks after every comma, CRLF',
    'febrl-4a',
    'SELECT count(staat), count(DISTINCT staat), count(*) FILTER (staat <> trim(staat)) FROM data',
    [[4950, 8, 0]],
  ],
  [
    'blanks after every comma, LF',
    'febrl-4b',
    'SELECT count(staat), count(DISTINCT staat), count(*) FILTER (staat <> trim(staat)) FROM data',
    [[4893, 50, 0]],
  ],
  [
    'addresses with commas, left out beside four prices that are missing',
    'woningaanbod-amsterdam-2021',
    `SELECT count(vraagprijs), sum(vraagprijs), sum(oppervlak), sum(kamers), count(DISTINCT pc4) FILTER (pc4 SIMILAR TO '1[01]\\d\\d'),
     (SELECT count(*) FROM (DESCRIBE data)) FROM data`,
    [[920, 574_620_000, 88_715, 3300, 70, 4]],
  ],
  [
    'a form of its own, latitude first, its parts of one area apart',
    'politie-den-haag-omtrek',
    `SELECT count(DISTINCT split_part(omtrek, ',', 1)), sum(len(string_split_regex(omtrek, '[|^]')) - 1),
     count(*) FILTER (omtrek LIKE '%^%'),
     count(*) FILTER (omtrek SIMILAR TO '\\d{5,6},[^|^]+([|^]5[12]([.]\\d+)?,4([.]\\d+)?)+') FROM data`,
    [[236, 89_683, 3, 236]],
  ],
  [
    'an outline kept as text',
    'den-haag-wijken-2012',
    `SELECT count(*) FILTER (geometrie LIKE '{"type":%') FROM data`,
    [[44]],
  ],
];
