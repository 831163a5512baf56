import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaCodeSql } from './convert-area-code.js';
import { dateSql, timestampSql } from './convert-date.js';
import { decimalSql, integerSql } from './convert-number.js';
import { DuckDbSession } from './duckdb-session.js';

let folder = '';
let session: DuckDbSession;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convert-'));
  session = await DuckDbSession.open({ tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a conversion makes of each text, in the engine's own text form; null for no value. */
async function converted(sql: string, texts: readonly string[]): Promise<readonly (string | null)[]> {
  await session.run('CREATE OR REPLACE TABLE texts (n VARCHAR, t VARCHAR)');
  await session.append(
    'texts',
    texts.map((text, i) => [String(i), text]),
  );
  const rows = await session.rows(
    `SELECT CAST(${sql} AS VARCHAR) AS v FROM texts ORDER BY CAST(n AS BIGINT)`,
  );
  return rows.map(({ v }) => (v === null ? null : String(v)));
}

describe('whole numbers', () => {
  it('are digits and a sign: no power, point, underscore, blank or hexadecimal, which a cast would take', async () => {
    const refused = ['1e5', '12.7', '1_000', '0x10', ' 1', '1 ', '--1', '', '+', '٣', '416.0', '1,000'];
    expect(await converted(integerSql('t', {}), refused)).toEqual(refused.map(() => null));
    const taken = ['0', '007', '-3', '+4', '999999999999999999', '-999999999999999999'];
    expect(await converted(integerSql('t', {}), taken)).toEqual(taken.map((text) => String(BigInt(text))));
    expect(await converted(integerSql('t', {}), ['1000000000000000000'])).toEqual([null]);
  });

  it('take groups of three by the declared mark alone', async () => {
    const texts = ['1.234', '12.345.678', '1234', '1.23', '1234.567', '416.0', '.123', '1.', '1,234'];
    const values = await converted(integerSql('t', { thousands: '.', decimal: ',' }), texts);
    expect(values).toEqual(['1234', '12345678', '1234', null, null, null, null, null, null]);
    expect(await converted(integerSql('t', { thousands: ' ' }), ['1 234', '1\t234'])).toEqual(['1234', null]);
  });

  it('agree with an independent reading of any text of digits and marks', async () => {
    const texts = fc.array(fc.stringMatching(/^[-+]?[0-9.,e_ ]{0,8}$/), { minLength: 200, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const expected = list.map((text) => {
          const digits = text.startsWith('-') || text.startsWith('+') ? text.slice(1) : text;
          const isWhole = digits.length > 0 && [...digits].every((d) => d >= '0' && d <= '9');
          return isWhole ? String(BigInt(digits) * (text.startsWith('-') ? -1n : 1n)) : null;
        });
        expect(await converted(integerSql('t', {}), list)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe('decimal numbers', () => {
  it('with a decimal comma take 1,8 and neither 416.0 nor 4160 for it', async () => {
    const texts = ['1,8', '416.0', '416,0', '1.416,05', '1,8,1', ',5', '5,'];
    const dutch = await converted(decimalSql('t', { decimal: ',', thousands: '.' }), texts);
    expect(dutch).toEqual(['1.800000', null, '416.000000', '1416.050000', null, '0.500000', '5.000000']);
    const plain = await converted(decimalSql('t', { decimal: ',' }), ['416.0', '1.416']);
    expect(plain).toEqual([null, null]);
  });

  it('are exact to a millionth with halves away from zero, and at most twelve digits before the point', async () => {
    const texts = ['0.1', '-0.0000005', '0.30000000000000004', '999999999999.999999', '1000000000000', '1e3'];
    expect(await converted(decimalSql('t', {}), texts)).toEqual([
      '0.100000',
      '-0.000001',
      '0.300000',
      '999999999999.999999',
      null,
      null,
    ]);
  });

  it('never stop the engine: the largest number that rounds up beyond the width is no value', async () => {
    expect(await converted(decimalSql('t', {}), ['999999999999.9999999'])).toEqual([null]);
  });
});

describe('dates', () => {
  it('are days of the calendar in the form of ISO 8601 and nothing else', async () => {
    const texts = ['2024-02-29', '2023-02-29', '2-01-12', '01/01/2005', '20240101', '2024-1-1', '1996-12-31'];
    expect(await converted(dateSql('t'), texts)).toEqual([
      '2024-02-29',
      null,
      null,
      null,
      null,
      null,
      '1996-12-31',
    ]);
  });
});

describe('moments', () => {
  it('with an offset are put in UTC as the language’s own clock does; the engine alone would drop the offset', async () => {
    const moment = fc.record({
      at: fc.date({ min: new Date('1900-01-02'), max: new Date('2100-01-01'), noInvalidDate: true }),
      offset: fc.constantFrom('Z', '+02:00', '-11:30', '+0530', '+00:00'),
      blank: fc.constantFrom('T', ' '),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 100, maxLength: 100 }), async (moments) => {
        const texts = moments.map(({ at, offset, blank }) =>
          `${at.toISOString().slice(0, 19)}${offset}`.replace('T', blank),
        );
        const expected = texts.map((text) => {
          const iso = text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
          return new Date(iso).toISOString().slice(0, 19).replace('T', ' ');
        });
        expect(await converted(timestampSql('t'), texts)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('without an offset stay as delivered, and hours or days that do not exist are none', async () => {
    const texts = [
      '2024-03-31T02:30',
      '2024-03-31 02:30:15.5',
      '2024-03-31T25:00',
      '2024-02-30T10:00',
      '10:00',
    ];
    expect(await converted(timestampSql('t'), texts)).toEqual([
      '2024-03-31 02:30:00',
      '2024-03-31 02:30:15.5',
      null,
      null,
      null,
    ]);
  });
});

describe('area codes', () => {
  it('get the declared prefix and are codes of the declared level', async () => {
    const buurt = { level: 'buurt', year: 2024, column: 't', prefix: 'BU0' } as const;
    expect(await converted(areaCodeSql('t', buurt), ['5182916', '518291', 'BU05182916', '363aa01'])).toEqual([
      'BU05182916',
      null,
      null,
      'BU0363AA01',
    ]);
  });

  it('of one level are none of another, and a mixed table takes the levels of the national statistics', async () => {
    const texts = ['NL00', 'GM1680', 'WK168000', 'BU16800000', 'RE01', 'GM168'];
    const at = (level: 'gemeente' | 'mixed') =>
      converted(areaCodeSql('t', { level, year: 2024, column: 't' }), texts);
    expect(await at('gemeente')).toEqual([null, 'GM1680', null, null, null, null]);
    expect(await at('mixed')).toEqual(['NL00', 'GM1680', 'WK168000', 'BU16800000', null, null]);
  });
});
