import { describe, expect, it } from 'vitest';
import { hasCitizenNumber } from './citizen-number.js';
import type { Contract } from './contract.js';
import { weightsOf } from './deciders.js';
import { termsOf } from './derived.js';
import { about, brp, burglars, fires, profile, seen } from './testing/asked.js';

const silent: Contract = { ...brp, bsn: { present: false } };
const founded: Contract = { ...brp, bsn: { ...brp.bsn, present: false } };
/** The same records under keys of their own. */
const without: Contract = {
  ...silent,
  fields: silent.fields.filter(({ treatment }) => treatment.entityType !== 'bsn'),
};

describe('a citizen service number', () => {
  it('is there where it is declared, treated as one, or found in data about persons', () => {
    expect(hasCitizenNumber(brp)).toBe(true);
    expect(hasCitizenNumber(silent)).toBe(true);
    expect(hasCitizenNumber(without)).toBe(false);
    expect(hasCitizenNumber(without, seen('nummer', 'bsn'))).toBe(true);
    const dwellings: Contract = { ...without, personalData: false, recordUnit: 'object' };
    expect(hasCitizenNumber(dwellings, seen('nummer', 'bsn'))).toBe(false);
  });

  it('that a contract denies beside a field that is one takes neither C04 nor the second decider nor the label away', () => {
    expect(fires('C04 DENY', 'G0', about(silent))).toBe(true);
    expect(fires('C04 CONDITIONS', 'G0', about(brp))).toBe(true);
    expect(weightsOf(silent)).toEqual(['bsn']);
    expect(weightsOf(without)).toEqual([]);
    expect(termsOf(silent).labels).toContain('bsn');
    expect(termsOf(without).labels).not.toContain('bsn');
  });

  it('has to be declared with its task, necessity and statute: people decide on what the contract says', () => {
    expect(fires('C04 DENY', 'G0', about(founded))).toBe(true);
    const found = { ...without, bsn: { ...brp.bsn, present: false } };
    expect(fires('C04 DENY', 'G0', about(found))).toBe(false);
    expect(fires('C04 DENY', 'G1', about(found, { profile: seen('nummer', 'bsn') }))).toBe(true);
  });

  it('makes an unasked column a refusal (M01), also where it is only treated as one or found', () => {
    const unknown = { ...profile, unknownColumns: [{ position: 9, detected: [] }] };
    const refuses = (contract: Contract, more = {}) =>
      fires('M01 DENY', 'G1', about(contract, { profile: { ...unknown, ...more } }));
    expect(refuses(without)).toBe(false);
    expect(refuses(silent)).toBe(true);
    expect(refuses(without, { columns: seen('nummer', 'bsn').columns })).toBe(true);
    expect(refuses({ ...burglars, bsn: { present: false } })).toBe(true);
  });
});
