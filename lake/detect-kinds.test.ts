import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headerHints } from './detect-header.js';
import { passesElevenProof } from './detect-kinds.js';
import { planOf, profileOf, writeParts } from './testing/landed-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-detect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Kinds found in each column of an unknown file. */
async function detect(columns: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  const names = Object.keys(columns);
  const length = Math.max(...Object.values(columns).map((values) => values.length));
  const lines = Array.from({ length }, (_, at) =>
    names.map((name) => `"${columns[name]?.[at] ?? ''}"`).join(','),
  );
  const paths = await writeParts(
    folder,
    [names.map((name) => `"${name}"`).join(','), ...lines, ''].join('\n'),
  );
  const found = await profileOf(folder, paths, planOf({}));
  return found.unknownColumns.map(({ detected }) => detected.join(' '));
}
const one = async (values: readonly string[], name = 'k') =>
  (await detect({ [name]: values, other: ['z'] }))[0];
const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at));

/** Appends the check digit of the 11-proof to eight digits; null where there is none. */
function withCheckDigit(eight: string): string | null {
  const sum = [...eight].reduce((total, digit, at) => total + Number(digit) * (9 - at), 0);
  return sum % 11 === 10 ? null : `${eight}${sum % 11}`;
}
const validNumbers = (count: number) => {
  const found: string[] = [];
  for (let next = 99990001; found.length < count; next += 7) {
    const number = withCheckDigit(String(next));
    if (number) found.push(number);
  }
  return found;
};

describe('citizen service numbers', () => {
  it('are found by the 11-proof alone, in any column, from twenty different ones', async () => {
    expect(await one(validNumbers(20))).toBe('bsn');
    expect(await one(validNumbers(19))).toBe('');
    expect(await one(validNumbers(10).flatMap((number) => [number, number, number]))).toBe('');
    expect(await one(validNumbers(30).map((n) => ` ${n.slice(0, 4)}.${n.slice(4, 6)}.${n.slice(6)} `))).toBe(
      'bsn',
    );
  });

  it('are not found among numbers that pass as often as chance has it', async () => {
    expect(await one(many(20_000, (at) => String(100_000_000 + at * 7)))).toBe('');
    expect(await one(many(5000, (at) => String(20_000_000 + at)))).toBe('');
    expect(await one(validNumbers(40).map((number) => number.slice(1, 8)))).toBe('');
  });

  it('are found where they make up a good part of the numbers, and where few pass never', () => {
    expect(passesElevenProof(1000, 200)).toBe(true);
    expect(passesElevenProof(1000, 100)).toBe(false);
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 1e7 }), (n) => !passesElevenProof(n, Math.floor(n / 11))),
    );
    fc.assert(fc.property(fc.integer({ min: 20, max: 1e7 }), (n) => passesElevenProof(n, n)));
    fc.assert(fc.property(fc.integer({ min: 0, max: 19 }), (n) => !passesElevenProof(n, n)));
  });
});

describe('content that identifies by its form', () => {
  // Example numbers of the IBAN registry (ISO 13616) and of documentation; none belongs to anybody.
  it.each([
    ['iban', ['NL91ABNA0417164300']],
    ['iban', ['x', 'GB82 WEST 1234 5698 7654 32']],
    ['', ['NL92ABNA0417164300', 'AB1234567890123456']],
    ['email', ['none', 'mail someone@example.org today']],
    ['', ['@home', 'a@b', 'B&B @ the park']],
    ['phone', ['06-12345678', '+31 6 12345678', '020-1234567']],
    ['phone', ['0612345678', '0687654321', '0611111111']],
    ['', many(30, (at) => String(at).padStart(10, '0'))],
    ['number-plate', ['12-AB-34', 'AB-123-C', 'XX-99-XX', '9-XXX-99', 'AB-12-34']],
    ['', many(20, (at) => `GM0${300 + at}`)],
    ['', many(20, (at) => `10${10 + at}AB`)],
    ['coordinates', ['POINT (4.9 52.4)', 'POINT(4.8 52.3)']],
    [
      'address',
      ['Damrak 1, 1012 LG Amsterdam', 'Coolsingel 40, 3011 AD Rotterdam', 'Neude 1, 3512 AD Utrecht'],
    ],
    ['address', ['2510 AB 7', '2511 AC 12 b', '3011 AD 140-II']],
    ['address', ['2510AB7', '2511 ac, 12', '3011AD 140']],
    ['', ['2510 AB', '2511 AC', '3011 AD']],
  ])('is %j in %j', async (kind, values) => {
    expect(await one(values)).toBe(kind);
  });

  it('is a birth date by its spread over the years, or by its name', async () => {
    const dates = many(100, (at) => `${1930 + (at % 80)}-0${1 + (at % 9)}-1${at % 9}`);
    expect(await one(dates)).toBe('birth-date');
    expect(await one(dates.map((date) => date.split('-').reverse().join('/')))).toBe('birth-date');
    expect(await one(dates.map((date) => date.replaceAll('-', '')))).toBe('birth-date');
    expect(await one(many(100, (at) => `2024-0${1 + (at % 9)}-1${at % 9}`))).toBe('');
    expect(await one(['2024-01-01'], 'Geboortedatum')).toBe('birth-date');
  });

  it('is an address only where postcode and house number stand in one file', async () => {
    const postcode = many(12, (at) => `10${10 + at} AB`);
    const number = many(12, (at) => String(at + 1));
    expect(await detect({ pc: postcode, huisnummer: number, k: number })).toEqual(['address', 'address', '']);
    expect(await detect({ pc: postcode, plaats: many(12, () => 'Utrecht') })).toEqual(['', '']);
    expect(await detect({ pc: postcode, straat: many(12, (at) => `Lange Laan ${at + 1} b`) })).toEqual([
      'address',
      'address',
    ]);
  });

  it('is a place only where both of its numbers are there, in degrees or in metres', async () => {
    const latitude = many(12, (at) => `52.36${at}5`);
    const longitude = many(12, (at) => `4.89${at}1`);
    expect(await detect({ p: latitude, q: longitude })).toEqual(['coordinates', 'coordinates']);
    expect(await detect({ p: latitude, q: latitude })).toEqual(['', '']);
    const x = many(12, (at) => `${81000 + at}.5`);
    const y = many(12, (at) => `${455000 + at}.25`);
    expect(await detect({ p: x, q: y })).toEqual(['coordinates', 'coordinates']);
    expect(
      await detect({ income: many(12, (at) => `${81000 + at}`), wealth: many(12, (at) => `${455000 + at}`) }),
    ).toEqual(['', '']);
    expect(await detect({ X: ['81000'], Y: ['455000'] })).toEqual(['coordinates', 'coordinates']);
  });

  it('is nothing in an empty column, whatever its name', async () => {
    expect(await detect({ naam: [], bsn: [], k: ['1'] })).toEqual(['', '', '']);
  });
});

describe('a name of a column', () => {
  it.each([
    ['PERSONID', 'person-key'],
    ['host_id', 'person-key'],
    ['Klantnummer', 'person-key'],
    ['soc_sec_id', 'person-key'],
    ['BSN', 'bsn person-key'],
    ['burgerservicenummer van de ouder', 'bsn person-key'],
    ['Naam', 'name'],
    ['given_name', 'name'],
    ['hostName', 'name'],
    ['Achternaam (eerste)', 'name'],
    ['Regioaanduiding/Gemeentenaam (naam)', ''],
    ['Achternaam gemeentesecretaris', 'name'],
    ['Naam gemeente', ''],
    ['Straatnaam', ''],
    ['Soort aansluiting Naam', ''],
    ['file name', ''],
    ['date_of_birth', 'birth-date'],
    ['e-mailadres', 'email'],
    ['geboortejaar', ''],
    ['id', ''],
    ['Bevolking/Aantal inwoners (aantal)', ''],
    ['Huis-nr', 'house-number'],
    ['nr.', 'house-number'],
    ['KvK-nummer', ''],
    ['Aantal levend geboren', ''],
    ['XRESID', 'x'],
    ['verdachtenaam', 'name'],
    ['klantnaam', 'name'],
  ])('%s says %j', (header, hints) => {
    expect([...headerHints(header)].sort().join(' ')).toBe(hints);
  });
});

describe('a column of a file about areas', () => {
  const codes = many(12, (at) => `BU0518${1000 + at}`);
  const area = (column: string) =>
    planOf(
      { code: { type: 'area-code', role: 'dimension' }, name: 'text', lat: 'decimal', lon: 'decimal' },
      { recordUnit: 'area', personalData: false, geography: { level: 'buurt', year: 2024, column } },
    );
  const file = (name: (at: number) => string, code: (at: number) => string) =>
    `code,name,lat,lon\n${many(24, (at) => `${code(at)},${name(at)},52.1${at % 12},4.2${at % 12}9`).join('\n')}\n`;
  const kinds = async (text: string, column = 'code') => {
    const found = await profileOf(folder, await writeParts(folder, text), area(column));
    return found.columns.map(({ detected }) => detected.join(' '));
  };
  const code = (at: number) => codes[at % 12] as string;

  it('describes the area where each valid area code has one value of it', async () => {
    expect(await kinds(file((at) => `Area ${at % 12}`, code))).toEqual(['', '', '', '']);
  });

  it('stays a finding where only persons have such a thing, or where the contract does not name it', async () => {
    const beside = async (header: string, value: string, isAgreed: boolean) => {
      const plan = area('code');
      const agreed = planOf({ [header]: 'text' }).fields;
      const text = `code,${header}\n${many(12, (at) => `${code(at)},${value}`).join('\n')}\n`;
      const paths = await writeParts(folder, text);
      const found = await profileOf(
        folder,
        paths,
        isAgreed ? { ...plan, fields: [...plan.fields, ...agreed] } : plan,
      );
      return [...found.columns, ...found.unknownColumns].find(({ position }) => position === 2)?.detected;
    };
    for (const header of ['naam', 'Naam (volledig)']) {
      expect(await beside(header, 'x', true), header).toEqual([]);
      expect(await beside(header, 'x', false), header).toEqual(['name']);
    }
    for (const header of [
      'achternaam',
      'Naam verdachte',
      'naam van de eigenaar',
      'hostName',
      'verdachtenaam',
    ])
      expect(await beside(header, 'x', true), header).toEqual(['name']);
    expect(await beside('adres', 'x', true)).toEqual([]);
    expect(await beside('adres', 'x', false)).toEqual(['address']);
    for (const header of ['woonadres', 'adres huurder'])
      expect(await beside(header, 'x', true), header).toEqual(['address']);
  });

  it('stays a finding where the claim is not borne out', async () => {
    expect((await kinds(file((at) => `Person ${at}`, code)))[1]).toBe('name');
    expect(
      (
        await kinds(
          file(
            (at) => `Area ${at % 12}`,
            (at) => `${at % 12}`,
          ),
        )
      )[1],
    ).toBe('name');
    expect(
      (
        await kinds(
          file((at) => `Area ${at % 12}`, code),
          'absent',
        )
      )[1],
    ).toBe('name');
  });
});
