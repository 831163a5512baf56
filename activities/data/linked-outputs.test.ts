import { beforeAll, describe, expect, it } from 'vitest';
import { attackJointly, isProtected } from '../../privacy/disclosure/testing/joint-attack.js';
import { dataDeps } from '../testing/data-stage.js';
import { offencesShelf, PERSONS_BY_KIND } from '../testing/offences-theme.js';
import { releaseOf } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { bytesOf, keysOf, submitSource } from '../testing/vault-stage.js';
import { makeProtectResult } from './protect-result.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const KINDS = Object.keys(PERSONS_BY_KIND);
const WEIGHT: Readonly<Record<string, string>> = {
  drugs: 'zwaar',
  geweld: 'zwaar',
  vermogen: 'licht',
  vernieling: 'licht',
};
const BY_KIND = `SELECT DISTINCT person, delictgroep, CAST(jaar AS VARCHAR) AS jaar,
  CASE WHEN delictgroep IN ('drugs', 'geweld') THEN 'zwaar' ELSE 'licht' END AS zwaarte FROM verdachten`;

/** Beside persons by kind of offence, persons by the weight of the kind. */
const withWeights = (query: string) => (yaml: string) =>
  `${yaml.trimEnd()}
  - id: zwaarte
    title: Personen naar zwaarte van het delict
    query: ${query}
    protection: disclosure-control
    table:
      dimensions:
        - { column: zwaarte, total: Alles }
        - { column: jaar, total: Totaal }
      unit: person
    statistics:
      - { kind: count, text: Personen die als verdachte geregistreerd zijn. }
`;

describe('two outputs of which one groups what the other shows', () => {
  it('leave together where they are of one statement, and do not give each other away', async () => {
    const deps = dataDeps(stage(), { themes: offencesShelf(BY_KIND, withWeights('personen.sql')) });
    const release = await releaseOf(stage(), deps);
    const { manifest } = await stage().run(makeProtectResult(deps), release);
    const keys = manifest.objects.map(({ key }) => key).filter((key) => key.endsWith('.csv'));
    expect(keys.map((key) => key.split('/').at(-1))).toEqual(['personen.csv', 'zwaarte.csv']);
    const csvs = await Promise.all(
      keys.map(async (key) => (await bytesOf(deps.result, key)).toString('utf8')),
    );
    const combinations = KINDS.flatMap((kind) => ['2023', '2024'].map((jaar) => ({ kind, jaar })));
    const countOf = ({ kind, jaar }: { kind: string; jaar: string }) =>
      PERSONS_BY_KIND[kind as keyof typeof PERSONS_BY_KIND][Number(jaar) - 2023] ?? 0;
    const holds = (column: string, code: string, { kind = '', jaar = '' }) =>
      ['Totaal', 'Alles'].includes(code) ||
      (column === 'jaar' ? code === jaar : [kind, WEIGHT[kind]].includes(code));
    const open = await attackJointly(
      csvs.map((csv) => ({ csv, holds })),
      combinations,
    );
    expect(open.length).toBeGreaterThan(0);
    for (const cell of open) {
      const [first = '', jaar = ''] = cell.codes;
      const value = combinations
        .filter((one) => holds('delictgroep', first, one) && holds('jaar', jaar, one))
        .reduce((sum, one) => sum + countOf(one), 0);
      if (value < 10) expect(isProtected(cell, value)).toBe(true);
      else expect(cell.min).toBeLessThan(cell.max);
    }
    // Something is still shown in either.
    for (const csv of csvs) expect(csv.match(/,[0-9]+,published/g)?.length).toBeGreaterThan(2);
  });

  it('do not leave where they are of two statements, whatever the figures are this time', async () => {
    const shelf = offencesShelf(
      'SELECT DISTINCT person, delictgroep, CAST(jaar AS VARCHAR) AS jaar FROM verdachten',
      withWeights('zwaarte.sql'),
      { 'zwaarte.sql': BY_KIND.replace('person, delictgroep, ', 'person, ') },
    );
    const deps = dataDeps(stage(), { themes: shelf });
    const release = await releaseOf(stage(), deps);
    await expect(stage().run(makeProtectResult(deps), release)).rejects.toMatchObject({
      code: 'NotProtectable',
      message: expect.stringContaining('make both of one statement'),
    });
    expect((await keysOf(deps.result)).filter((key) => key.endsWith('.csv'))).toEqual([]);
  });
});
