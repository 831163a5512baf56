import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileFiles } from '../cli/profile-files.js';
import { deliverDemo } from '../demo/delivering.js';
import type { IngestState } from '../domain/ingest-state.js';
import type { Profile } from '../domain/profile.js';
import type { Verdict } from '../domain/verdict.js';
import type { Contract } from '../policy/contract.js';
import { decide } from '../policy/decide.js';
import type { Facts } from '../policy/facts.js';
import { ORGANISATIONS } from '../policy/organisations.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { canonicalForm } from '../privacy/canon/canonical-forms.js';
import { DATA, describeOnData } from './needs.js';
import { recordsOf } from './real-inputs/second-count.js';
import { ALLOWED, ELSEWHERE, REFUSED, type RealFile } from './real-inputs/sources.js';
import { queryDataset, type Stack, startStack } from './stack.js';

const contractOf = ({ contract: name }: Pick<RealFile, 'contract'>) =>
  parseContract(
    readFileSync(fileURLToPath(new URL(`../demo/contracts/${name}.yaml`, import.meta.url)), 'utf8'),
  );
const denied = ({ hits }: Verdict) =>
  hits.flatMap(({ outcome, code }) => (outcome === 'DENY' && code !== 'S02' ? [code] : []));

/** The verdicts that `sluis check CONTRACT --file F` gives: nobody has decided yet. */
async function checked(one: RealFile): Promise<{ g0: string[]; g1: string[]; profile: Profile }> {
  const { contract, hash } = contractOf(one);
  const now = '2026-01-01T12:00:00.000Z';
  const organisations = ORGANISATIONS;
  const facts: Facts = {
    mode: 'demo',
    contract,
    contractHash: hash,
    organisations,
    approval: { state: 'pending' },
  };
  const profile = await profileFiles(contract, hash, [join(DATA, one.file)]);
  const lifecycle = { suspended: false, withdrawn: false };
  const retention = { zone: 'landing', storedAt: now, legalHold: false } as const;
  const landed = { ...facts, profile, lifecycle, retention };
  return { g0: denied(decide('G0', facts, now)), g1: denied(decide('G1', landed, now)), profile };
}

/** By source and column: R writes 1000 as 1e3, which is no number here: left empty, and counted. */
const INVALID: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'real/veiligheid-amsterdam': { wink1000: 14, werkpers: 1, nbezoek: 1, verbtot3: 1 },
};

describeOnData('every real file', () => {
  it('has a contract, or is a workbook', async () => {
    const files = (await readdir(DATA, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/README\.md$|\.xlsx$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(DATA.length + 1));
    const known = [...ALLOWED.map(({ file }) => file), ...REFUSED.map(({ file }) => file), ...ELSEWHERE];
    expect(files.filter((file) => !known.some((one) => file === one || file.startsWith(`${one}/`)))).toEqual(
      [],
    );
  });

  it.each(
    ALLOWED.map((one) => [one.contract, one] as const),
  )('%s passes G0 and G1 under its contract, every record read and every value of its type', async (name, one) => {
    const { g0, g1, profile } = await checked(one);
    expect([g0, g1]).toEqual([[], []]);
    expect(profile).toMatchObject({ rows: one.rows, shape: [], missingColumns: [], unknownColumns: [] });
    const invalid = profile.columns.filter((column) => column.invalid > 0);
    expect(Object.fromEntries(invalid.map((column) => [column.name, column.invalid]))).toEqual(
      INVALID[name] ?? {},
    );
  });

  it.each(
    REFUSED.map((one) => [one.contract, one] as const),
  )('%s is refused by the rules that say what is lacking', async (_, one) => {
    const { g0, g1, profile } = await checked(one);
    expect([g0, g1]).toEqual([one.g0, one.g1]);
    expect(profile.rows).toBe(one.rows);
  });
});

describeOnData('what no form of a contract fits', () => {
  const fieldOf = (contract: string, name: string, as: Partial<Contract['fields'][number]>) => {
    const { contract: whole } = contractOf({ contract });
    return {
      ...whole,
      fields: whole.fields.map((field) => (field.name === name ? { ...field, ...as } : field)),
    };
  };
  const pointed = { decimal: ',', thousands: '.' } as const;
  const kept = { kind: 'keep' } as const;

  it.each([
    ['kinderopvang-amsterdam', 'bezoekdatum', { logicalType: 'date' }, {}, 2951],
    ['kinderopvang-amsterdam', 'houder_vanaf', { logicalType: 'date' }, {}, 2362],
    ['amsterdam-subsidies-2016', 'Aangevraagd', { logicalType: 'integer' }, {}, 2691],
    ['amsterdam-subsidies-2016', 'Aangevraagd', { logicalType: 'decimal' }, pointed, 2691],
    // A number of the Chamber of Commerce is none: as a number all but the words would pass, zeros lost or not.
    ['kinderopvang-amsterdam', 'kvk_vestiging', { logicalType: 'integer', treatment: kept }, {}, 5],
  ] as const)('is counted as no value, and never guessed: %s.%s as %j', async (name, column, as, marks, invalid) => {
    const contract = fieldOf(`real/${name}`, column, as);
    const file = ALLOWED.find((one) => one.contract === `real/${name}`)?.file ?? '';
    const asked = { ...contract, format: { ...contract.format, ...marks } };
    const profile = await profileFiles(asked, 'a'.repeat(64), [join(DATA, file)]);
    expect(profile.columns.find((one) => one.name === column)?.invalid).toBe(invalid);
  });
});

describeOnData('numbers of the Chamber of Commerce that lost the zeros in front', () => {
  it('are no keys: what has not eight figures becomes no pseudonym that joins', async () => {
    const { contract } = contractOf({ contract: 'real/kinderopvang-amsterdam' });
    const file = ALLOWED.find((one) => one.contract === 'real/kinderopvang-amsterdam')?.file ?? '';
    const numbers = (await recordsOf(file, contract)).map((record) => record.kvk_vestiging ?? '');
    const lengths = [0, 5, 6, 7, 8, 17].map((length) => numbers.filter((one) => one.length === length));
    expect(lengths.map(({ length }) => length)).toEqual([589, 56, 117, 165, 2019, 5]);
    const { canonical } = canonicalForm('kvk');
    expect(numbers.filter((one) => canonical(one) !== null)).toEqual(lengths[4]);
  });
});

describeOnData('the whole way of the files that are allowed', () => {
  let stack: Stack;
  const ended = new Map<string, IngestState>();
  beforeAll(async () => {
    stack = await startStack('real-inputs');
    const waiting = [...ALLOWED];
    const inTurn = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        expect(await stack.onboard(one.contract)).toBe('approved');
        const { contract } = contractOf(one);
        const { state } = await deliverDemo(stack.access, contract.sourceId, [join(DATA, one.file)]);
        ended.set(one.contract, state);
      }
    };
    await Promise.all([inTurn(), inTurn(), inTurn(), inTurn()]);
  }, 300_000);
  afterAll(() => stack?.stop());

  it.each(ALLOWED.map((one) => [one.contract, one] as const))(
    '%s comes into curated, record for record and empty cell for empty cell as a second reader counts',
    async (name, one) => {
      const { contract } = contractOf(one);
      expect(ended.get(name)).toMatchObject({ stage: 'curated', rowsIn: one.rows, rowsOut: one.rows });
      const records = await recordsOf(one.file, contract);
      expect(records).toHaveLength(one.rows);
      const kept = contract.fields.filter(
        ({ treatment, name: delivered }) => treatment.kind === 'keep' && !delivered.startsWith('feature.'),
      );
      const given = Object.fromEntries(
        kept.map((field) => {
          const isGiven = (cell: string) => cell.trim() !== '' && !field.missing?.includes(cell.trim());
          const values = records.filter((record) => isGiven(record[field.name] ?? '')).length;
          return [field.as ?? field.name, values - (INVALID[name]?.[field.name] ?? 0)];
        }),
      );
      const counts = Object.keys(given).map((column) => `count("${column}") AS "${column}"`);
      const found = await queryDataset(stack, contract.sourceId, 'curated', (session) =>
        session.counts(`SELECT ${counts.join(', ')} FROM data`),
      );
      expect(found).toEqual(given);
    },
    60_000,
  );

  /** The traps of the data's README: what the curated data must answer, counted by hand or by another program. */
  const rows = (source: string, sql: string) =>
    queryDataset(stack, source, 'curated', async (session) =>
      (await session.rows(`SELECT CAST(to_json(q) AS VARCHAR) AS row FROM (${sql}) AS q`)).map(({ row }) =>
        Object.values(JSON.parse(String(row)) as object),
      ),
    );

  it.each([
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
      'an outline kept as text',
      'den-haag-wijken-2012',
      `SELECT count(*) FILTER (geometrie LIKE '{"type":%') FROM data`,
      [[44]],
    ],
  ])('%s: %s', async (_, source, sql, expected) => {
    expect(await rows(source, sql)).toEqual(expected);
  });

  it('codes of 2020 and 2024 have nothing in common, the table of passage joins both, and the outlines join 2024', async () => {
    const codes = async (source: string, column: string) =>
      new Set(
        (await rows(source, `SELECT ${column} FROM data WHERE ${column} LIKE 'BU%'`)).map(([code]) =>
          String(code),
        ),
      );
    const [old, now] = [
      await codes('cbs-kwb-2020-amsterdam', 'area_code'),
      await codes('cbs-kwb-2024-amsterdam', 'area_code'),
    ];
    const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
      [...a].filter((code) => b.has(code)).length;
    expect(common(old, now)).toBe(0);
    const before = await codes('amsterdam-buurt-overgang', 'buurt_code_2015');
    const after = await codes('amsterdam-buurt-overgang', 'buurt_code_2022');
    expect([before.size, common(before, old), common(after, now)]).toEqual([439, 439, after.size]);
    const outlines = await codes('amsterdam-buurten-2022', 'buurt_code');
    expect([outlines.size, common(outlines, now), common(outlines, old)]).toEqual([518, 517, 0]);
  });
});
