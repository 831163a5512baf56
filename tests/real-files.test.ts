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
import { attackTable } from '../privacy/disclosure/attack-table.js';
import { parseTableSpec } from '../privacy/disclosure/table/parse-table-spec.js';
import { historiesOf } from './markers.js';
import { DATA, describeOnData } from './needs.js';
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

/** Rows of a comma-separated file without quotes, by a reader of our own. */
async function plainRows(path: string): Promise<Record<string, string>[]> {
  const [header = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split(/\r?\n/);
  const names = header.split(',').map((name) => name.replaceAll('"', ''));
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell.replaceAll('"', '')])),
  );
}

describeOnData('the real files on the way to a release', () => {
  let stack: Stack;
  let releaseId = '';

  beforeAll(async () => {
    stack = await startStack('real-files');
    for (const id of SOURCES) {
      expect(await stack.onboard(id)).toBe('approved');
      const source = REAL_SOURCES.find((one) => one.id === id);
      const { state } = await deliverDemo(stack.access, id, (await source?.files(DATA)) ?? []);
      expect(state.stage).toBe('curated');
    }
    releaseId = await releaseDemo(stack.access, 'veiligheid-den-haag');
  }, 300_000);
  afterAll(() => stack?.stop());

  const burglars = () => plainRows(join(DATA, 'om/TheHagueBurglars.csv'));

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
    const tree = await lineage(stack.access, { dataset: 'politie-den-haag-2017', column: 'aantal' }, 'up', 1);
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
    const offences = table.filter(({ niveau }) => niveau === 'Gemeente').map(({ aantal }) => Number(aantal));
    expect(offences.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(15_815);
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
    const rows = await burglars();
    const groups = new Map<string, Set<string>>();
    for (const { PERSONID = '', NHOODRES = '', B_MINOR = '', B_FOREIGN = '' } of rows) {
      const key = [NHOODRES, B_MINOR, B_FOREIGN].join();
      groups.set(key, (groups.get(key) ?? new Set()).add(PERSONID));
    }
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

  it('withstands its own attack: 111 of the 113 combinations of home, minor and foreign-born hold fewer than ten persons, and none can be computed', async () => {
    const rows = await burglars();
    const persons = new Map<string, Set<string>>();
    for (const { PERSONID = '', NHOODRES = '', B_MINOR = '', B_FOREIGN = '' } of rows) {
      const key = [`BU0${NHOODRES}`, B_MINOR === '1' ? 'minderjarig' : 'meerderjarig', B_FOREIGN].join();
      persons.set(key, (persons.get(key) ?? new Set()).add(PERSONID));
    }
    const few = [...persons].filter(([, { size }]) => size < 10).map(([key]) => key);
    expect([persons.size, few.length]).toEqual([113, 111]);

    // What everybody knows: which neighbourhoods there are, and the district of each by its code.
    const homes = await releasedTable(stack, releaseId, 'verdachten-woongebied');
    const codes = [...new Set(homes.map(({ woonbuurt = '' }) => woonbuurt))];
    const links = codes.flatMap((code) =>
      code.startsWith('BU') ? [`${code},WK${code.slice(2, 8)}`] : code.startsWith('WK') ? [`${code},`] : [],
    );
    const hierarchies = new Map([['buurten.csv', `code,parent\n${links.join('\n')}\n`]]);
    const dimensions = [
      { column: 'woonbuurt', hierarchy: 'buurten.csv', total: "'s-Gravenhage" },
      { column: 'leeftijdsgroep', total: 'Totaal' },
    ];
    const released = await attackTable({
      spec: parseTableSpec({ dimensions, unit: 'person' }),
      hierarchies,
      bytes: await releasedBytes(stack, releaseId, 'verdachten-woongebied'),
    });
    expect([released.findings, released.hidden > 0]).toEqual([[], true]);

    // The release says nothing of where anybody was born: of each figure the attacker lacks how it divides.
    const divided = homes.flatMap(({ woonbuurt, leeftijdsgroep, value, status }) => [
      [woonbuurt, leeftijdsgroep, 'Totaal', value, status],
      ...['0', '1'].map((born) => [woonbuurt, leeftijdsgroep, born, '', 'suppressed']),
    ]);
    const lines = [['woonbuurt', 'leeftijdsgroep', 'allochtoon', 'value', 'status'], ...divided];
    const attacked = await attackTable({
      spec: parseTableSpec({
        dimensions: [...dimensions, { column: 'allochtoon', total: 'Totaal' }],
        unit: 'person',
      }),
      hierarchies,
      bytes: Buffer.from(`${lines.map((cells) => cells.join()).join('\n')}\n`),
    });
    const known = new Map(attacked.intervals.map(({ codes: cell, interval }) => [cell.join(), interval]));
    for (const key of few)
      expect(known.get(key)?.min === known.get(key)?.max, 'a combination is known').toBe(false);
    expect(few.filter((key) => known.has(key))).toHaveLength(111);

    const { findings } = await attackTable({
      spec: parseTableSpec({
        dimensions: [
          { column: 'koopwoningen', total: 'Totaal' },
          { column: 'leeftijdsgroep', total: 'Totaal' },
        ],
        unit: 'person',
      }),
      hierarchies: new Map(),
      bytes: await releasedBytes(stack, releaseId, 'verdachten-koopwoningen'),
    });
    expect(findings).toEqual([]);
  });

  it('names the codes that are missing in the restricted report alone; the release has their number', async () => {
    const kwb = await readFile(join(DATA, 'cbs/kwb-2024-nederland-leeftijd-geslacht.csv'), 'utf8');
    const known = new Set(kwb.match(/BU[0-9]{8}/g));
    const missing = (codes: Iterable<string>) =>
      [...new Set(codes)].filter((code) => !known.has(code)).sort();
    const police: string[] = [];
    for (const file of await readdir(join(DATA, 'politie/den-haag-2017')))
      police.push(
        ...((await readFile(join(DATA, 'politie/den-haag-2017', file), 'utf8')).match(/518[0-9]{4}/g) ?? []),
      );
    const crimes = (await burglars()).map(({ NHOODBUR = '' }) => `BU0${NHOODBUR}`);
    const lost = { politie: missing(police.map((code) => `BU0${code}`)), inbrekers: missing(crimes) };
    expect([lost.politie.length, lost.inbrekers.length]).toEqual([2, 1]);
    const listed = (await plainRows(join(DATA, 'om/TheHagueNeighborhoods.csv'))).map(
      ({ NHOODID = '' }) => `BU0${NHOODID}`,
    );
    const coverage = await releasedTable(stack, releaseId, 'dekking');
    const told = (what: string) =>
      Number(
        coverage.find(({ onderwerp }) => onderwerp === `buurten van het inbraakonderzoek${what}`)?.value,
      );
    expect([told(''), told(' niet in de indeling van 2024')]).toEqual([89, missing(listed).length]);
    const report = await queryResult(stack, 'afwijkende-gebieden');
    for (const [bron, codes] of Object.entries(lost)) {
      const named = report
        .filter((row) => row.bron === bron && row.verschil === 'ontbreekt')
        .map(({ code }) => code);
      expect(named.sort()).toEqual(codes);
    }
    expect(report.filter(({ verschil }) => verschil === 'andere naam').length).toBeGreaterThanOrEqual(5);
    const released = await textOfZone(stack, 'released');
    for (const code of lost.politie) expect(released).not.toContain(code);
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
