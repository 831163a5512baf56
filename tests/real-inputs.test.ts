import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileFiles } from '../cli/profile-files.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import type { Json } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';
import type { IngestState } from '../domain/ingest-state.js';
import type { Profile } from '../domain/profile.js';
import type { Verdict } from '../domain/verdict.js';
import { repositoryRoot } from '../infra/home.js';
import { datasets } from '../operations/read-runs.js';
import type { Contract } from '../policy/contract.js';
import { decide } from '../policy/decide.js';
import type { Facts } from '../policy/facts.js';
import { ORGANISATIONS } from '../policy/organisations.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { canonicalForm } from '../privacy/canon/canonical-forms.js';
import { DATA, describeOnData } from './needs.js';
import { happened, planned } from './planned-way.js';
import { curatedPairs, missing, once, plainPairs, qualityOf } from './real-inputs/linkage.js';
import { recordsOf } from './real-inputs/second-count.js';
import { ALLOWED, ELSEWHERE, REFUSED, type RealFile } from './real-inputs/sources.js';
import { TRAPS } from './real-inputs/traps.js';
import { queryDataset, type Stack, startStack } from './stack.js';

const contractOf = ({ contract: name }: Pick<RealFile, 'contract'>) =>
  parseContract(
    readFileSync(fileURLToPath(new URL(`../demo/contracts/${name}.yaml`, import.meta.url)), 'utf8'),
  );
const denied = ({ hits }: Verdict) =>
  hits.flatMap(({ outcome, code }) => (outcome === 'DENY' && code !== 'S02' ? [code] : []));

/** The verdicts that `sluis check CONTRACT --file F` gives: nobody has decided yet. */
async function checked(
  one: RealFile,
  contract = contractOf(one).contract,
): Promise<{ g0: string[]; g1: string[]; milder: string[]; profile: Profile }> {
  const hash = sha256Json(contract as unknown as Json);
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
  const atG1 = decide('G1', landed, now);
  const milder = atG1.hits.filter(({ outcome }) => outcome !== 'DENY').map(({ code }) => code);
  return { g0: denied(decide('G0', facts, now)), g1: denied(atG1), milder, profile };
}

/** The page on these contracts says of each what comes of its file; the rules that do not deny, by what it calls them. */
const PAGE = readFileSync(join(repositoryRoot(), 'demo/contracts/real/README.md'), 'utf8');
const CALLED = new Map([
  ['', 'toegestaan'],
  ['L01', 'beoordeling: L01'],
  ['P03', 'onder voorwaarden: P03'],
]);

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
  )('%s passes G0 and G1 under its contract as its page says, every record read and every value of its type', async (name, one) => {
    const { g0, g1, milder, profile } = await checked(one);
    expect([g0, g1]).toEqual([[], []]);
    const [, , , told = ''] =
      PAGE.split('\n')
        .find((line) => line.startsWith(`| \`${name.slice('real/'.length)}\` |`))
        ?.split('|') ?? [];
    expect(told.split(';')[0]?.trim()).toBe(CALLED.get(milder.join()));
    expect(profile).toMatchObject({ rows: one.rows, shape: [], missingColumns: [], unknownColumns: [] });
    const invalid = profile.columns.filter((column) => column.invalid > 0);
    expect(Object.fromEntries(invalid.map((column) => [column.name, column.invalid]))).toEqual(
      INVALID[name] ?? {},
    );
  });

  it.each(
    REFUSED.map((one) => [one.contract, one] as const),
  )('%s without its papers or its form is refused by the rules that say what is lacking', async (_, one) => {
    const { g0, g1, profile } = await checked(one, one.lacking(contractOf(one).contract));
    expect([g0, g1]).toEqual([one.g0, one.g1]);
    expect(profile.rows).toBe(g1.includes('M02') ? 0 : one.rows);
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

/** Approved by two people: in it the synthetic persons of three files, of two providers, may be linked. */
const DOMAIN = 'koppelkwaliteit';

describeOnData('the whole way of the files that are allowed', () => {
  let stack: Stack;
  const ended = new Map<string, IngestState>();
  let beforeDomain: ReadonlySet<string>;
  const pseudonymsIn = (source: string) =>
    queryDataset(
      stack,
      source,
      'curated',
      async (session) =>
        new Set((await session.rows('SELECT persoon FROM data')).map(({ persoon }) => String(persoon))),
    );
  beforeAll(async () => {
    stack = await startStack('real-inputs');
    expect(await stack.onboard('real/febrl-4b')).toBe('approved');
    await deliverDemo(stack.access, 'febrl-4b', [join(DATA, 'personen/febrl-dataset4b.csv')]);
    beforeDomain = await pseudonymsIn('febrl-4b');
    const domain = `demo/linkage-domains/${DOMAIN}.yaml`;
    expect((await onboardDemo(stack.access, repositoryRoot(), domain)).stage).toBe('approved');
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

  it.each(ALLOWED.map((one) => [one.contract, one] as const))(
    '%s goes the way that its plan says',
    async (name, one) => {
      const { contract } = contractOf(one);
      const plan = await planned(`demo/contracts/${name}.yaml`, [join(DATA, one.file)]);
      expect(await happened(stack, contract.sourceId, ended.get(name)?.deliveryId)).toEqual(plan);
    },
    60_000,
  );

  const rows = (source: string, sql: string) =>
    queryDataset(stack, source, 'curated', async (session) =>
      (await session.rows(`SELECT CAST(to_json(q) AS VARCHAR) AS row FROM (${sql}) AS q`)).map(({ row }) =>
        Object.values(JSON.parse(String(row)) as object),
      ),
    );

  it.each(TRAPS)('%s: %s', async (_, source, sql, expected) => {
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

  const recordsIn = (id: string) => {
    const { file = '', contract = '' } = ALLOWED.find((one) => one.contract === `real/${id}`) ?? {};
    return recordsOf(file, contractOf({ contract }).contract);
  };

  it('links persons of two providers by pseudonyms exactly as their numbers do, and misses no other than by typing errors', async () => {
    const [a, b] = [await recordsIn('febrl-4a'), await recordsIn('febrl-4b')];
    const byNumber = plainPairs(a, b);
    const linked = await curatedPairs(stack, DOMAIN, ['febrl-4a', 'febrl-4b'], [...a, ...b]);
    expect([linked.size, missing(byNumber, linked), missing(linked, byNumber)]).toEqual([4561, 0, 0]);
    const quality = { right: 4561, wrong: 0, missed: 439, precision: 1, recall: 0.9122 };
    expect(qualityOf(linked, 5000)).toEqual(quality);
    const person = ({ rec_id: id = '' }: Readonly<Record<string, string>>) => id.split('-')[1];
    const numbers = new Map(a.map((record) => [person(record), record.soc_sec_id]));
    const mistyped = b.filter((record) => numbers.get(person(record)) !== record.soc_sec_id);
    expect([numbers.size, mistyped.length]).toEqual([5000, quality.missed]);
  });

  it('finds the records of one person within a file, and nobody of it in the others', async () => {
    const records = await recordsIn('febrl-1');
    const within = once(await curatedPairs(stack, DOMAIN, ['febrl-1', 'febrl-1'], records));
    const byNumber = once(plainPairs(records, records));
    expect([within.size, missing(byNumber, within), missing(within, byNumber)]).toEqual([450, 0, 0]);
    expect(qualityOf(within, 500)).toEqual({ right: 450, wrong: 0, missed: 50, precision: 1, recall: 0.9 });
    for (const id of ['febrl-4a', 'febrl-4b']) {
      const others = await recordsIn(id);
      const across = await curatedPairs(stack, DOMAIN, ['febrl-1', id], [...records, ...others]);
      expect([across.size, plainPairs(records, others).size]).toEqual([0, 0]);
    }
  });

  it('links nobody before two people have approved the domain', async () => {
    const [a, b] = [await pseudonymsIn('febrl-4a'), await pseudonymsIn('febrl-4b')];
    const common = (other: ReadonlySet<string>) => [...a].filter((one) => other.has(one)).length;
    expect([a.size, b.size, beforeDomain.size]).toEqual([5000, 5000, 5000]);
    expect([common(b), common(beforeDomain)]).toEqual([4561, 0]);
  });

  it.each([
    'febrl-1',
    'febrl-4a',
    'febrl-4b',
  ])('keeps of %s two pseudonyms of the domain and a state, and no number in plain', async (id) => {
    const { columns = [] } =
      (await datasets(stack.access)).find(({ dataset, zone }) => dataset === id && zone === 'curated') ?? {};
    expect(columns.map(({ name, pseudonym }) => [name, pseudonym?.domain, pseudonym?.entityType])).toEqual([
      ['record', DOMAIN, 'case'],
      ['staat', undefined, undefined],
      ['persoon', DOMAIN, 'person'],
    ]);
    const { length } = await recordsIn(id);
    for (const zone of ['pseudonymised', 'curated'] as const) {
      const isDigest = (column: string) => `regexp_full_match(${column}, '[0-9A-V]{32}')`;
      const counted = await queryDataset(stack, id, zone, (session) =>
        session.counts(
          `SELECT count(*) FILTER (${isDigest('record')} AND ${isDigest('persoon')}) AS digests,
             (SELECT count(*) FROM (DESCRIBE data)) AS columns FROM data`,
        ),
      );
      expect(counted).toEqual({ digests: length, columns: 3 });
    }
  });
});
