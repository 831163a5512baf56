import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { about, brp, burglars, demo, fires } from '../testing/asked.js';

const UAVG = 'BWBR0040940';
const health = {
  present: true,
  categories: ['health'],
  exception: '9(2)(j)',
  law: `${UAVG} art. 24`,
} as const;

describe('C01 believes an exception and a statute that policy/law holds', () => {
  const C01 = (art9: Partial<Contract['art9']>) =>
    fires('C01 DENY', 'G0', about({ ...brp, art9: { ...health, ...art9 } }));

  it.each([
    '9(2)(j)',
    'AVG 9(2)(g)',
    'art. 9(2)(a)',
    '24',
    '24(b)',
    'UAVG 30(3)(a)',
    'UAVG art. 22',
  ])('as %s', (exception) => {
    expect(C01({ exception })).toBe(false);
  });

  it.each([
    'n.v.t.',
    'ja',
    ' ',
    undefined,
    '9',
    '9(1)',
    '10',
    '21',
    '31',
    'UAVG 9(2)(j)',
    'AVG 24',
    '24 of niet',
  ])('and not as %s', (exception) => {
    expect(C01({ exception })).toBe(true);
  });

  it.each([
    'geen',
    '',
    undefined,
    'UAVG',
    `${UAVG} art. 99`,
    'BWBR0000001 art. 1',
    `${UAVG} art. 24; geen`,
  ])('nor a statute as %s', (law) => {
    expect(C01({ law })).toBe(true);
  });
});

describe('C01 believes what is declared of one category of that category alone', () => {
  const having = (term: string, art9: Partial<Contract['art9']>): Contract => ({
    ...brp,
    fields: brp.fields.map((one) => ({ ...one, category: `https://w3id.org/dpv/pd#${term}` })),
    art9: { ...health, ...art9 },
  });
  const C01 = (row: string, contract: Contract) =>
    fires(row, row === 'C01 DENY' ? 'G0' : 'G1', about(contract));

  it.each([
    ['health', 'MentalHealth', 'Religion'],
    ['religion', 'PhilosophicalBelief', 'Race'],
    ['politics', 'PoliticalOpinion', 'Biometric'],
    ['trade-union', 'TradeUnionMembership', 'Genetic'],
    ['genetic', 'Genetic', 'Health'],
    ['biometric', 'Biometric', 'Sexual'],
    ['sexuality', 'SexualHistory', 'EthnicOrigin'],
    ['ethnicity', 'Race', 'Disability'],
    ['ethnicity', 'BirthPlace', 'TradeUnionMembership'],
  ])('%s of %s and not of %s', (word, its, others) => {
    expect(C01('C01 DENY', having(its, { categories: [word] }))).toBe(false);
    expect(C01('C01 DENY', having(others, { categories: [word] }))).toBe(true);
    expect(C01('C01 DENY', having(others, { categories: [word], reasonNot: 'none' }))).toBe(
      others !== 'EthnicOrigin',
    );
  });

  it('so that people are asked about origin beside it', () => {
    const reasonNot = 'no origin in it';
    expect(C01('C01 REVIEW', having('BirthPlace', { reasonNot }))).toBe(true);
    expect(C01('C01 REVIEW', having('BirthPlace', { reasonNot, categories: ['health', 'ethnicity'] }))).toBe(
      false,
    );
  });

  it('and wants a category, of those that it knows', () => {
    for (const categories of [[], ['gezondheid'], ['health', 'x']])
      expect(C01('C01 DENY', { ...brp, art9: { ...health, categories } })).toBe(true);
  });
});

describe('C02 believes an item of UAVG 31-33 and a statute that policy/law holds', () => {
  const C02 = (art10: Partial<Contract['art10']>) =>
    fires('C02 DENY', 'G0', about({ ...burglars, art10: { ...burglars.art10, ...art10 } }));

  it.each(['32(f)', '33(1)(b)', 'UAVG 32(f)', 'art. 31'])('as %s', (item) => {
    expect(C02({ item })).toBe(false);
  });

  it.each([
    'n.v.t.',
    'onbekend',
    ' ',
    undefined,
    '30',
    '34',
    '24(b)',
    'AVG 32',
    '32(f) of iets',
  ])('and not as %s', (item) => {
    expect(C02({ item })).toBe(true);
  });

  it('and a statute, with whatever it is read with', () => {
    expect(C02({ law: `${UAVG} art. 32(f) met 24(b)-(d)` })).toBe(false);
    for (const law of ['geen', `${UAVG} art. 32(f) met 99`, `${UAVG}`, undefined])
      expect(C02({ law })).toBe(true);
  });
});

describe('C04 believes a statute that policy/law holds', () => {
  const C04 = (law: string) => fires('C04 DENY', 'G0', about({ ...brp, bsn: { ...brp.bsn, law } }));

  it('and no other text', () => {
    for (const law of ['BWBR0022428 art. 10', `${UAVG} art. 46; BWBR0022428 art. 10`])
      expect(C04(law)).toBe(false);
    for (const law of ['geen', ' ', 'Wabb', `${UAVG} art. 46; geen`, `${UAVG} art. 47`])
      expect(C04(law)).toBe(true);
  });

  it('as every contract of the demo names it', () => {
    for (const id of ['brp', 'politie-verdachte', 'om-vonnis', 'ruiming', 'inbrekers-den-haag'])
      for (const row of ['C01 DENY', 'C02 DENY', 'C04 DENY'])
        expect(fires(row, 'G0', about(demo(id)))).toBe(false);
  });
});
