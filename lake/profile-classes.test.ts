import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import { planOf, profileOf, writeParts } from './testing/landed-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-classes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const profile = async (plan: TreatmentPlan, text: string) =>
  profileOf(folder, await writeParts(folder, text), plan);
const keep = { kind: 'keep' } as const;
const drop = { kind: 'drop' } as const;

describe('the smallest class', () => {
  it('is over all columns but measured numbers and technical ones that the vault drops', async () => {
    const plan = planOf({
      area: 'text',
      sex: 'text',
      value: { type: 'integer', role: 'measure' },
      id: { role: 'technical', treatment: drop },
    });
    const lines = ['1,M', '1,M', '1,V', '1,V', '1,V', '2,M', '2,M', ',M', ',M'];
    const text = lines.map((line, at) => `${line},${at},${at}`).join('\n');
    expect((await profile(plan, `area,sex,value,id\n${text}\n`)).smallestClass).toBe(2);
    const measured = planOf({ value: { type: 'integer', role: 'measure' } });
    expect((await profile(measured, 'value\n1\n2\n3\n')).smallestClass).toBe(3);
    expect((await profile(plan, 'area,sex,value,id\n')).smallestClass).toBe(0);
  });

  it.each([
    ['a technical column that is kept', { role: 'technical', treatment: keep }],
    ['a measure of texts', { role: 'measure', treatment: keep }],
    [
      'a measure in classes',
      { role: 'measure', type: 'integer', treatment: { kind: 'bucket', param: '1,2,3' } },
    ],
  ] as const)('is told apart by %s', async (_, field) => {
    expect((await profile(planOf({ a: 'text', b: field }), 'a,b\nx,1\nx,2\nx,3\n')).smallestClass).toBe(1);
  });
});

describe('the largest class of what is claimed to be figures about areas', () => {
  const areas = (fields: Parameters<typeof planOf>[0], level: 'wijk' | 'riec' = 'wijk') =>
    planOf(
      { wijk: { type: 'area-code', role: 'dimension' }, ...fields },
      {
        recordUnit: 'area',
        personalData: false,
        geography: { level, year: 2024, column: 'wijk', prefix: 'WK0363' },
      },
    );
  const month = { role: 'dimension' } as const;
  const figure = { type: 'integer', role: 'measure' } as const;

  it('is one record where each area has one figure a month, whatever the figures are', async () => {
    const text = 'wijk,maand,aantal\n10,1,7\n10,2,7\n11,1,7\n11,2,\n';
    expect((await profile(areas({ maand: month, aantal: figure }), text)).largestClass).toBe(1);
    expect((await profile(areas({ maand: month }), 'wijk,maand\n')).largestClass).toBe(0);
    expect((await profile(areas({ naam: month }), 'wijk,naam\n10,A\n11,B\n')).largestClass).toBe(1);
  });

  it.each([
    ['nothing beside it', {}],
    ['a case number beside it', { zaak: { role: 'technical' } }],
    ['a case number that is called a dimension', { zaak: { role: 'dimension' } }],
    ['a case number that two cases share', { zaak: { role: 'dimension' }, paar: { role: 'technical' } }],
    ['a person, to be made a pseudonym', { zaak: { treatment: { kind: 'pseudonymise', entityType: 'x' } } }],
    ['an age for a measure', { leeftijd: figure }],
  ] as const)('is more where its records are cases, with %s', async (_, more) => {
    const lines = Array.from({ length: 12 }, (__, at) =>
      [at < 6 ? '10' : '11', `Z${at}`, `P${at === 1 ? 0 : at}`, 18 + at].join(','),
    );
    const text = `wijk,zaak,paar,leeftijd\n${lines.join('\n')}\n`;
    expect((await profile(areas(more), text)).largestClass).toBe(6);
  });

  it.each([
    ['no column is one of areas', (plan: TreatmentPlan) => ({ ...plan, geography: undefined })],
    [
      'the column is one of texts',
      (plan: TreatmentPlan) => ({ ...plan, fields: plan.fields.map((one) => ({ ...one, type: 'text' })) }),
    ],
    [
      'the level has no codes',
      (plan: TreatmentPlan) => ({ ...plan, geography: { ...plan.geography, level: 'riec' } }),
    ],
  ])('is all records where %s: then nothing shows that they are about areas', async (_, without) => {
    const plan = without(areas({ aantal: figure })) as TreatmentPlan;
    expect((await profile(plan, 'wijk,aantal\n10,7\n11,8\n12,9\n')).largestClass).toBe(3);
  });

  it('is all records where one of the codes is none', async () => {
    expect((await profile(areas({}), 'wijk\n10\n11\n1234\n')).largestClass).toBe(3);
    expect((await profile(areas({}), 'wijk\n10\n11\n12\n')).largestClass).toBe(1);
  });

  it('is counted for that claim alone', async () => {
    expect(await profile(planOf({ a: 'text' }), 'a\nx\n')).not.toHaveProperty('largestClass');
    const persons = { ...areas({}), personalData: true };
    expect(await profile(persons, 'wijk\n10\n')).not.toHaveProperty('largestClass');
  });

  it('agrees with counting in a map', async () => {
    const record = fc.tuple(fc.constantFrom('10', '11', '12'), fc.constantFrom('', '1', '2'));
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 6, maxLength: 20 }), async (records) => {
        const classes = new Map<string, number>();
        for (const one of records) classes.set(one.join('|'), (classes.get(one.join('|')) ?? 0) + 1);
        const text = `wijk,maand\n${records.map((one) => one.join(',')).join('\n')}\n`;
        expect((await profile(areas({ maand: month }), text)).largestClass).toBe(
          Math.max(...classes.values()),
        );
      }),
      { numRuns: 25 },
    );
  });
});
