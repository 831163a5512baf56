import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldPlan } from '../domain/treatment-plan.js';
import { curateCsv } from './testing/curate-delivery.js';
import { planOf } from './testing/landed-file.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gaps-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const december = { field: 'month', equals: ['12'], reason: 'niet verzameld' };
const CSV = 'month,n\n11,0\n11,3\n12,0\n 12,7\n12,\n';
const made = (field: Partial<FieldPlan>) =>
  curateCsv(
    folder,
    planOf({ month: { type: 'integer', name: 'maand' }, n: { type: 'integer', ...field } }),
    CSV,
  );
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('what another field says was never collected', () => {
  it('is empty in curated, counted with its reason in column and footer, and neither invalid nor refused', async () => {
    const { values, columns, invalid, footer } = await made({ missingWhen: [december] });
    expect(sorted(values)).toEqual(
      sorted([{ maand: 11, n: 0 }, { maand: 11, n: 3 }, ...[1, 2, 3].map(() => ({ maand: 12, n: null }))]),
    );
    // The third cell of December was empty by itself.
    const gaps = [{ where: 'maand', equals: ['12'], reason: 'niet verzameld', cells: 2 }];
    expect(columns.find(({ name }) => name === 'n')?.gaps).toEqual(gaps);
    expect(footer.columns).toEqual(columns);
    expect(invalid).toEqual({ maand: 0, n: 0 });
  });

  it('is only what holds a text that stands for nothing, where the contract names such texts', async () => {
    const { values, columns } = await made({ missingWhen: [{ ...december, holds: ['0'] }] });
    expect(values.map(({ n }) => n).filter((n) => n !== null)).toEqual([0, 3, 7]);
    expect(columns.flatMap(({ gaps = [] }) => gaps.map(({ cells }) => cells))).toEqual([1]);
  });

  it('counts each cell once where conditions overlap', async () => {
    const { columns } = await made({ missingWhen: [{ ...december, holds: ['0'] }, december] });
    expect(columns.flatMap(({ gaps = [] }) => gaps.map(({ cells }) => cells))).toEqual([1, 1]);
  });
});
