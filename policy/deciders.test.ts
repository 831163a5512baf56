import { describe, expect, it } from 'vitest';
import type { Contract } from './contract.js';
import { releaseDeciders, requiredDeciders, weightsOf } from './deciders.js';
import { RULES } from './rules/index.js';
import { about, approved, brp, fires, ground, limited, operational, rows } from './testing/asked.js';

/** Nothing but what G0 asks people about makes these heavy. */
const light = (contract: Contract): Contract => ({
  ...contract,
  bsn: { present: false },
  fields: contract.fields.filter(({ treatment }) => treatment.entityType !== 'bsn'),
});
const [first] = brp.purposes;

/** Per row that puts a REVIEW to people at G0: a contract on which it fires. */
const REVIEWED: Readonly<Record<string, Contract>> = {
  'L04 REVIEW': light(ground('A6-1-a')),
  'P01 REVIEW': light(limited('purpose', [first?.iri ?? ''], 'require-approval')),
  'P04 REVIEW': light({ ...brp, compatibility: { kind: 'assessed' } }),
};

describe('a contract about which G0 asks people', () => {
  it('is each of these, and no other', () => {
    const asking = RULES.filter(({ outcome, gates }) => outcome === 'REVIEW' && gates.includes('G0'));
    const names = [...rows].flatMap(([name, rule]) => (asking.includes(rule) ? [name] : []));
    expect(Object.keys(REVIEWED).sort()).toEqual(names.sort());
  });

  it.each(
    Object.entries(REVIEWED),
  )('%s: is decided on by the privacy officer too, before anything lands', (row, contract) => {
    expect(fires(row, 'G0', about(contract))).toBe(true);
    expect(requiredDeciders(contract)).toEqual(['steward', 'privacy-officer']);
    expect(weightsOf(contract)).toEqual(['review-at-g0']);
    expect(releaseDeciders([contract])).toContain('privacy-officer');
  });

  it.each(Object.entries(REVIEWED))('%s: what a steward approved alone opens no gate', (_, contract) => {
    expect(fires('S02 DENY', 'G0', about(contract, { approval: approved(contract) }))).toBe(true);
    const other = light(brp);
    expect(fires('S02 DENY', 'G0', about(other, { approval: approved(other) }))).toBe(false);
  });

  it('stays so on the day that its restriction ends: who decides does not hang on the day', () => {
    const contract = REVIEWED['P01 REVIEW'] as Contract;
    const restrictions = contract.restrictions.map((one) => ({ ...one, until: '2020-01-01' }));
    expect(requiredDeciders({ ...contract, restrictions })).toContain('privacy-officer');
  });

  it('is not one whose restriction is of another purpose', () => {
    expect(weightsOf(operational(REVIEWED['P01 REVIEW'] as Contract))).toEqual([]);
  });
});
