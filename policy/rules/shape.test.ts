import { describe, expect, it } from 'vitest';
import type { ContractField } from '../contract.js';
import { about, brp, fires, profile } from '../testing/asked.js';

/** Is a file refused in which three values of this one column are none of its kind? */
function isRefused(more: Partial<ContractField>): boolean {
  const field: ContractField = {
    name: 'extra',
    logicalType: 'date',
    required: true,
    description: 'd',
    why: 'w',
    role: 'quasi-id',
    category: null,
    treatment: { kind: 'keep' },
    ...more,
  };
  const column = { name: 'extra', position: 1, missing: 0, distinct: 3, invalid: 3, detected: [] };
  return fires(
    'M02 DENY',
    'G1',
    about({ ...brp, fields: [field] }, { profile: { ...profile, columns: [column] } }),
  );
}

describe('M02 and values that are none of their kind', () => {
  it.each<ContractField['treatment']>([
    { kind: 'keep' },
    { kind: 'generalise', param: 'year' },
    { kind: 'bucket', param: '0,12,24' },
    { kind: 'round', param: '5' },
    { kind: 'pseudonymise', entityType: 'person' },
  ])('refuses them in a required column, whatever becomes of it: %o', (treatment) => {
    expect(isRefused({ treatment })).toBe(true);
    expect(isRefused({ treatment, required: false })).toBe(false);
  });

  it('lets them pass where the column goes no further', () => {
    expect(isRefused({ treatment: { kind: 'drop' } })).toBe(false);
    expect(isRefused({ role: 'free-text' })).toBe(false);
  });
});
