import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DuckDbSession } from '../../lake/duckdb-session.js';
import { areaCode, areaLevel } from './area-code.js';
import { canonicalForm, ENTITY_TYPES } from './canonical-forms.js';
import { bsn, passesElevenProof } from './eleven-proof.js';

let session: DuckDbSession;
beforeAll(async () => {
  session = await DuckDbSession.open({ tempFolder: join(tmpdir(), `sluis-canon-${process.pid}`) });
  await session.run('CREATE TABLE t (v VARCHAR)');
});
afterAll(() => session.close());

async function inSql(sql: (text: string) => string, values: readonly string[]): Promise<unknown[]> {
  await session.run('DELETE FROM t');
  await session.append(
    't',
    values.map((value) => [value]),
  );
  return (await session.rows(`SELECT ${sql('v')} AS c FROM t`)).map((row) => row.c);
}

const TRAPS = [
  '', ' ', '0', '000000000', '1e5', '12.7', '1_000', '+12345678', '-1', '1234567890', '0123456789',
  '111222333', ' 111222333 ', '11122233', '\u00a0123456782\t', '١٢٣٤٥٦٧٨٢', '99999999', '12345678', '01234567',
  'NL91ABNA0417164300', 'nl91 abna 0417 1643 00', 'NL91ABNA0417164301', 'DE89370400440532013000',
  'GB82WEST12345698765432', '1234 ab', '1234SS', '0234AB', '1234AB', 'AB-12-CD', '12-abc-3', 'ab12c',
  '0363010000000001', '0363100000000001', '0363200000000001', 'BU03630000', 'BU0363AA01', 'WK036300', 'GM0363', 'NL00',
  '\u0131\u0130', 'a'.repeat(201), '🙂'.repeat(200), "o'Brien",
]; // biome-ignore format: a list of traps

describe('canonical forms', () => {
  it.each([...ENTITY_TYPES])('%s is the same in SQL and in TypeScript', async (entityType) => {
    const form = canonicalForm(entityType);
    const arbitrary = fc.oneof(
      fc.constantFrom(...TRAPS),
      fc.integer({ min: 0, max: 1_099_999_999 }).map(String),
      fc.stringMatching(/^ ?[0-9A-Za-z -]{0,18}\t?$/),
      fc.stringMatching(/^[0-9]{16}$/),
      fc.stringMatching(/^[1-9][0-9]{3} ?[A-Za-z]{2}$/),
      fc.stringMatching(/^(NL|DE)[0-9]{2}[A-Z]{4}[0-9]{10}$/),
      fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0')),
    );
    const values = [...TRAPS, ...fc.sample(arbitrary, { numRuns: 1500, seed: 42 })];
    expect(await inSql(form.sql, values)).toEqual(values.map(form.canonical));
  });

  it('gives one person one form, whether or not the register lost the leading zero', () => {
    let number = 10_000_000;
    while (!passesElevenProof(`0${number}`)) number += 1;
    expect(bsn.canonical(String(number))).toBe(`0${number}`);
    expect(bsn.canonical(` 0${number}`)).toBe(`0${number}`);
  });

  it('refuses nine zeros and ten digits, which padding would turn into somebody else', () => {
    expect(['000000000', '0', '1112223330', '0111222333', '1e5'].map(bsn.canonical)).toEqual([
      null, null, null, null, null,
    ]); // biome-ignore format: one a value
  });

  it('passes about one in eleven numbers: 9,091 of the test range 9999xxxxx', () => {
    let valid = 0;
    for (let n = 999_900_000; n < 1_000_000_000; n += 1) if (passesElevenProof(String(n))) valid += 1;
    expect(valid).toBe(9091);
  });

  it('keeps IBANs apart by their check digits', () => {
    const { canonical } = canonicalForm('iban');
    expect(canonical('nl91 abna 0417 1643 00')).toBe('NL91ABNA0417164300');
    expect(canonical('NL91ABNA0417164301')).toBeNull();
    expect(canonical('GB82WEST12345698765432')).toBe('GB82WEST12345698765432');
  });

  it('knows the level of an area by its code, also of neighbourhoods with letters', () => {
    expect(['NL00', 'GM0363', 'WK0363AA', 'BU0363AA01', 'BU05182916', '5182916'].map(areaLevel)).toEqual([
      'land', 'gemeente', 'wijk', 'buurt', 'buurt', null,
    ]); // biome-ignore format: one a value
  });

  it.each(['land', 'gemeente', 'wijk', 'buurt'] as const)('%s codes are the same in SQL', async (level) => {
    const form = areaCode(level);
    expect(await inSql(form.sql, TRAPS)).toEqual(TRAPS.map(form.canonical));
  });
});
