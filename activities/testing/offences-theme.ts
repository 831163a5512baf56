import { testBsn } from '../../demo/city/test-bsn.js';
import { bundleTheme, type ThemeShelf } from '../../policy/schema/theme-bundle.js';
import { csvOf } from './vault-stage.js';

/** Persons by kind of offence in 2023 and 2024, each in one cell: by hand, what a table of them must show. */
export const PERSONS_BY_KIND = {
  drugs: [30, 24],
  geweld: [4, 15],
  vermogen: [21, 26],
  vernieling: [13, 18],
} as const;

/** A delivery with one registration of each of these persons. */
export function registrations(): Buffer {
  const rows: string[] = [];
  for (const [kind, counts] of Object.entries(PERSONS_BY_KIND))
    for (const [index, count] of counts.entries())
      for (let person = 0; person < count; person += 1)
        rows.push(`${testBsn(rows.length)},${2023 + index}-05-01,${kind},GM0518`);
  return csvOf(rows);
}

const THEME = `
kind: theme
id: delicten
version: 1.0.0
title: Geregistreerde verdachten per soort delict
question: Hoeveel personen zijn per soort delict en jaar als verdachte geregistreerd?
purpose: https://w3id.org/dpv#ProvideOfficialStatistics
minimumLevel: gemeente
geography: { year: 2024, inputs: [] }
method: Personen die in dat jaar voor die soort delict geregistreerd zijn.
limits: [Een patroon is geen verdenking.]
sources: [Verzonnen gegevens van een proef.]
inputs:
  - dataset: politie-verdachte
    table: verdachten
    columns:
      - { name: person, why: De eenheid die geteld en beschermd wordt. }
      - { name: jaar, why: Het jaar waarover geteld wordt. }
      - { name: delictgroep, why: De soort waarnaar wordt uitgesplitst. }
parameters: []
outputs:
  - id: personen
    title: Personen per soort delict en jaar
    query: personen.sql
    protection: disclosure-control
    table:
      dimensions:
        - { column: delictgroep, total: Totaal }
        - { column: jaar, total: Totaal }
      unit: person
    statistics:
      - { kind: count, text: Personen die als verdachte geregistreerd zijn. }
`;
const PERSONS_SQL = 'SELECT DISTINCT person, delictgroep, CAST(jaar AS VARCHAR) AS jaar FROM verdachten';

/** A shelf with this theme alone, over other statements and with another theme.yaml where they are given. */
export function offencesShelf(
  sql: string = PERSONS_SQL,
  changed: (yaml: string) => string = (yaml) => yaml,
  more: Readonly<Record<string, string>> = {},
): ThemeShelf {
  const files: Readonly<Record<string, string>> = {
    'theme.yaml': changed(THEME),
    'personen.sql': sql,
    ...more,
  };
  const bundle = bundleTheme((file) => files[file] ?? null);
  return { names: () => ['delicten'], bundle: () => bundle };
}
