import { beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseFacts } from '../../../policy/facts.js';
import { withClient } from '../../catalog-session.js';
import { makeProtectResult } from '../../data/protect-result.js';
import { controlDeps, dataDeps, recordMade } from '../../testing/data-stage.js';
import { offencesShelf, registrations } from '../../testing/offences-theme.js';
import { releaseAfter, releaseOf, runOver } from '../../testing/release-stage.js';
import { stageForTests } from '../../testing/stage.js';
import { submitSource } from '../../testing/vault-stage.js';
import { makeAskGate } from '../ask-gate.js';
import { loadFacts } from '../load-facts.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

/** A release of the theme with this statement, protected and written, and what control knows of it. */
async function protectedRelease(sql: string, theme: (yaml: string) => string) {
  const themes = offencesShelf(sql, theme);
  const deps = dataDeps(stage(), { themes });
  const release = await releaseOf(stage(), deps);
  const { version } = await stage().run(makeProtectResult(deps), release);
  await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
  const control = controlDeps(stage(), { themes });
  const subject = { kind: 'release', id: release.releaseId } as const;
  const question = { gate: 'G5', passage: 0, subject, approval: 'pending' } as const;
  const facts = await withClient(control.pool, (client) => loadFacts(client, control, question));
  const { codes } = await stage().run(makeAskGate(control), question);
  return { facts: facts.release as ReleaseFacts, codes };
}

const READS = '      - { name: delictgroep, why: De soort waarnaar wordt uitgesplitst. }';
const reading = (column: string) => (yaml: string) =>
  yaml.replace(READS, `      - { name: ${column}, why: Het gebied waarover geteld wordt. }`);
const tabulating = (column: string) => (yaml: string) =>
  reading('gemeente_code')(yaml).replace('column: delictgroep', `column: ${column}`);
const records = (column: string, expression: string) =>
  `SELECT DISTINCT person, ${expression} AS ${column}, CAST(jaar AS VARCHAR) AS jaar FROM verdachten`;

describe('the areas that a release is about, whatever its theme says', () => {
  it('are those of the codes in the written tables: a theme that says gemeente and tabulates buurt is refused by O02', async () => {
    const sql = records('gebied', "'BU' || substr(gemeente_code, 3, 4) || '0101'");
    const { facts, codes } = await protectedRelease(sql, tabulating('gebied'));
    expect([facts.promisedLevel, facts.levels]).toEqual(['gemeente', ['buurt', 'gemeente']]);
    expect(codes).toContain('O02');
  });

  it('are those of the column that they come from where they are no codes', async () => {
    const sql = records('gebied', "'gebied ' || substr(gemeente_code, 5, 2)");
    const { facts, codes } = await protectedRelease(sql, tabulating('gebied'));
    expect(facts.levels).toEqual(['gemeente']);
    expect(codes).not.toContain('O02');
  });

  it('are those that the statement chose, though no column names them', async () => {
    const sql = `${records('soort', "'alle'")} WHERE gemeente_code = 'GM0518'`;
    expect((await protectedRelease(sql, tabulating('soort'))).facts.levels).toEqual(['gemeente']);
  });

  it('are none where nothing names or chooses one', async () => {
    const { facts } = await protectedRelease(records('delictgroep', 'delictgroep'), (yaml) => yaml);
    expect(facts.levels).toEqual([]);
    expect(facts.statistics).toEqual(['count']);
    expect(facts.columnKinds).toEqual(['dimension', 'statistic']);
  });
});

describe('a result that was made from other versions than its run asked for', () => {
  it('leaves the release unknown, and denied: what was judged is not what would leave', async () => {
    const themes = offencesShelf(records('delictgroep', 'delictgroep'));
    const deps = dataDeps(stage(), { themes });
    const judged = await runOver(stage(), deps);
    const shorter = registrations().toString().trimEnd().split('\n').slice(0, -1).join('\n');
    const read = await runOver(stage(), deps, Buffer.from(`${shorter}\n`));
    expect(judged.inputs).not.toEqual(read.inputs);
    const release = await releaseAfter(stage(), deps, read, judged);
    const { version } = await stage().run(makeProtectResult(deps), release);
    await recordMade(stage(), { type: 'protected', version, id: release.releaseId, zone: 'result' });
    const control = controlDeps(stage(), { themes });
    const subject = { kind: 'release', id: release.releaseId } as const;
    const question = { gate: 'G5', passage: 0, subject, approval: 'pending' } as const;
    const { release: known } = await withClient(control.pool, (client) =>
      loadFacts(client, control, question),
    );
    expect(known).toBeUndefined();
    const { outcome, codes } = await stage().run(makeAskGate(control), question);
    expect([outcome, codes]).toEqual(['DENY', ['S00']]);
  });
});

describe('what a release would say of each unit', () => {
  const GIVEN = `
    protection: none
    statistics:
      - { kind: count, text: Personen die als verdachte geregistreerd zijn. }
`;
  const asGiven = (yaml: string) => `${yaml.split('\n    protection: ')[0]}${GIVEN}`;
  it.each<[string, string, Partial<Pick<ReleaseFacts, 'statistics' | 'columnKinds'>>]>([
    [
      'the latest of all',
      'max(jaar)',
      { statistics: ['count', 'max'], columnKinds: ['dimension', 'statistic'] },
    ],
    [
      'a rank',
      'row_number() OVER (ORDER BY jaar)',
      { statistics: ['count'], columnKinds: ['dimension', 'rank'] },
    ],
    ['a class of a ranking', 'ntile(4) OVER (ORDER BY jaar)', { columnKinds: ['dimension', 'score'] }],
    ['the records themselves', 'jaar', { columnKinds: ['dimension', 'list', 'statistic'] }],
  ])('%s: refused by O06', async (_what, figure, expected) => {
    const grouped = figure.startsWith('max') ? ' GROUP BY delictgroep' : '';
    const sql = `SELECT delictgroep, CAST(${figure} AS INTEGER) AS value, 'published' AS status FROM verdachten
      WHERE person IS NOT NULL AND jaar IS NOT NULL${grouped}`;
    const { facts, codes } = await protectedRelease(sql, asGiven);
    expect(facts).toMatchObject(expected);
    expect(codes).toContain('O06');
  });
});

describe('the units that a release counts', () => {
  const COUNTED = 'delictgroep, CAST(jaar AS VARCHAR) AS jaar FROM verdachten';
  const counting = (unit: string) => (yaml: string) => yaml.replace('unit: person', `unit: ${unit}`);

  it('are persons where the unit is their pseudonym, also beside another unit', async () => {
    const sql = `SELECT person, row_number() OVER (ORDER BY jaar) AS rij, ${COUNTED}`;
    for (const unit of ['person', '[rij, person]']) {
      const { facts, codes } = await protectedRelease(sql, counting(unit));
      expect(facts.otherUnits).toEqual([]);
      expect(codes).not.toContain('O03');
    }
  });

  it.each([
    ['numbers of records', `SELECT person, row_number() OVER (ORDER BY jaar) AS rij, ${COUNTED}`],
    [
      'what records were multiplied by',
      `SELECT person, row_number() OVER (ORDER BY jaar) || k.t AS rij, ${COUNTED}, (VALUES ('x'), ('y')) AS k (t)`,
    ],
  ])('are refused by O03 where they are %s: twelve of them may be one person', async (_what, sql) => {
    const { facts, codes } = await protectedRelease(sql, counting('rij'));
    expect(facts.fewestUnits).toBeGreaterThanOrEqual(10);
    expect(facts.otherUnits).toEqual(['personen']);
    expect(codes).toContain('O03');
  });
});
