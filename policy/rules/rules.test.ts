import { describe, expect, it } from 'vitest';
import type { Gate } from '../../domain/names.js';
import type { Facts, ReleaseFacts } from '../facts.js';
import {
  about,
  agreements,
  approved,
  brp,
  burglars,
  company,
  cooperation,
  DETECTION,
  demo,
  fires,
  ground,
  incidental,
  input,
  kwb,
  limited,
  onTheme,
  operational,
  partnership,
  permitted,
  profile,
  release,
  restrictionCases,
  rows,
  run,
  STATISTICS,
  seen,
  tag,
  tax,
} from '../testing/asked.js';
import { RULES } from './index.js';

const wijkOnly = { ...kwb, output: { minCell: 10, minLevel: 'wijk' } } as const;
const rates = (households: ReleaseFacts['households']) => release({ statistics: ['rate'], households });

/** Per row of the table: the gate, facts on which it fires, and near-by facts on which it must not. */
const CASES: Readonly<Record<string, readonly [Gate, Facts, Facts]>> = {
  'S01 DENY': ['G0', about({ ...kwb, output: { ...kwb.output, minCell: 9 } }), about(kwb)],
  'S01 DENY 2': [
    'G0',
    about(operational(brp, 'http://w3id.org/dpv/sector/law#CrimeDetection')),
    about(operational(brp)),
  ],
  'S02 DENY': ['G1', about(kwb), about(kwb, { approval: approved(kwb) })],
  'S03 DENY': [
    'G0',
    about({ ...kwb, validity: { from: '2020-01-01', until: '2026-11-23' } }),
    about({ ...kwb, validity: { from: '2020-01-01', until: '2026-11-24' } }),
  ],
  'S04 DENY': ['G0', about(agreements(brp, (one) => ({ ...one, parties: [] }))), about(brp)],
  'S05 DENY': ['G1', about(kwb, { lifecycle: { suspended: true, withdrawn: false } }), about(kwb)],
  'R01 DENY': ['G0', about({ ...burglars, regimes: ['AVG'] }), about(burglars)],
  'T01 DENY': [
    'G0',
    about(kwb, { retention: { zone: 'landing', storedAt: '1990-01-01T00:00:00Z', legalHold: false } }),
    about(kwb, { retention: { zone: 'landing', storedAt: '1990-01-01T00:00:00Z', legalHold: true } }),
  ],
  'L01 REVIEW': [
    'G1',
    about({ ...kwb, recordUnit: 'object' }, { profile: { ...profile, smallestClass: 9 } }),
    about({ ...kwb, recordUnit: 'object' }, { profile: { ...profile, smallestClass: 10 } }),
  ],
  'L02 DENY': ['G0', about(ground('A6-1-f')), about(ground('A6-1-e'))],
  'L03 DENY': [
    'G0',
    about({ ...brp, legalGround: brp.legalGround.map((one) => ({ ...one, decidedBy: '' })) }),
    about(brp),
  ],
  'L04 REVIEW': ['G0', about(ground('A6-1-a')), about(ground('A6-1-e'))],
  'L05 DENY': [
    'G0',
    about(company),
    about({ ...company, compatibility: { kind: 'consent', evidence: 'urn:example:consents' } }),
  ],
  'P01 DENY': ['G4', run({ theme: 'another-theme' }), run({})],
  'P02 DENY': [
    'G0',
    about({ ...brp, compatibility: { kind: 'none' } }),
    about({ ...brp, compatibility: { kind: 'art89' } }),
  ],
  'P03 CONDITIONS': [
    'G0',
    about({ ...brp, compatibility: { kind: 'art89' } }),
    about({ ...brp, compatibility: { kind: 'none' } }),
  ],
  'P04 REVIEW': [
    'G0',
    about({ ...brp, compatibility: { kind: 'assessed' } }),
    about({
      ...brp,
      compatibility: {
        kind: 'assessed',
        decidedBy: 'the controller',
        factors: { link: 'a', context: 'b', nature: 'c', consequences: 'd', safeguards: 'e' },
      },
    }),
  ],
  'D01 DENY': ['G0', about({ ...brp, dpia: { ...brp.dpia, reviewBy: '2026-11-23' } }), about(brp)],
  'D02 DENY': ['G0', about({ ...brp, dpia: { ...brp.dpia, outcome: 'high-residual' } }), about(brp)],
  'C01 DENY': ['G0', about({ ...brp, art9: { present: true, categories: ['ethnicity'] } }), about(brp)],
  'C02 DENY': ['G0', about({ ...burglars, art10: { present: true, kinds: ['suspect'] } }), about(burglars)],
  'C03 DENY': [
    'G1',
    about(brp, { profile: seen('jaar', 'iban') }),
    about(brp, { profile: seen('bsn', 'bsn') }),
  ],
  'C04 DENY': ['G0', about({ ...brp, bsn: { present: true } }), about(brp)],
  'M01 CONDITIONS': [
    'G1',
    about(kwb, { profile: { ...profile, unknownColumns: [{ position: 9, detected: [] }] } }),
    about(kwb),
  ],
  'M02 DENY': ['G1', about(kwb, { profile: { ...profile, missingColumns: ['x'] } }), about(kwb)],
  'M03 DENY': [
    'G2',
    about({
      ...brp,
      fields: brp.fields.map((field) => ({ ...field, role: 'direct-id', treatment: { kind: 'keep' } })),
    }),
    about(brp),
  ],
  'W01 DENY': [
    'G0',
    about({ ...burglars, agreements: burglars.agreements.filter(({ kind }) => kind !== 'wpg-22') }),
    about(burglars),
  ],
  'W02 DENY': [
    'G0',
    about(agreements(burglars, (one) => ({ ...one, kind: 'wpg-20' }))),
    about(cooperation()),
  ],
  'W03 DENY': ['G5', release({ protection: 'unsafe' }), release({})],
  'W04 DENY': ['G0', about({ ...burglars, regimes: ['WJSG', 'AVG'] }), about(burglars)],
  'W05 DENY': [
    'G0',
    about({ ...tax, agreements: tax.agreements.filter(({ kind }) => kind !== 'awr-67-2b') }),
    about(tax),
  ],
  'W06 DENY': [
    'G0',
    about(demo('cbs-records')),
    about({ ...demo('cbs-records'), recordUnit: 'area', personalData: false }),
  ],
  'W09 DENY': [
    'G0',
    about({
      ...burglars,
      purposes: burglars.purposes.map((one) => ({
        ...one,
        iri: 'https://w3id.org/dpv#CounterMoneyLaundering',
      })),
    }),
    about(burglars),
  ],
  'X03 DENY': [
    'G4',
    run({ comparedPseudonyms: [[tag('a'), tag('b')]] }),
    run({ comparedPseudonyms: [[tag('a'), tag('a')]] }),
  ],
  'X04 DENY': ['G4', run({ requester: '00000001001172773000' }), run({})],
  'X05 DENY': ['G4', run({ comparedPseudonyms: [[tag('a'), tag('a')]] }), run({})],
  'K01 REVIEW': [
    'G3',
    about(brp, {
      risk: {
        unit: 'person',
        units: 9,
        rows: 9,
        kMin: 9,
        unitsBelowK: 9,
        shareBelowK: 1,
        uniqueUnits: 0,
        quasiIdentifiers: [],
      },
    }),
    about(brp, {
      risk: {
        unit: 'person',
        units: 10,
        rows: 10,
        kMin: 10,
        unitsBelowK: 0,
        shareBelowK: 0,
        uniqueUnits: 0,
        quasiIdentifiers: [],
      },
    }),
  ],
  'K02 DENY': [
    'G3',
    about(burglars, { columns: [{ name: 'datum', type: 'date', role: 'quasi-id' }] }),
    about(burglars, { columns: [{ name: 'jaar', type: 'integer', role: 'quasi-id' }] }),
  ],
  'O01 DENY': [
    'G5',
    release({ protection: 'not-needed' }),
    release({ inputs: [input(kwb)], protection: 'not-needed' }),
  ],
  'O02 DENY': ['G5', release({ levels: ['gemeente', 'buurt'], inputs: [input(wijkOnly)] }), release({})],
  'O03 DENY 2': ['G5', release({ otherUnits: ['delicten'] }), release({ otherUnits: [] })],
  'O03 DENY': ['G5', release({ fewestUnits: 9 }), release({ fewestUnits: 10 })],
  'O04 DENY': [
    'G5',
    release({ differences: [{ release: 'r:1', fewestUnits: 9, fewestChanged: null }] }),
    release({ differences: [{ release: 'r:1', fewestUnits: 10, fewestChanged: null }] }),
  ],
  'O04 CONDITIONS': ['G5', release({}), release({ differences: [] })],
  'O05 DENY': ['G5', rates({ fewest: 99, aggregatedAreas: 0 }), rates({ fewest: 100, aggregatedAreas: 0 })],
  'O05 CONDITIONS': [
    'G5',
    rates({ fewest: 100, aggregatedAreas: 1 }),
    rates({ fewest: 100, aggregatedAreas: 0 }),
  ],
  'O06 DENY': ['G5', release({ statistics: ['maximum'] }), release({ statistics: ['median'] })],
  'C04 CONDITIONS': ['G0', about(brp), about({ ...brp, bsn: { present: true } })],
  'W09 DENY 2': ['G0', about(cooperation(STATISTICS)), about(cooperation())],
  'W09 DENY 3': [
    'G1',
    about(incidental, { earlierDeliveries: 1 }),
    about(incidental, { earlierDeliveries: 0 }),
  ],
  'W07 DENY': [
    'G4',
    run({ inputs: [input(demo('cbs-records'))], purpose: DETECTION }),
    run({ inputs: [input(demo('cbs-records'))], purpose: STATISTICS }),
  ],
  'W08 DENY': ['G0', about(partnership({ wgsPartnership: undefined })), about(partnership({}))],
  'S05 DENY 2': ['G1', about(kwb, { lifecycle: { suspended: false, withdrawn: true } }), about(kwb)],
  'S03 DENY 2': ['G0', about(brp, { mode: 'production' }), about(brp)],
  'C01 REVIEW': [
    'G1',
    about(burglars),
    about({ ...burglars, art9: { present: true, categories: ['ethnicity'] } }),
  ],
  'M01 DENY': [
    'G1',
    about(brp, { profile: { ...profile, unknownColumns: [{ position: 9, detected: [] }] } }),
    about(brp),
  ],
  'S02 DENY 2': ['G5', release({ approval: approved(kwb) }), release({ approval: { state: 'pending' } })],
  'K01 DENY': [
    'G4',
    run({ themeReviews: [onTheme(['approve', 'reject'])], inputs: [input(brp, { restricted: true })] }),
    run({ themeReviews: [onTheme(['approve', 'reject'])] }),
  ],
  'K01 REVIEW 2': [
    'G4',
    run({ themeReviews: [onTheme(['approve'])], inputs: [input(brp, { restricted: true })] }),
    run({ themeReviews: [onTheme(['approve', 'approve'])], inputs: [input(brp, { restricted: true })] }),
  ],
  'K01 CONDITIONS': [
    'G4',
    run({ themeReviews: [onTheme(['approve', 'approve'])], inputs: [input(brp, { restricted: true })] }),
    run({ themeReviews: [onTheme(['approve', 'approve'])] }),
  ],
  ...restrictionCases(
    'X01',
    'theme',
    (values, effect) => run({ inputs: [input(limited('theme', values, effect))] }),
    [permitted?.themes[0] ?? '', 'another-theme'],
  ),
  ...restrictionCases(
    'X02',
    'combine',
    (values, effect) => run({ inputs: [input(limited('combine', values, effect)), input(kwb)] }),
    [kwb.sourceId, 'another-source'],
  ),
  ...restrictionCases('P01', 'purpose', (values, effect) => about(limited('purpose', values, effect)), [
    permitted?.iri ?? '',
    'https://w3id.org/dpv#Marketing',
  ]),
  ...restrictionCases(
    'X04',
    'recipient',
    (values, effect) => run({ inputs: [input(limited('recipient', values, effect))] }),
    [permitted?.controller ?? '', 'politie'],
  ),
  ...restrictionCases(
    'X05',
    'key',
    (values, effect) => run({ inputs: [input(limited('key', values, effect))], linkedKeys: ['bsn'] }),
    ['bsn', 'kvk'],
  ),
  ...restrictionCases(
    'O02',
    'granularity',
    (values, effect) => release({ inputs: [input(limited('granularity', values, effect))] }),
    ['land', 'buurt'],
  ),
};

describe('each row of the table', () => {
  it('has a case here, and each case a row', () => {
    expect(rows.size).toBe(RULES.length);
    expect(Object.keys(CASES).sort()).toEqual([...rows.keys()].sort());
  });

  it.each(Object.entries(CASES))('%s fires where it should', (row, [gate, facts]) => {
    expect(fires(row, gate, facts)).toBe(true);
  });

  it.each(Object.entries(CASES))('%s is silent near by', (row, [gate, , facts]) => {
    expect(fires(row, gate, facts)).toBe(false);
  });

  it('names a law, a text and a cure in both languages', () => {
    for (const { code, law, text, cure } of RULES) {
      expect(law.length, code).toBeGreaterThan(0);
      for (const sentence of [text.nl, text.en, cure.nl, cure.en])
        expect(sentence.length, code).toBeGreaterThan(2);
    }
  });
});
