import { describe, expect, it } from 'vitest';
import { type Contract, type ContractField, RECORD_UNITS } from '../contract.js';
import { decide } from '../decide.js';
import { about, demo, fires, kwb, NOW, profile, seen } from '../testing/asked.js';

/** Record-level data under a licence, said to be nobody's. */
const opened = (id: string, recordUnit: Contract['recordUnit'] = 'organisation'): Contract => ({
  ...demo(id),
  regimes: ['OPEN'],
  recordUnit,
  personalData: false,
  agreements: kwb.agreements,
});
const R01 = (contract: Contract) => fires('R01 DENY', 'G0', about(contract));

describe('records that are declared open', () => {
  it.each([
    ['the statistics office', 'cbs-records'],
    ['the police', 'politie-verdachte'],
    ['the courts', 'om-vonnis'],
    ['the tax service', 'belasting-huishouden'],
  ])('of %s keep the regime of the task for which they were collected', (_, id) => {
    for (const unit of RECORD_UNITS) expect(R01(opened(id, unit)), unit).toBe(unit !== 'area');
    expect(decide('G0', about(opened(id)), NOW).outcome).toBe('DENY');
  });

  it.each([
    ['the statistics office', 'cbs-records'],
    ['the police', 'politie-verdachte'],
    ['the courts', 'om-vonnis'],
    ['the tax service', 'woz'],
  ])('of %s are no list of codes because every column is kept as it is', (_, id) => {
    const kept = (role: ContractField['role'], logicalType: ContractField['logicalType']): Contract => {
      const contract = opened(id, 'object');
      const fields = contract.fields.map((one) => ({
        ...one,
        role,
        logicalType,
        category: null,
        treatment: { kind: 'keep' } as const,
      }));
      return { ...contract, geography: undefined, fields };
    };
    for (const role of ['technical', 'measure', 'quasi-id', 'sensitive', 'direct-id', 'free-text'] as const)
      expect(R01(kept(role, 'text')), role).toBe(true);
    for (const type of ['date', 'timestamp', 'area-code', 'integer', 'decimal', 'boolean'] as const)
      expect(R01(kept('dimension', type)), type).toBe(true);
    expect(R01(kept('dimension', 'code'))).toBe(false);
  });

  it('a list of codes says nothing of persons, places or amounts, also not in what is left out', () => {
    const list = demo('real/politie-soort-misdrijf');
    const withField = (more: Partial<ContractField>): Contract => ({
      ...list,
      fields: [...list.fields, { ...(list.fields[0] as ContractField), ...more }],
    });
    const drop = { kind: 'drop' } as const;
    expect(R01(withField({}))).toBe(false);
    expect(R01(withField({ role: 'technical', treatment: drop }))).toBe(false);
    expect(R01(withField({ role: 'direct-id', treatment: drop }))).toBe(true);
    expect(R01(withField({ category: 'https://w3id.org/dpv/pd#Location' }))).toBe(true);
    expect(R01(withField({ treatment: { kind: 'bucket', param: '0,10' } }))).toBe(true);
    expect(R01({ ...list, geography: kwb.geography })).toBe(true);
  });

  it.each([
    'cbs-kwb-2024',
    'politie-den-haag-2017',
    'bag',
    'den-haag-buurten',
    'real/politie-soort-misdrijf',
  ])('%s, published for all, keeps none', (id) => {
    expect(R01(demo(id))).toBe(false);
  });

  it('of areas keep theirs where the file shows persons', () => {
    const figures = demo('politie-den-haag-2017');
    expect(fires('R01 DENY', 'G1', about(figures, { profile: seen('x', 'person-key') }))).toBe(true);
  });

  it('are figures about areas by the file, and not by the word of the contract', () => {
    const L01 = (more: Partial<typeof profile>) =>
      fires('L01 REVIEW', 'G1', about(kwb, { profile: { ...profile, smallestClass: 1, ...more } }));
    expect(L01({ largestClass: 1 })).toBe(false);
    expect(L01({ largestClass: 2 })).toBe(true);
    expect(L01({ smallestClass: 10, largestClass: 12 })).toBe(false);
    const { largestClass: _, ...uncounted } = profile;
    expect(decide('G1', about(kwb, { profile: uncounted }), NOW).hits[0]).toMatchObject({
      code: 'S00',
      fields: ['profile.largestClass'],
    });
  });
});

describe('microdata of the statistics office, called figures of areas', () => {
  const figures = (change: Partial<Contract>): Contract => ({
    ...demo('cbs-records'),
    recordUnit: 'area',
    personalData: false,
    regimes: ['AVG'],
    ...change,
  });
  const W06 = (contract: Contract) => fires('W06 DENY', 'G0', about(contract));

  it('keep their regime and stay out where persons are declared in them', () => {
    const claimed = figures({ personalData: true });
    expect(R01(claimed)).toBe(true);
    expect(W06(claimed)).toBe(true);
    expect(R01(figures({}))).toBe(false);
    expect(W06(figures({}))).toBe(false);
  });

  it('and where persons are found in them', () => {
    const seenAs = (row: string, ...found: Parameters<typeof seen>) =>
      fires(row, 'G1', about(figures({}), { profile: seen(...found) }));
    expect(seenAs('W06 DENY', 'huishouden', 'person-key')).toBe(true);
    expect(seenAs('R01 DENY', 'huishouden', 'person-key')).toBe(true);
    expect(seenAs('W06 DENY', 'buurt', 'name')).toBe(false);
  });

  it('stay out by what they were collected for, whoever passes them on and under whatever regime', () => {
    const records = demo('cbs-records');
    expect(W06({ ...records, regimes: ['AVG'] })).toBe(true);
    const passed: Contract = {
      ...demo('brp'),
      origins: [...demo('brp').origins, { oin: '00000001812483297000', collectedFor: 'official-statistics' }],
    };
    expect(W06(passed)).toBe(true);
    expect(W06(demo('brp'))).toBe(false);
  });
});
