import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldPlan } from '../domain/treatment-plan.js';
import { timestampSql } from './convert-date.js';
import { VALUE_TESTS } from './detect-values.js';
import { DuckDbSession } from './duckdb-session.js';
import { unspacedSql } from './read-cell.js';
import { treatedSql } from './treatments.js';

let folder = '';
let session: DuckDbSession;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-cheaper-'));
  session = await DuckDbSession.open({ tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true, force: true });
});

/** What an expression over `v` makes of each text, as text; null for NULL. */
async function made(sql: string, texts: readonly string[]): Promise<readonly (string | null)[]> {
  await session.run('CREATE OR REPLACE TABLE texts (n VARCHAR, v VARCHAR)');
  await session.append(
    'texts',
    texts.map((text, i) => [String(i), text]),
  );
  const rows = await session.rows(
    `SELECT CAST(${sql} AS VARCHAR) AS made FROM texts ORDER BY CAST(n AS BIGINT)`,
  );
  return rows.map((row) => (row.made === null ? null : String(row.made)));
}

const sampled = (texts: fc.Arbitrary<string>) => fc.sample(texts, { numRuns: 3000, seed: 7 });
const joined = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''));
const one = (...texts: readonly string[]) => fc.constantFrom(...texts);
const seldom = (usual: string, ...others: readonly string[]) =>
  fc.oneof({ weight: 8, arbitrary: one(usual) }, { weight: 1, arbitrary: one(...others) });

describe('a cheaper form says the same as the dear one', () => {
  it('of a text without spaces around it: the trim of the engine, Unicode spaces among them', async () => {
    const unit = one(' ', '\t', '\u00a0', '\u2003', '\u3000', 'a', 'é', '1', '\n');
    const texts = sampled(fc.array(unit, { maxLength: 6 }).map((units) => units.join('')));
    expect(await made(unspacedSql('v'), texts)).toEqual(await made('trim(v)', texts));
  });

  it('of a moment: its local part less its offset, whether or not it has one', async () => {
    const texts = sampled(
      joined(
        seldom('2024-02-29', '2023-02-29', '1900-01-01', '2024-2-9'),
        seldom('T', ' ', 't', ''),
        seldom('12:34', '29:00', '00:00', '1:00'),
        seldom(':56', '', ':61', ':56.5', ':56.123456789', ':56.1234567890'),
        seldom('', 'Z', '+02:00', '-1130', '+0', ' '),
      ),
    );
    const time = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,9})?)?';
    const offset = (group: number) => `regexp_extract(v, ':[0-9.]+([+-])([0-9]{2}):?([0-9]{2})$', ${group})`;
    const minutes = `CAST(${offset(2)} AS BIGINT) * 60 + CAST(${offset(3)} AS BIGINT)`;
    const dear = `CASE WHEN regexp_full_match(v, '${time}(?:Z|[+-][0-9]{2}:?[0-9]{2})?')
      THEN TRY_CAST(regexp_extract(v, '${time}') AS TIMESTAMP) - to_minutes(
        CASE ${offset(1)} WHEN '+' THEN ${minutes} WHEN '-' THEN -(${minutes}) ELSE 0 END) END`;
    const moments = await made(timestampSql('v'), texts);
    expect(moments).toEqual(await made(dear, texts));
    expect(new Set(moments.map((moment) => moment === null))).toEqual(new Set([true, false]));
  });

  it('of a rounded integer: whole-number arithmetic without limit, to the last of 18 digits', async () => {
    for (const param of ['1', '5', '100', '999999999']) {
      const field: FieldPlan = {
        source: 'v',
        name: 'v',
        type: 'integer',
        required: true,
        role: 'measure',
        treatment: { kind: 'round', param },
      };
      const texts = [
        ...['0', '-0', '999999999999999999', '-999999999999999999', '1000000000000000000', '1e5', ''],
        ...sampled(fc.stringMatching(/^[+-]?[0-9]{1,18}$/)),
      ];
      const expected = texts.map((text) => {
        if (!/^[+-]?[0-9]{1,18}$/.test(text)) return null;
        const [step, value] = [BigInt(param), BigInt(text.replace('+', ''))];
        const size = value < 0n ? -value : value;
        const nearest = ((2n * size + step) / (2n * step)) * step;
        return String(value < 0n ? -nearest : nearest);
      });
      const format = { media: 'text/csv', encoding: 'utf-8' } as const;
      expect(await made(treatedSql(field, 'v', format), texts)).toEqual(expected);
    }
  });

  it('of an account number: compact, in capitals of any alphabet, and 1 modulo 97', async () => {
    const body = fc.stringMatching(/^[A-Z0-9]{9,32}$/);
    const valid = fc.tuple(one('NL', 'DE', 'IS', 'GB'), body).map(([country, rest]) => {
      const check = 98n - modulo97(`${country}00${rest}`);
      return `${country}${String(check).padStart(2, '0')}${rest}`;
    });
    const disturbed = fc.tuple(valid, fc.infiniteStream(fc.nat(11))).map(([text, chances]) =>
      [...text]
        .map((character) => {
          const chance = chances.next().value;
          if (chance === 0) return `${character} `;
          if (chance === 1) return character.toLowerCase();
          if (chance === 2) return character.replace('I', 'ı').replace('S', 'ſ');
          return chance === 3 && text.length % 4 === 0 ? '7' : character;
        })
        .join('')
        .trim(),
    );
    const texts = sampled(
      fc.oneof(valid, disturbed, fc.stringMatching(/^[A-Z]{0,3}[0-9 ]{0,3}[A-Z0-9 .]{0,30}$/)),
    );
    const expected = texts.map((text) => {
      const compact = text.replaceAll(' ', '').toUpperCase();
      const length = new TextEncoder().encode(text).length;
      const isShaped = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(compact) && length >= 15 && length <= 42;
      return String(isShaped && text.charCodeAt(0) >= 65 && modulo97(compact) === 1n);
    });
    expect(await made(VALUE_TESTS.iban, texts)).toEqual(expected);
    expect(expected.filter((is) => is === 'true').length).toBeGreaterThan(1000);
  });
});

/** ISO 13616, on the whole number. */
function modulo97(compact: string): bigint {
  const moved = `${compact.slice(4)}${compact.slice(0, 4)}`;
  return BigInt([...moved].map((c) => Number.parseInt(c, 36)).join('')) % 97n;
}
