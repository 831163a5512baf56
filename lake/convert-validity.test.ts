import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { convertedSql } from './convert.js';
import { DuckDbSession } from './duckdb-session.js';
import { allowedValue } from './profile-validity.js';

let folder = '';
let session: DuckDbSession;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'validity-'));
  session = await DuckDbSession.open({ tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true, force: true });
});

const TYPES = ['text', 'integer', 'decimal', 'boolean', 'date', 'timestamp', 'code', 'area-code'] as const;
const FORMATS = [{}, { decimal: ',' }, { decimal: ',', thousands: '.' }, { thousands: ',' }] as const;

const fieldOf = (type: FieldPlan['type']): FieldPlan => ({
  source: 't',
  name: 't',
  type,
  required: true,
  role: 'measure',
  treatment: { kind: 'keep' },
  ...(type === 'code' ? { codeList: ['01', '1', 'ja'] } : {}),
});
const planOf = (field: FieldPlan, format: (typeof FORMATS)[number]): TreatmentPlan => ({
  contractHash: '',
  purposes: [],
  domain: 'test',
  recordUnit: 'object',
  personalData: false,
  format: { media: 'text/csv', encoding: 'utf-8', ...format },
  fields: [field],
  geography: { level: 'mixed', year: 2024, column: 't' },
});

/** Texts near the borders of what each type takes. Longer numbers and hours beyond the day are left to curate, which is the stricter. */
const text = fc.oneof(
  fc.stringMatching(/^[-+]?[0-9]{0,12}([.,][0-9]{0,9})?$/),
  fc.stringMatching(/^[-+]?[0-9]{1,3}([.,][0-9]{3}){0,2}([.,][0-9]{0,3})?$/),
  fc.stringMatching(
    /^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][01][0-9]:[0-5][0-9](:[0-6][0-9])?(Z|[+]01:?00)?)?$/,
  ),
  fc.stringMatching(/^(BU|WK|GM|NL|XX)[0-9]{0,8}[A-Z]{0,2}$/),
  fc.constantFrom('ja', 'NEE', 'True', '01', '1', '2', '1e5', '1_000', '0x1', '.', ',', '-'),
);

describe('what the vault’s profile calls a value of the declared type', () => {
  it('is what curate converts, for numbers of at most twelve digits and every pair of marks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 100, maxLength: 100 }), async (texts) => {
        await session.run('CREATE OR REPLACE TABLE texts (t VARCHAR)');
        await session.append(
          'texts',
          texts.map((one) => [one]),
        );
        for (const type of TYPES) {
          for (const format of FORMATS) {
            const field = fieldOf(type);
            const plan = planOf(field, format);
            const rows = await session.rows(
              `SELECT t FROM texts WHERE ${allowedValue(plan, field, 't')} IS DISTINCT FROM (${convertedSql(field, plan, 't')} IS NOT NULL)`,
            );
            expect(rows.map(({ t }) => [type, format, t])).toEqual([]);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});
