import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldPlan, GeographyPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { curateCsv } from './testing/curate-delivery.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curate-levels-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const field = (source: string, name: string, type: FieldPlan['type']): FieldPlan => ({
  source,
  name,
  type,
  required: true,
  role: 'dimension',
  treatment: { kind: 'keep' },
});

const levels = ['Land', 'Gemeente', 'Wijk', 'Buurt'];
const plan = (geography: Partial<GeographyPlan> = {}): TreatmentPlan => ({
  contractHash: 'c'.repeat(64),
  purposes: [],
  domain: 'test',
  recordUnit: 'area',
  personalData: false,
  format: { media: 'text/csv', encoding: 'utf-8' },
  fields: [
    field('Soort', 'level', 'text'),
    field('Code', 'area_code', 'area-code'),
    field('Aantal', 'n', 'integer'),
  ],
  geography: {
    level: 'mixed',
    year: 2024,
    column: 'Code',
    totals: { column: 'Soort', levels },
    ...geography,
  },
});

const whole = [
  'Land,NL00,100',
  'Gemeente,GM0001,60',
  'Gemeente,GM0002,40',
  'Wijk,WK000100,60',
  'Wijk,WK000200,40',
  'Buurt,BU00010000,35',
  'Buurt,BU00010001,25',
  'Buurt,BU00020000,40',
];
const curateLines = (lines: readonly string[], geography: Partial<GeographyPlan> = {}) =>
  curateCsv(folder, plan(geography), `Soort,Code,Aantal\n${lines.join('\n')}\n`);

describe('a table of parts and their totals', () => {
  it('keeps every row with its level, counts rows by level, and says in its footer which column tells them apart', async () => {
    const made = await curateLines(whole);
    expect(made.levels).toEqual({ Land: 1, Gemeente: 2, Wijk: 2, Buurt: 3 });
    expect(made.rows).toBe(8);
    expect(made.footer.geography).toEqual({
      level: 'mixed',
      year: 2024,
      column: 'area_code',
      totals: { column: 'level', levels },
    });
    for (const level of levels) {
      const ofLevel = made.values.filter((row) => row.level === level);
      expect(ofLevel.reduce((sum, { n }) => sum + Number(n), 0)).toBe(100);
    }
  });

  it('may lack a level, whose parts then need not lie in it', async () => {
    const made = await curateLines(whole.filter((line) => !line.startsWith('Wijk')));
    expect(made.levels).toEqual({ Land: 1, Gemeente: 2, Wijk: 0, Buurt: 3 });
  });

  it('is refused where an area lies in none of the level above', async () => {
    const orphan = whole.filter((line) => !line.includes('WK000100'));
    await expect(curateLines(orphan)).rejects.toMatchObject({
      code: 'SourceMalformed',
      details: { count: 2 },
    });
  });

  it('is refused where a row has no declared level', async () => {
    const undeclared = [...whole, 'Provincie,PV20,100', ',PV21,1'];
    await expect(curateLines(undeclared)).rejects.toMatchObject({
      code: 'SourceMalformed',
      details: { count: 2 },
    });
  });

  it('is refused where a level has codes of another one, or levels stand in another order than declared', async () => {
    await expect(curateLines([...whole, 'Buurt,WK000101,5'])).rejects.toMatchObject({
      code: 'SourceMalformed',
    });
    const turned = { totals: { column: 'Soort', levels: levels.toReversed() } };
    await expect(curateLines(whole, turned)).rejects.toMatchObject({ code: 'SourceMalformed' });
  });

  it('is refused where the contract does not keep the column that tells the levels apart', async () => {
    const unknown = { totals: { column: 'Niveau', levels } };
    await expect(curateLines(whole, unknown)).rejects.toMatchObject({ code: 'ContractInvalid' });
  });
});
