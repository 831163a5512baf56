import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { withDuckDb } from './duckdb-session.js';
import { profileLanded } from './profile-landed.js';
import { plainCsv, planOf, profileOf, writeParts } from './testing/landed-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-profile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const profile = async (plan: TreatmentPlan, ...parts: readonly (string | Uint8Array)[]) =>
  profileOf(folder, await writeParts(folder, ...parts), plan);

describe('why a part cannot be read', () => {
  const found = async (text: string) =>
    (await profile(planOf({ a: 'integer', b: 'text' }), text)).shape.map(({ finding }) => finding);

  it('is a quote that is never closed, also where quotes stand behind it', async () => {
    expect(await found('a,b\n1,"x\n2,y\n')).toEqual(['open-quote']);
    expect(await found('a,b\n1,"x\n2,"y"\n')).toEqual(['open-quote']);
  });

  it('is that lines end in two ways, and nothing where they all end in one', async () => {
    expect(await found('a,b\r\n1,x\n2,y\r\n3,z\n')).toEqual(['line-ends']);
    expect(await found('a,b\r\n1,x\r\n2,y\r\n')).toEqual([]);
    expect(await found('a,b\n1,"x\r\ny"\n2,y\n')).toEqual([]);
  });

  it('is said once where the part ran together: by another delimiter, also with quotes', async () => {
    expect(await found('"a";"b"\n1;"x"\n2;"y"\n')).toEqual(['one-column']);
    expect(await found('a;b\n1;x,y\n2;y\n')).toEqual(['one-column']);
    expect(await found('"a,""b"""\n"1,""2"""\n"3","4"\n')).toEqual(['quoted-whole']);
  });
});

describe('the profile of a delivery', () => {
  it('counts missing, distinct and invalid values of each contract column, found by name', async () => {
    const plan = planOf({
      age: { type: 'integer', missing: ['.', '-9'] },
      sex: { type: 'code', codeList: ['M', 'V'] },
      note: 'text',
    });
    const found = await profile(plan, 'sex,note,age\nM,x,12\nV,,.\nm,y,twelve\nV,,-9\nM,x,12\n,x,"13"\n');
    expect(found).toMatchObject({ rows: 6, parts: 1, shape: [], missingColumns: [], unknownColumns: [] });
    expect(found.columns).toEqual([
      { name: 'sex', position: 1, missing: 1, distinct: 3, invalid: 1, detected: [] },
      { name: 'note', position: 2, missing: 2, distinct: 2, invalid: 0, detected: [] },
      { name: 'age', position: 3, missing: 2, distinct: 3, invalid: 1, detected: [] },
    ]);
  });

  it('says in which columns of the contract dates to the day stand, whatever type is agreed', async () => {
    const dates = async (...values: readonly string[]) => {
      const plan = planOf({ v: 'text', w: { type: 'integer', required: false } });
      return (await profile(plan, `v,w\n${values.map((value) => `${value},1\n`).join('')}`)).columns.map(
        (column) => column.dates,
      );
    };
    for (const one of ['2001-02-03', '3-2-2001', '20010203', '2001-02-03T04:05:06.789Z', '03/02/2001 04:05'])
      expect(await dates(one, 'x'), one).toEqual([true, undefined]);
    for (const one of ['2001', '2001-02', '200102', '20011302', 'februari 2001'])
      expect(await dates(one), one).toEqual([undefined, undefined]);
    const numbers = Array.from({ length: 200 }, (_, at) => `${19000203 + at * 7919}`);
    expect(await dates(...numbers)).toEqual([undefined, undefined]);
  });

  it('takes blanks around names and texts off only where the contract says so, around numbers always', async () => {
    const text = ' a , b \n 1 , x\n1,  \n';
    const trimmed = await profile(planOf({ a: 'integer', b: 'text' }, { format: { trim: true } }), text);
    expect(trimmed.columns).toMatchObject([
      { name: 'a', distinct: 1, invalid: 0, missing: 0 },
      { name: 'b', distinct: 1, missing: 1 },
    ]);
    const kept = await profile(planOf({ ' a ': 'integer', b: { required: false } }), text);
    expect(kept.columns).toMatchObject([{ name: ' a ', distinct: 2, invalid: 0, missing: 0 }]);
    expect(kept.unknownColumns).toEqual([{ position: 2, detected: [] }]);
  });

  it('names a required column that is absent, and an unknown one by its position alone', async () => {
    const plan = planOf({ a: 'text', b: 'text', c: { required: false } });
    const found = await profile(plan, 'a,secret\n1,2\n');
    expect(found.missingColumns).toEqual(['b']);
    expect(found.unknownColumns).toEqual([{ position: 2, detected: [] }]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('agrees with counting in a map, whatever the cells hold, also beyond one scan of columns', async () => {
    const cell = fc.constantFrom('', 'a', 'b', 'é', 'a b', '1', '"');
    const names = Array.from({ length: 30 }, (_, at) => `f${at}`);
    const plan = planOf(Object.fromEntries(names.map((name) => [name, 'text' as const])));
    const record = fc.array(cell, { minLength: 30, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 6 }), async (records) => {
        const text = [names, ...records]
          .map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const found = await profile(plan, text);
        const classes = new Map<string, number>();
        for (const one of records) classes.set(one.join('|'), (classes.get(one.join('|')) ?? 0) + 1);
        expect(found.rows).toBe(records.length);
        expect(found.smallestClass).toBe(Math.min(...classes.values()));
        expect(found.columns.map(({ distinct, missing }) => [distinct, missing])).toEqual(
          names.map((_, at) => {
            const cells = records.map((one) => one[at]);
            return [
              new Set(cells.filter((one) => one !== '')).size,
              cells.filter((one) => one === '').length,
            ];
          }),
        );
      }),
      { numRuns: 10 },
    );
  });
});

describe('a profile in little memory', () => {
  it('is that of a session with enough: values are taken in parts, and classes are those of all columns', async () => {
    const rows = 20_000;
    const lines = Array.from({ length: rows }, (_, at) => {
      const pair = at >> 1;
      const date = pair % 7 === 0 ? '' : `19${10 + (pair % 90)}-02-${10 + (pair % 20)}`;
      return `${100_000_000 + pair * 7},inwoner${pair}@gemeente.invalid,${date},${at}`;
    });
    const paths = await writeParts(folder, `bsn,email,geboren,bedrag\n${lines.join('\n')}\n`);
    const plan = planOf({ bsn: 'text', geboren: 'date', bedrag: { type: 'integer', role: 'measure' } });
    let refused = 0;
    const little = await withDuckDb({ tempFolder: join(folder, 'little') }, (session) => {
      const rowsOf = session.rows.bind(session);
      session.rows = async (sql) => {
        if (!sql.includes('count(*) AS n') || sql.includes('% 4 = ')) return rowsOf(sql);
        refused += 1;
        throw new SluisError('ServerUnavailable', 'full', { engineClass: 'Out of Memory Error' });
      };
      return profileLanded(session, paths, plan, folder);
    });
    expect(refused).toBeGreaterThan(4);
    expect(little).toEqual(await profileOf(folder, paths, plan));
    expect(little).toMatchObject({ rows, smallestClass: 2 });
    expect(little.columns).toMatchObject([
      { distinct: rows / 2, missing: 0, invalid: 0 },
      { distinct: 180, missing: Math.ceil(rows / 14) * 2 },
      { distinct: rows, missing: 0 },
    ]);
    expect(little.unknownColumns[0]?.detected).toContain('email');
  });
});

describe('a value that the contract does not allow', () => {
  const invalid = async (
    field: Partial<FieldPlan>,
    values: readonly string[],
    rest: Partial<TreatmentPlan> = {},
  ) => {
    const found = await profile(
      planOf({ v: field, w: 'text' }, rest),
      `v;w\n${values.map((v) => `${v};x\n`).join('')}`,
    );
    return found.columns[0]?.invalid;
  };
  const csv = (more: Partial<TreatmentPlan['format']>) => ({
    format: { media: 'text/csv', encoding: 'utf-8', delimiter: ';', ...more } as const,
  });

  it.each<[FieldPlan['type'], Partial<TreatmentPlan['format']>, string[], string[]]>([
    ['integer', {}, ['0', '-5', '+7', '007'], ['1.0', '1e5', '1_000', 'x', '1.000', '12345678901234567890']],
    ['integer', { thousands: '.' }, ['1.000', '12.345.678', '1000'], ['1.00', '1.0000', '.000']],
    ['decimal', {}, ['1', '1.5', '-0.25', '.5', '416.0'], ['1,5', '1.5.2', '1e5', '.', 'NaN', '€ 1']],
    ['decimal', { decimal: ',' }, ['1,5', '416'], ['416.0', '1.000,5']],
    ['decimal', { decimal: ',', thousands: '.' }, ['1.000,5', '416'], ['416.0']],
    ['boolean', {}, ['true', 'Nee', '1', 'J'], ['maybe', '2']],
    ['date', {}, ['2024-02-29', '1900-01-01'], ['2023-02-29', '29-02-2024', '2024-2-9', '20240229']],
    ['timestamp', {}, ['2024-02-29T12:00:00Z', '2024-02-29 12:00'], ['2024-02-29', '2024-02-30T12:00']],
  ])('is counted: %s with %j', async (type, format, good, bad) => {
    expect(await invalid({ type }, good, csv(format))).toBe(0);
    expect(await invalid({ type }, bad, csv(format))).toBe(bad.length);
  });

  it('is one without the shape of its area level, the prefix of the contract put before it', async () => {
    const at = (level: 'buurt' | 'gemeente' | 'mixed', prefix?: string) => ({
      ...csv({}),
      geography: { level, year: 2024, column: 'v', ...(prefix ? { prefix } : {}) },
    });
    const field = { type: 'area-code' } as const;
    expect(await invalid(field, ['BU03630000', 'BU0363AA01', 'WK036300', 'GM0363', 'x'], at('buurt'))).toBe(
      3,
    );
    expect(await invalid(field, ['5182916', '51829', 'BU05182916'], at('buurt', 'BU0'))).toBe(2);
    expect(await invalid(field, ['BU03630000', 'WK0363AA', 'GM0363', 'NL00', 'GM363'], at('mixed'))).toBe(1);
  });

  it('is one that is not on the code list, letter by letter', async () => {
    expect(await invalid({ type: 'integer', codeList: ['0', '1'] }, ['0', '1', '01', '2'], csv({}))).toBe(2);
  });
});

describe('a delivery that cannot be read', () => {
  const plan = planOf({ a: 'text', b: 'text' });

  it('says where a record has another number of cells, and quotes nothing of it', async () => {
    const found = await profile(plan, 'a,b\n1,2\nMARKER-123\n3,4\n');
    expect(found.shape).toEqual([{ finding: 'ragged', part: 1, line: 3 }]);
    expect(found.rows).toBe(0);
    expect(JSON.stringify(found)).not.toContain('MARKER');
  });

  it('finds the part among many, and still profiles the others', async () => {
    const found = await profile(plan, 'a,b\n1,2\n', 'b,a\n5,6\n7,8,9\n', 'a,b\n3,4\n');
    expect(found.shape).toEqual([{ finding: 'ragged', part: 2, line: 3 }]);
    expect([found.rows, found.parts, found.columns[0]?.distinct]).toEqual([2, 3, 2]);
  });

  it('finds a part that was sent twice, and none that only has as many bytes', async () => {
    const twice = await profile(plan, 'a,b\n1,2\n', 'a,b\n1,3\n', 'a,b\n1,2\n', 'a,b\n1,2\n');
    expect(twice.shape).toEqual([
      { finding: 'part-twice', part: 3 },
      { finding: 'part-twice', part: 4 },
    ]);
    expect((await profile(plan, 'a,b\n1,2\n', 'a,b\n1,3\n', 'a,b\n11,2\n')).shape).toEqual([]);
  });

  it('is a finding where a line is longer than the engine reads', async () => {
    const found = await profile(plan, `a,b\n1,2\n${'x'.repeat(2_500_000)},3\n`);
    expect(found.shape.map(({ finding }) => finding)).toEqual(['line-too-long']);
  });

  it('never loses records without a word: a mixture of quoting that the engine skips is a finding', async () => {
    const codeList = `"k","t",,\n${'"0.0 ","a\nb\nc",,\n'.repeat(50)}`;
    const found = await profile(planOf({ k: 'text' }, { format: { delimiter: ';' } }), codeList);
    expect(found.rows).toBe(0);
    expect(found.shape.map(({ finding }) => finding)).toEqual(['one-column']);
  });

  it('finds no undeclared kind in a header that only runs together what the contract names', async () => {
    const plan = planOf({ code: 'text', naam: 'text' }, { format: { delimiter: ';' } });
    const detected = async (text: string) => (await profile(plan, text)).unknownColumns[0]?.detected;
    expect(await detected('code\tnaam\n1\tx\n')).toEqual([]);
    expect(await detected('"code;""naam"""\n"1;""x"""\n')).toEqual([]);
    expect(await detected('code\tnaam\tachternaam\n1\tx\ty\n')).toEqual(['name']);
    expect(await detected('"code;naam;bsn"\n"1;x;2"\n')).toEqual(['bsn', 'person-key']);
    expect(await detected('achternaam\n1\n')).toEqual(['name']);
    const alone = await profile(planOf({ naam: 'text' }), 'naam\nx\n');
    expect(alone.columns).toMatchObject([{ detected: ['name'] }]);
  });

  it('still says which contract columns the header lacks', async () => {
    const found = await profile(planOf({ a: 'text', z: 'text' }), 'a,b\n1\n');
    expect(found.missingColumns).toEqual(['z']);
  });

  it('is never an error, whatever bytes it consists of: all records are profiled, or the shape says why not', async () => {
    const odd = fc.constantFrom(
      'a',
      '"',
      '""',
      ' ',
      '#',
      '\r',
      '\0',
      'é',
      ';',
      '"x,\ny"',
      '"x""\n"',
      '5" b',
      '',
    );
    const cell = fc.array(odd, { maxLength: 2 }).map((pieces) => pieces.join(''));
    const line = fc.oneof({ weight: 6, arbitrary: fc.tuple(cell, cell) }, fc.array(cell, { maxLength: 3 }));
    const end = fc.constantFrom('\n', '\r\n', '\n\n', '');
    const text = fc
      .tuple(fc.array(line, { maxLength: 4 }), fc.constantFrom('\n', '\n', '\r\n'), end)
      .map(([lines, between, last]) => lines.map((cells) => cells.join(',')).join(between) + last);
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (body, hasHeader) => {
        const found = await profile(plan, hasHeader ? `a,b\n${body}` : body);
        const expected = hasHeader ? plainCsv(body).length : 0;
        if (found.shape.length === 0 && hasHeader) expect(found.rows).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});
