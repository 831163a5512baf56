import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { curate } from './curate.js';
import { withDuckDb } from './duckdb-session.js';
import { footerSql } from './parquet-footer.js';
import { curateCsv } from './testing/curate-delivery.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type FieldOptions = Partial<Omit<FieldPlan, 'source' | 'type'>>;
const field = (source: string, type: FieldPlan['type'], more: FieldOptions = {}): FieldPlan => ({
  source,
  name: source,
  type,
  required: true,
  role: 'dimension',
  treatment: { kind: 'keep' },
  ...more,
});
const person = field('id', 'text', {
  name: 'person',
  role: 'direct-id',
  treatment: { kind: 'pseudonymise', entityType: 'bsn' },
});

const plan = (fields: readonly FieldPlan[], more: Partial<TreatmentPlan> = {}): TreatmentPlan => ({
  contractHash: 'c'.repeat(64),
  purposes: ['https://w3id.org/dpv#ProvideOfficialStatistics'],
  domain: 'test',
  recordUnit: 'object',
  personalData: false,
  format: { media: 'text/csv', encoding: 'utf-8' },
  fields,
  ...more,
});

describe('curated values', () => {
  it('have the types of the contract, and texts with leading zeros stay texts', async () => {
    const typed = plan([
      field('oin', 'text'),
      field('aantal', 'integer'),
      field('bedrag', 'decimal'),
      field('actief', 'boolean'),
      field('dag', 'date'),
      field('moment', 'timestamp'),
      field('soort', 'code', { codeList: ['01', '02'] }),
    ]);
    const header = 'oin,aantal,bedrag,actief,dag,moment,soort';
    const made = await curateCsv(
      folder,
      typed,
      `${header}\n0001,12,1.5,ja,2024-02-29,2024-01-01T12:00+01:00,01\n007,-3,2,0,1996-01-01,2024-01-01 12:00,02\n`,
    );
    expect(made.values).toEqual([
      {
        oin: '0001',
        aantal: 12,
        bedrag: 1.5,
        actief: true,
        dag: new Date('2024-02-29'),
        moment: new Date('2024-01-01T11:00Z'),
        soort: '01',
      },
      {
        oin: '007',
        aantal: -3,
        bedrag: 2,
        actief: false,
        dag: new Date('1996-01-01'),
        moment: new Date('2024-01-01T12:00Z'),
        soort: '02',
      },
    ]);
    expect(made.columns.map(({ type }) => type)).toEqual([
      'text',
      'integer',
      'decimal',
      'boolean',
      'date',
      'timestamp',
      'text',
    ]);
  });

  it('of treated columns have the type of what the treatment leaves, which is never taken for "no value"', async () => {
    const treated = plan([
      field('jaar', 'date', { treatment: { kind: 'generalise', param: 'year' } }),
      field('bedrag', 'integer', { treatment: { kind: 'round', param: '100' }, missing: ['0'] }),
      field('bouwjaar', 'integer', { treatment: { kind: 'bucket', param: '1900,1945' } }),
    ]);
    const made = await curateCsv(
      folder,
      treated,
      'jaar,bedrag,bouwjaar\n2021-03-04,12,1899\n2020-01-01,0,1950\n',
    );
    expect(made.values).toEqual([
      { jaar: 2020, bedrag: null, bouwjaar: '>=1945' },
      { jaar: 2021, bedrag: 0, bouwjaar: '<1900' },
    ]);
    expect(made.columns.map(({ type }) => type)).toEqual(['integer', 'integer', 'text']);
  });

  it('are empty where the contract’s texts for "no value" stand, and only there', async () => {
    const sparse = plan([
      field('naam', 'text'),
      field('aantal', 'integer', { missing: ['.', '-99'] }),
      field('ander', 'integer'),
    ]);
    const made = await curateCsv(folder, sparse, 'naam,aantal,ander\n.,.,1\nb,-99,-99\nc,,2\n');
    expect(made.values).toEqual([
      { naam: '.', aantal: null, ander: 1 },
      { naam: 'b', aantal: null, ander: -99 },
      { naam: 'c', aantal: null, ander: 2 },
    ]);
    expect(made.invalid).toEqual({ aantal: 0, ander: 0 });
  });

  it('of codes and numbers lose the blanks around them', async () => {
    const padded = plan(
      [field('code', 'area-code'), field('kleur', 'code', { codeList: ['geel'] }), field('n', 'integer')],
      { geography: { level: 'wijk', year: 2024, column: 'code' } },
    );
    const made = await curateCsv(
      folder,
      padded,
      'code,kleur,n\n"WK168000  ","geel ",  7\nWK168001,geel,   \n',
    );
    expect(made.values).toEqual([
      { code: 'WK168000', kleur: 'geel', n: 7 },
      { code: 'WK168001', kleur: 'geel', n: null },
    ]);
  });

  it('of free text are none', async () => {
    const made = await curateCsv(
      folder,
      plan([field('toelichting', 'text', { role: 'free-text' }), field('n', 'integer')]),
      'toelichting,n\nwoorden,1\n',
    );
    expect(made.columns.map(({ name }) => name)).toEqual(['n']);
    expect(made.values).toEqual([{ n: 1 }]);
  });
});

describe('values that do not convert', () => {
  const csv = 'n,s\n1e5,a\n12.7,b\n1_000,c\n3,a\n';
  const codeList = ['a', 'b'];

  it('of optional columns become empty and are counted', async () => {
    const lenient = plan([
      field('n', 'integer', { required: false }),
      field('s', 'code', { required: false, codeList }),
    ]);
    const made = await curateCsv(folder, lenient, csv);
    expect(made.invalid).toEqual({ n: 3, s: 1 });
    expect(made.values).toEqual([
      { n: 3, s: 'a' },
      { n: null, s: 'a' },
      { n: null, s: 'b' },
      { n: null, s: null },
    ]);
  });

  it('of required columns refuse the delivery by column and count, never by value, and nothing is written', async () => {
    const own = await mkdtemp(join(folder, 'refused-'));
    const strict = plan([field('n', 'integer'), field('s', 'code', { codeList })]);
    const refused = await curateCsv(own, strict, csv).catch((error: Error) => error);
    expect(refused).toMatchObject({ code: 'SourceMalformed', details: { columns: ['n (3)', 's (1)'] } });
    expect((refused as Error).message).not.toMatch(/1e5|12\.7|1_000/);
    await expect(stat(join(own, 'curated.parquet'))).rejects.toThrow();
  });

  it('are refused in a pseudonym column even where it is optional: it then holds something else', async () => {
    const optional = plan([{ ...person, required: false }]);
    const input = join(folder, 'no-pseudonyms.parquet');
    const columns = [
      {
        name: 'person',
        type: 'pseudonym',
        role: 'direct-id',
        pseudonym: { domain: 'test', entityType: 'bsn', epoch: 1 },
      },
    ] as const;
    await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
      await session.run(
        `COPY (SELECT '999990019' AS person) TO '${input}' (FORMAT parquet, ${footerSql(optional, columns)})`,
      );
      const made = curate(session, { path: input }, optional, { path: join(folder, 'never.parquet') });
      await expect(made).rejects.toMatchObject({
        code: 'SourceMalformed',
        details: { columns: ['person (1)'] },
      });
    });
  });
});

describe('the curated file', () => {
  const cities = plan([person, field('buurt', 'area-code', { role: 'quasi-id' }), field('n', 'integer')], {
    personalData: true,
    recordUnit: 'person',
    geography: { level: 'buurt', year: 2024, column: 'buurt', prefix: 'BU' },
  });

  it('says under which contract, for which purposes, with which pseudonyms and by which division it was made', async () => {
    const { footer, columns } = await curateCsv(folder, cities, 'id,buurt,n\n012345672,05182916,1\n');
    expect(footer).toEqual({
      contract: cities.contractHash,
      purposes: cities.purposes,
      columns,
      geography: { level: 'buurt', year: 2024, column: 'buurt' },
    });
    expect(columns[0]).toEqual({
      name: 'person',
      type: 'pseudonym',
      role: 'direct-id',
      pseudonym: { domain: 'test', entityType: 'bsn', epoch: 1 },
    });
  });

  it('is the same to the byte for one, two and four threads and any order of rows, beyond one row group', async () => {
    const columns = cities.fields.map(({ name, role }) => ({ name, role, type: 'text' }) as const);
    const madeWith = (threads: number, order: string) =>
      withDuckDb({ tempFolder: join(folder, 'spill'), threads }, async (session) => {
        const [input, path] = [join(folder, 'input.parquet'), join(folder, 'same.parquet')];
        await session.run(
          `COPY (SELECT lpad(to_base(i * 7919, 32), 32, '0') AS person, lpad(CAST(i % 9000 AS VARCHAR), 8, '0') AS buurt,
           CAST(i % 97 AS VARCHAR) AS n FROM range(130000) r(i) ORDER BY ${order})
           TO '${input}' (FORMAT parquet, ${footerSql(cities, columns)})`,
        );
        const { rows } = await curate(session, { path: input }, cities, { path });
        return [
          rows,
          createHash('sha256')
            .update(await readFile(path))
            .digest('hex'),
        ];
      });
    const one = await madeWith(1, 'i');
    expect(one[0]).toBe(130_000);
    expect(await madeWith(2, 'hash(i)')).toEqual(one);
    expect(await madeWith(4, 'i DESC')).toEqual(one);
  });

  it('holds the same rows and values for the engine and for a reader that shares no code with it', async () => {
    const types = ['text', 'integer', 'decimal', 'boolean', 'date', 'timestamp'] as const;
    const lines = Array.from({ length: 3000 }, (_, i) => {
      const day = new Date(Date.UTC(1950, 0, 1 + i * 9)).toISOString().slice(0, 10);
      const cells = [`t${i % 50}`, i * 1e12, (i * 37) / 100, i % 2, day, `${day}T0${i % 10}:30:00Z`];
      return cells.map((cell, c) => (i % (c + 5) === 0 ? '' : cell)).join(',');
    });
    const made = await curateCsv(
      folder,
      plan(types.map((type) => field(type, type))),
      `${types.join(',')}\n${lines.join('\n')}\n`,
    );
    const byEngine = await withDuckDb({ tempFolder: join(folder, 'spill') }, (session) =>
      session.rows(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('${made.path}')`),
    );
    const asText = (name: string, value: unknown) => {
      if (value instanceof Date)
        return value
          .toISOString()
          .slice(0, name === 'date' ? 10 : 19)
          .replace('T', ' ');
      return typeof value === 'number' && name === 'decimal' ? value.toFixed(6) : String(value);
    };
    const byReader = made.values.map((row) =>
      Object.fromEntries(Object.entries(row).map(([n, v]) => [n, v === null ? null : asText(n, v)])),
    );
    expect(byReader).toHaveLength(3000);
    expect(byReader).toEqual(byEngine.map((row) => ({ ...row })));
  });

  it('is not made of a file of another contract', async () => {
    const { path } = await curateCsv(folder, cities, 'id,buurt,n\n012345672,05182916,1\n');
    const other = { ...cities, contractHash: 'd'.repeat(64) };
    await withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
      const made = curate(session, { path }, other, { path: join(folder, 'never.parquet') });
      await expect(made).rejects.toMatchObject({ code: 'DigestMismatch' });
    });
  });

  it('is not made where a required column did not come', async () => {
    await expect(curateCsv(folder, cities, 'id,n\n012345672,1\n')).rejects.toMatchObject({
      code: 'SourceMalformed',
      details: { columns: ['buurt'] },
    });
  });
});
