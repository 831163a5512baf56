import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { forget, pseudonymKey } from '../privacy/pseudonym.js';
import { withDuckDb } from './duckdb-session.js';
import { readFooter } from './parquet-footer.js';
import { pseudonymise } from './pseudonymise.js';
import { openLanded } from './read-landed.js';

const secret = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pseudonymise-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const field = (
  source: string,
  kind: FieldPlan['treatment']['kind'],
  more: Partial<FieldPlan> = {},
): FieldPlan => ({
  source,
  name: source,
  type: 'text',
  required: true,
  role: 'dimension',
  ...more,
  treatment: { kind, ...more.treatment },
});
const bsn = field('bsn', 'pseudonymise', {
  name: 'person',
  role: 'direct-id',
  treatment: { kind: 'pseudonymise', entityType: 'bsn' },
});

const plan = (
  fields: readonly FieldPlan[],
  format: Partial<TreatmentPlan['format']> = {},
): TreatmentPlan => ({
  contractHash: 'c'.repeat(64),
  purposes: ['https://w3id.org/dpv#ProvideOfficialStatistics'],
  domain: 'test',
  recordUnit: 'person',
  personalData: true,
  format: { media: 'text/csv', encoding: 'utf-8', ...format },
  fields,
});

async function treat(
  csv: string,
  thePlan: TreatmentPlan,
  options: { threads?: number; domain?: string } = {},
) {
  const input = join(folder, 'input.csv');
  const out = join(folder, 'out.parquet');
  await writeFile(input, csv);
  return withDuckDb({ tempFolder: join(folder, 'spill'), threads: options.threads ?? 2 }, async (session) => {
    const landed = await openLanded(session, [input], thePlan.format, folder);
    const tag = { domain: options.domain ?? 'test', entityType: 'bsn', epoch: 1 };
    const key = pseudonymKey(tag, secret);
    try {
      const made = await pseudonymise(session, landed, thePlan, [key], out);
      const rows = await session.rows(`SELECT * FROM read_parquet('${out}')`);
      const footer = await readFooter(session, out);
      return {
        ...made,
        values: rows,
        footer,
        sha256: createHash('sha256')
          .update(await readFile(out))
          .digest('hex'),
      };
    } finally {
      forget(key);
      await landed.close();
    }
  });
}

/** Base32hex by another road than the product's: five bits at a time from a string of bits. */
function independentPseudonym(message: string): string {
  const digest = createHmac('sha256', secret).update(message).digest();
  const bits = [...digest]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, 160);
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => Number.parseInt(five, 2).toString(32).toUpperCase())
    .join('');
}

describe('pseudonyms in SQL', () => {
  it('equal HMAC-SHA-256 of the canonical number as node:crypto computes it, for a thousand numbers', async () => {
    const numbers = Array.from({ length: 1000 }, (_, i) => String(999900000 + i * 13));
    const valid = (n: string) =>
      [...n].reduce((sum, d, i) => sum + Number(d) * (i === 8 ? -1 : 9 - i), 0) % 11 === 0;
    const made = await treat(`bsn\n${numbers.join('\n')}\n`, plan([bsn]));
    const expected = numbers.map((n) =>
      valid(n)
        ? independentPseudonym(`canon/v1:bsn:${n}`)
        : `Z${independentPseudonym(`canon/v1:bsn-invalid:${n}`).slice(1)}`,
    );
    expect(made.values.map(({ person }) => person)).toEqual(expected.sort());
    expect(made.invalid).toEqual({ person: numbers.filter((n) => !valid(n)).length });
    expect(made.rows).toBe(1000);
  });

  it('are one for a number that lost its leading zeros or stands between blanks, and none for no number', async () => {
    const made = await treat(
      'bsn,x\n012345672,a\n12345672,b\n" 12345672 ",c\n,d\n',
      plan([bsn, field('x', 'keep')]),
    );
    const persons = new Set(made.values.map(({ person }) => person));
    expect(persons).toEqual(new Set([independentPseudonym('canon/v1:bsn:012345672'), null]));
  });

  it('of numbers that fail their proof stay apart from every valid one and from nine zeros', async () => {
    const made = await treat('bsn\n000000000\n123456789\n12345672\n', plan([bsn]));
    const marks = made.values.map(({ person }) => String(person)[0]);
    expect(marks.filter((mark) => mark === 'Z')).toHaveLength(2);
    expect(made.invalid).toEqual({ person: 2 });
  });
});

describe('what leaves the vault', () => {
  const all = plan([
    bsn,
    field('secret', 'drop'),
    field('datum', 'generalise', {
      name: 'jaar',
      type: 'date',
      treatment: { kind: 'generalise', param: 'year' },
    }),
    field('bedrag', 'round', { type: 'decimal', treatment: { kind: 'round', param: '100' } }),
    field('bouwjaar', 'bucket', { type: 'integer', treatment: { kind: 'bucket', param: '1900,1945' } }),
    field('pc', 'generalise', { treatment: { kind: 'generalise', param: 'pc4' }, missing: ['.'] }),
  ]);
  const csv = [
    'secret,bsn,datum,bedrag,bouwjaar,pc,extra',
    'a,12345672,2021-03-04,149.99,1899,1234 AB,x',
    'b,12345672,2021-02-30,-150,1900,.,x',
    'c,12345672,1e5,1_000,1945,4321cd,x',
    '',
  ].join('\n');

  it('holds the contract’s kept columns alone, coarsened as it says, and counts what could not be treated', async () => {
    const made = await treat(csv, all);
    const rows = made.values.map(({ person: _, ...rest }) => rest);
    expect(rows).toEqual([
      { jaar: '2021', bedrag: '100', bouwjaar: '<1900', pc: '1234' },
      { jaar: null, bedrag: '-200', bouwjaar: '1900-<1945', pc: null },
      { jaar: null, bedrag: null, bouwjaar: '>=1945', pc: '4321' },
    ]);
    expect(made.invalid).toEqual({ person: 0, jaar: 2, bedrag: 1, bouwjaar: 0, pc: 0 });
  });

  it('is rounded exactly, halves away from zero, also where floating point has no such number', async () => {
    const round = (type: 'integer' | 'decimal') =>
      field(type, 'round', { type, treatment: { kind: 'round', param: '5' } });
    const rows = [
      '2,2.5',
      '3,-2.5',
      '-3,7.499999',
      '999999999999999992,99999999999.499999',
      '999999999999999993,-0.1',
    ];
    const made = await treat(
      `integer,decimal\n${rows.join('\n')}\n`,
      plan([round('integer'), round('decimal')]),
    );
    const sorted = (texts: readonly unknown[]) => texts.map(String).sort();
    expect(sorted(made.values.map(({ integer }) => integer))).toEqual(
      sorted(['0', '5', '-5', '999999999999999990', '999999999999999995']),
    );
    expect(sorted(made.values.map(({ decimal }) => decimal))).toEqual(
      sorted(['5', '-5', '5', '100000000000', '0']),
    );
  });

  it('carries contract, purposes and the type of each pseudonym in its footer', async () => {
    const { footer } = await treat(csv, all);
    expect(footer.contract).toBe('c'.repeat(64));
    expect(footer.purposes).toEqual(all.purposes);
    expect(footer.columns[0]).toEqual({
      name: 'person',
      type: 'pseudonym',
      role: 'direct-id',
      pseudonym: { domain: 'test', entityType: 'bsn', epoch: 1 },
    });
    expect(footer.columns.map(({ name }) => name)).toEqual(['person', 'jaar', 'bedrag', 'bouwjaar', 'pc']);
  });

  it('is the same to the byte for any number of threads and any order of rows and columns', async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, i) => `s${i},${i * 11},2020-01-01,${i},${1800 + (i % 200)},1234 AB,x`,
    );
    const header = csv.split('\n')[0];
    const plain = await treat(`${header}\n${lines.join('\n')}\n`, all, { threads: 1 });
    const shuffled = await treat(`${header}\n${lines.toReversed().join('\n')}\n`, all, { threads: 4 });
    const turned = lines.map((line) =>
      line
        .split(',')
        .toReversed()
        .map((cell) => `"${cell}"`)
        .join(','),
    );
    const columns = header
      ?.split(',')
      .toReversed()
      .map((name) => `"${name}"`)
      .join(',');
    const other = await treat(`${columns}\n${turned.join('\n')}\n`, all, { threads: 2 });
    expect(shuffled.sha256).toBe(plain.sha256);
    expect(other.sha256).toBe(plain.sha256);
  });

  it('reads decimal comma and thousands point exactly as declared', async () => {
    const money = plan(
      [field('b', 'round', { type: 'decimal', treatment: { kind: 'round', param: '10' } })],
      {
        delimiter: ';',
        decimal: ',',
        thousands: '.',
      },
    );
    const made = await treat('b;c\n1.234,50;x\n416.0;x\n14,99;x\n1.23;x\n', money);
    expect(made.values.map(({ b }) => b)).toEqual(['10', '1230', null, null].sort());
  });
});
