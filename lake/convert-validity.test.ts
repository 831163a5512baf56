import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldPlan, ReadPlan } from '../domain/treatment-plan.js';
import { curateCsv } from './testing/curate-delivery.js';
import { planOf, profileOf, writeParts } from './testing/landed-file.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'validity-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TYPES = ['text', 'integer', 'decimal', 'boolean', 'date', 'timestamp', 'code', 'area-code'] as const;
const FORMATS: readonly Partial<ReadPlan>[] = [
  {},
  { trim: true },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { thousands: ',' },
];
const TREATED: readonly Pick<FieldPlan, 'type' | 'treatment'>[] = [
  { type: 'integer', treatment: { kind: 'bucket', param: '0,12,24' } },
  { type: 'decimal', treatment: { kind: 'bucket', param: '0,12,24' } },
  { type: 'text', treatment: { kind: 'bucket', param: '0,12,24' } },
  { type: 'integer', treatment: { kind: 'round', param: '5' } },
  { type: 'decimal', treatment: { kind: 'round', param: '5' } },
  { type: 'date', treatment: { kind: 'generalise', param: 'year' } },
  { type: 'text', treatment: { kind: 'generalise', param: 'pc4' } },
];
/** Every type and treatment, each in a column of its own that holds the same texts. */
const FIELDS: readonly Partial<FieldPlan>[] = [
  ...TYPES.map((type) => ({ type, ...(type === 'code' ? { codeList: ['01', '1', 'ja'] } : {}) })),
  ...TREATED,
].map((field) => ({ ...field, required: false, role: 'measure', missing: ['.', '-9'] }));
const NAMES = FIELDS.map((_, at) => `f${at}`);

/** Texts near the borders of what each type takes. */
const text = fc.oneof(
  fc.stringMatching(/^ ?[-+]?[0-9]{0,20}([.,][0-9]{0,9})?\t?$/),
  fc.stringMatching(/^[-+]?9{11,19}([.,][0-9]{0,9})?$/),
  fc.stringMatching(/^[-+]?[0-9]{1,3}([., ][0-9]{3}){0,6}([.,][0-9]{0,3})?$/),
  fc.stringMatching(
    /^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?(Z|[+]01:?00)?)? ?$/,
  ),
  fc.stringMatching(/^(bu|BU|WK|GM|NL|XX)[0-9]{0,8}[A-Z]{0,2}$/),
  fc.stringMatching(/^[0-9]{4} ?[A-Za-z]{2}$/),
  fc.constantFrom(
    'ja',
    'NEE',
    ' True',
    '01',
    '1',
    '2',
    '1e5',
    '1_000',
    '0x1',
    '.',
    ',',
    '-',
    '-9',
    '-9 ',
    '',
  ),
);

describe('a delivered text', () => {
  it('is counted by the vault’s profile as a value exactly where curated has one, for every type, treatment and pair of marks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 150, maxLength: 150 }),
        fc.constantFrom(...FORMATS),
        async (texts, format) => {
          const plan = planOf(Object.fromEntries(NAMES.map((name, at) => [name, FIELDS[at] ?? {}])), {
            format: { delimiter: ';', ...format },
            recordUnit: 'object',
            personalData: false,
            geography: { level: 'mixed', year: 2024, column: 'f7' },
          });
          const line = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(';');
          const csv = [NAMES, ...texts.map((one) => NAMES.map(() => one))].map(line).join('\n');
          const { columns, shape } = await profileOf(folder, await writeParts(folder, csv), plan);
          const made = await curateCsv(folder, plan, csv);
          expect(shape).toEqual([]);
          const values = columns.map(({ missing, invalid }) => texts.length - missing - invalid);
          const curated = NAMES.map((name) => made.values.filter((row) => row[name] !== null).length);
          expect(values).toEqual(curated);
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
