import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lineageText } from '../cli/commands/lineage.js';
import { gapText } from '../cli/gap-text.js';
import { deliverDemo } from '../demo/delivering.js';
import { releaseDemo } from '../demo/releasing.js';
import { REAL_SOURCES } from '../demo/sources.js';
import { withDuckDb } from '../lake/duckdb-session.js';
import { lineage } from '../operations/lineage.js';
import { datasets } from '../operations/read-runs.js';
import { attackJointly, isProtected } from '../privacy/disclosure/testing/joint-attack.js';
import { historiesOf } from './markers.js';
import { DATA, describeOnData } from './needs.js';
import { attackFromOutside, attackReleased, keptWide } from './outside-attack.js';
import { happened, planned } from './planned-way.js';
import { AGES, behind, holdsBurglars, personsBy, plainRows, readBurglars } from './real-files/burglars.js';
import {
  bytesOf,
  filesWith,
  queryDataset,
  releasedBytes,
  releasedTable,
  type Stack,
  startStack,
  textOfZone,
} from './stack.js';

/** Real files stay where they are; where they are absent these tests are skipped, and the count says so. */
const SOURCES = ['cbs-kwb-2024', 'politie-den-haag-2017', 'inbrekers-den-haag', 'den-haag-buurten'];
const MARKER = 'markeerpersoon';

describeOnData('the real files on the way to a release', () => {
  let stack: Stack;
  let releaseId = '';

  beforeAll(async () => {
    stack = await startStack('real-files');
    for (const id of SOURCES) {
      expect(await stack.onboard(id)).toBe('approved');
      const { state } = await deliverDemo(stack.access, id, await filesOf(id));
      expect(state.stage).toBe('curated');
    }
    releaseId = await releaseDemo(stack.access, 'veiligheid-den-haag');
  }, 300_000);
  afterAll(() => stack?.stop());

  const filesOf = async (id: string) => (await REAL_SOURCES.find((one) => one.id === id)?.files(DATA)) ?? [];

  it.each(SOURCES)('%s goes the way that its plan says', async (id) => {
    const plan = await planned(`demo/contracts/${id}.yaml`, await filesOf(id));
    expect(await happened(stack, id)).toEqual(plan);
  }, 60_000);

  const burglars = async () => (await readBurglars(DATA)).rows;

  it('keeps 18,310 areas in four levels, and each level counts the inhabitants once', async () => {
    const counts = await queryDataset(stack, 'cbs-kwb-2024', 'curated', async (session) => {
      const rows = await session.rows(
        'SELECT level, count(*) AS areas, sum(inwoners) AS people FROM data GROUP BY level',
      );
      return new Map(
        rows.map(({ level, areas, people }) => [String(level), [Number(areas), Number(people)]]),
      );
    });
    expect([...counts].map(([level, [areas]]) => [level, areas]).sort()).toEqual(
      [
        ['Land', 1],
        ['Gemeente', 342],
        ['Wijk', 3393],
        ['Buurt', 14574],
      ].sort(),
    );
    // Below the municipality Statistics Netherlands rounds to fives: at most 2.5 an area off.
    const [, country = 0] = counts.get('Land') ?? [];
    for (const [areas = 0, people = 0] of counts.values())
      expect(Math.abs(people - country)).toBeLessThanOrEqual(areas === 342 ? 0 : areas * 2.5);
  });

  it('keeps 13,392 police counts of 15,815 offences, and December as not collected: empty, with the reason of the contract', async () => {
    const counts = await queryDataset(stack, 'politie-den-haag-2017', 'curated', (session) =>
      session.counts(
        `SELECT count(*) AS cells, sum(aantal) AS offences, count(*) FILTER (aantal IS NULL) AS empty,
           count(*) FILTER (month = 12) AS december, count(aantal) FILTER (month = 12) AS counted FROM data`,
      ),
    );
    expect(counts).toEqual({ cells: 13_392, offences: 15_815, empty: 1116, december: 1116, counted: 0 });
    const told = 'empty in 1,116 cells where month is 12: Niet verzameld; de geleverde 0 is geen telling';
    const dataset = (await datasets(stack.access)).find(
      ({ dataset: name, zone }) => name === 'politie-den-haag-2017' && zone === 'curated',
    );
    const gaps = dataset?.columns.flatMap(({ name, gaps: own = [] }) =>
      own.map((gap) => [name, gapText(gap, 'en')]),
    );
    expect(gaps).toEqual([['aantal', told]]);
    const tree = await lineage(
      stack.access,
      { dataset: 'politie-den-haag-2017', column: 'aantal' },
      { direction: 'up', depth: 1 },
    );
    expect(lineageText(tree, 'en').map((line) => line.trim())).toContain(told);
    expect(tree.next.map(({ column, via }) => [column, via?.subtype])).toEqual([
      ['aantal', 'TRANSFORMATION'],
      ['month', 'CONDITIONAL'],
    ]);
    const coverage = await releasedTable(stack, releaseId, 'dekking');
    const value = (name: string) => coverage.find(({ onderwerp }) => onderwerp === name)?.value;
    expect(value('maanden niet verzameld')).toBe('1');
    expect(value('maanden verzameld')).toBe('11');
    expect(value('politiebuurten in de indeling van 2024')).toBe('91');
    expect(value('politiebuurten niet in de indeling van 2024')).toBe('2');
  });

  it('says of every released crime figure that it covers eleven months, and none is of an area without inhabitants', async () => {
    const table = await releasedTable(stack, releaseId, 'misdrijven');
    expect(new Set(table.map(({ maanden }) => maanden))).toEqual(new Set(['11']));
    const offences = (level: string) =>
      table.filter(({ niveau }) => niveau === level).reduce((sum, { aantal }) => sum + Number(aantal), 0);
    // By a count of the files: two of the 93 codes do not occur in 2024, and only their district and city do.
    expect([offences('Gemeente'), offences('Wijk'), offences('Buurt')]).toEqual([15_815, 15_815, 14_219]);
    expect(table.filter(({ inwoners, status }) => inwoners === '0' && status === 'published')).toEqual([]);
  });

  it('has 548 rows of 290 burglars as 290 pseudonyms', async () => {
    const rows = await burglars();
    const persons = new Set(rows.map(({ PERSONID }) => PERSONID));
    const counts = await queryDataset(stack, 'inbrekers-den-haag', 'curated', (session) =>
      session.counts('SELECT count(*) AS rows, count(DISTINCT person) AS persons FROM data'),
    );
    expect([rows.length, persons.size]).toEqual([548, 290]);
    expect(counts).toEqual({ rows: 548, persons: 290 });
  });

  it('shows no figure of one to nine burglars, and says nothing of where they were born', async () => {
    const groups = personsBy(await readBurglars(DATA), ['NHOODRES', 'B_MINOR', 'B_FOREIGN']);
    const sizes = [...groups.values()].map(({ size }) => size);
    expect([sizes.length, sizes.filter((n) => n === 1).length, sizes.filter((n) => n >= 10).length]).toEqual([
      113, 47, 2,
    ]);
    for (const output of ['verdachten-woongebied', 'verdachten-koopwoningen']) {
      const table = await releasedTable(stack, releaseId, output);
      expect(Object.keys(table[0] ?? {})).not.toContain('allochtoon');
      expect(table.filter(({ value }) => value !== '' && Number(value) > 0 && Number(value) < 10)).toEqual(
        [],
      );
    }
    const homes = await releasedTable(stack, releaseId, 'verdachten-woongebied');
    expect(
      homes.filter(({ woonbuurt, status }) => woonbuurt?.startsWith('BU') && status === 'published').length,
    ).toBeGreaterThan(0);
  });

  it('keeps every hidden count of fewer than ten burglars at least ten wide for somebody who puts both tables together', async () => {
    const all = await readBurglars(DATA);
    const outputs = ['verdachten-woongebied', 'verdachten-koopwoningen'];
    const csvs = await Promise.all(
      outputs.map(async (output) => (await releasedBytes(stack, releaseId, output)).toString('utf8')),
    );
    const columns = csvs.map((csv) => csv.split('\n')[0]?.split(',') ?? []);
    const homes = [...new Set(csvs.join().match(/BU[0-9]{8}/g))];
    const combinations = homes.flatMap((home) => AGES.map((age) => ({ home, age })));
    const attack = (files: readonly string[]) => {
      const holds = holdsBurglars(all);
      return attackJointly(
        files.map((csv) => ({ csv, holds })),
        combinations,
      );
    };
    const judged = (await attack(csvs)).map((cell) => {
      const { value, persons } = behind(all, columns[cell.file] ?? [], cell.codes);
      const isFew = persons > 0 && persons < 10;
      return { isFew, isSafe: isFew ? isProtected(cell, value) : cell.min < cell.max };
    });
    expect(judged.filter(({ isFew }) => isFew).length).toBeGreaterThan(40);
    expect(judged.filter(({ isSafe }) => !isSafe).length).toBe(0);

    // The same attacker finds a neighbourhood of which all others but it are shown.
    const shown = homes.slice(1).flatMap((home) => AGES.map((age) => `${home},${age}`));
    const told = csvs.map((csv, file) =>
      csv.replace(/^([^,\n]+,[^,\n]+),,suppressed$/gm, (row, codes: string) =>
        shown.includes(codes)
          ? `${codes},${behind(all, columns[file] ?? [], codes.split(',')).value},published`
          : row,
      ),
    );
    const found = (await attack(told)).filter(({ codes }) => codes[0] === homes[0]);
    expect([found.length > 0, found.every(({ min, max }) => min === max)]).toEqual([true, true]);
  });

  it('withstands its own attack: 111 of the 113 combinations of home, minor and foreign-born hold fewer than ten persons, and none can be known to within ten', async () => {
    const persons = personsBy(await readBurglars(DATA), ['NHOODRES', 'B_MINOR', 'B_FOREIGN']);
    const sizes = [...persons].map(([key, { size }]) => [key, size] as const);
    const few = new Map(sizes.filter(([, size]) => size < 10));
    expect([persons.size, few.size]).toEqual([113, 111]);

    const dimensions = [
      { column: 'woonbuurt', total: "'s-Gravenhage", areas: true },
      { column: 'leeftijdsgroep', total: 'Totaal' },
    ] as const;
    const homes = await releasedTable(stack, releaseId, 'verdachten-woongebied');
    const released = await attackReleased(stack, releaseId, 'verdachten-woongebied', dimensions);
    expect([released.findings, released.hidden > 0]).toEqual([[], true]);

    // The release says nothing of where anybody was born: of each figure the attacker lacks how it divides.
    const divided = homes.flatMap(({ woonbuurt, leeftijdsgroep, value, status }) => [
      [woonbuurt, leeftijdsgroep, 'Totaal', value, status],
      ...['0', '1'].map((born) => [woonbuurt, leeftijdsgroep, born, '', 'suppressed']),
    ]);
    const lines = [['woonbuurt', 'leeftijdsgroep', 'allochtoon', 'value', 'status'], ...divided];
    const attacked = await attackFromOutside(
      Buffer.from(`${lines.map((cells) => cells.join()).join('\n')}\n`),
      [...dimensions, { column: 'allochtoon', total: 'Totaal' }],
    );
    expect(keptWide(attacked, few)).toBe(111);

    const { findings } = await attackReleased(stack, releaseId, 'verdachten-koopwoningen', [
      { column: 'koopwoningen', total: 'Totaal' },
      { column: 'leeftijdsgroep', total: 'Totaal' },
    ]);
    expect(findings).toEqual([]);
  });

  it('finds 91 of 93 police codes and 77 of 78 burglary codes in 2024, names the rest in the restricted report alone, and releases their number', async () => {
    const kwb = await readFile(join(DATA, 'cbs/kwb-2024-nederland-leeftijd-geslacht.csv'), 'utf8');
    const known = new Set(kwb.match(/BU[0-9]{8}/g));
    const missing = (codes: ReadonlySet<string>) => [...codes].filter((code) => !known.has(code)).sort();
    const named = new Map<string, string>();
    for (const file of await readdir(join(DATA, 'politie/den-haag-2017'))) {
      const text = await readFile(join(DATA, 'politie/den-haag-2017', file), 'utf8');
      const offences: Record<string, { code: string; name: string }[][]> = JSON.parse(text);
      for (const { code, name } of Object.values(offences).flat(2)) named.set(`BU0${code}`, name);
    }
    const police = new Set(named.keys());
    const crimes = new Set((await burglars()).map(({ NHOODBUR = '' }) => `BU0${NHOODBUR}`));
    const lost = { politie: missing(police), inbrekers: missing(crimes) };
    const found = [police, crimes].map((codes) => [codes.size - missing(codes).length, codes.size]);
    expect(found).toEqual([
      [91, 93],
      [77, 78],
    ]);

    const report = await queryResult(stack, 'afwijkende-gebieden');
    for (const [bron, codes] of Object.entries(lost)) {
      const rows = report.filter((row) => row.bron === bron && row.verschil === 'ontbreekt');
      expect(rows.map(({ code }) => code).sort()).toEqual(codes);
    }
    const nameOf = new Map(
      kwb.split('\r\n').map((line) => {
        const [name = '', , , code = ''] = line.split(';').map((cell) => cell.replaceAll('"', '').trim());
        return [code, name.toLowerCase()];
      }),
    );
    const renamed = [...named].filter(
      ([code, name]) => known.has(code) && nameOf.get(code) !== name.toLowerCase(),
    );
    expect(renamed).toHaveLength(11);
    const otherName = report.filter(({ bron, verschil }) => bron === 'politie' && verschil === 'andere naam');
    expect(otherName.map(({ code }) => code).sort()).toEqual(renamed.map(([code]) => code).sort());

    const listed = new Set(
      (await plainRows(join(DATA, 'om/TheHagueNeighborhoods.csv'))).map(
        ({ NHOODID = '' }) => `BU0${NHOODID}`,
      ),
    );
    const coverage = await releasedTable(stack, releaseId, 'dekking');
    const told = (what: string) => Number(coverage.find(({ onderwerp }) => onderwerp === what)?.value);
    for (const [what, codes] of [
      ['politiebuurten', police],
      ['buurten van het inbraakonderzoek', listed],
    ] as const) {
      const counts = ['', ' in de indeling van 2024', ' niet in de indeling van 2024'].map((more) =>
        told(`${what}${more}`),
      );
      expect(counts).toEqual([codes.size, codes.size - missing(codes).length, missing(codes).length]);
    }
    // Where a burglary was is police data: not even how many of these codes are lost is released, only of the open list.
    expect(listed.size).toBe(89);

    const released = await textOfZone(stack, 'released');
    const reported = JSON.stringify(report);
    // A name that an area of 2024 bears too may be released as that area's.
    const names = lost.politie.flatMap((code) => named.get(code) ?? []).filter((name) => !kwb.includes(name));
    const words = [...lost.politie, ...lost.inbrekers, ...names];
    expect(words).toHaveLength(4);
    expect(words.filter((word) => !reported.includes(word)).length).toBe(0);
    expect(words.filter((word) => released.includes(word)).length).toBe(0);
    expect(released).toContain('politiebuurten niet in de indeling van 2024,2');
  });

  it('leaves no trace of a person key anywhere but in landing', async () => {
    const text = await readFile(join(DATA, 'om/TheHagueBurglars.csv'), 'utf8');
    const lines = text
      .split('\n')
      .map((line, i) =>
        i === 0 || line === ''
          ? line
          : line.replace(/^[^,]*/, (id) => `"${MARKER}${id.replaceAll('"', '')}"`),
      );
    const copy = join(stack.home.root, 'marked.csv');
    await writeFile(copy, lines.join('\n'));
    const { state } = await deliverDemo(stack.access, 'inbrekers-den-haag', [copy]);
    await rm(copy);
    expect(state).toMatchObject({ stage: 'curated', rowsIn: 548 });
    for (const zone of ['landing', 'pseudonymised', 'curated', 'result', 'released', 'audit'] as const)
      expect((await textOfZone(stack, zone)).includes(MARKER)).toBe(false);
    expect(await filesWith(stack.home.root, MARKER)).toEqual([]);
    const histories = await historiesOf(stack);
    expect(histories).toContain('inbrekers-den-haag'); // decoded, so that a marker would be seen
    expect(histories).not.toContain(MARKER);
  });
});

/** Rows of one output of the newest unprotected result, past the wall. */
async function queryResult(stack: Stack, output: string): Promise<Record<string, string>[]> {
  const { rows } = await stack.superuser.query<{ key: string }>(
    `SELECT o->>'key' AS key FROM catalog.dataset_version v, jsonb_array_elements(v.manifest->'objects') o
     WHERE v.zone = 'result' AND o->>'key' LIKE $1 ORDER BY v.made_seq DESC LIMIT 1`,
    [`%/${output}.parquet`],
  );
  const file = join(stack.home.root, 'report.parquet');
  await writeFile(file, await bytesOf(stack.zone('result'), rows[0]?.key ?? ''));
  return await withDuckDb({ tempFolder: join(stack.home.root, 'report') }, async (session) => {
    const found = await session.rows(
      `SELECT CAST(to_json(d) AS VARCHAR) AS row FROM read_parquet('${file}') AS d`,
    );
    return found.map(({ row }) => JSON.parse(String(row)) as Record<string, string>);
  });
}
