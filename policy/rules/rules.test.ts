import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256Json } from '../../domain/digest.js';
import type { Gate } from '../../domain/names.js';
import type { Profile } from '../../domain/profile.js';
import type { Agreement, Contract, RestrictionKind } from '../contract.js';
import { decide } from '../decide.js';
import type { Facts, InputFacts, ReleaseFacts, RunFacts } from '../facts.js';
import { ORGANISATIONS } from '../organisations.js';
import { parseContract } from '../schema/parse-contract.js';
import { RULES } from './index.js';
import type { Rule } from './rule.js';

const NOW = '2026-11-24T12:00:00.000Z';
const demo = (id: string) =>
  parseContract(readFileSync(new URL(`../../demo/contracts/${id}.yaml`, import.meta.url), 'utf8')).contract;
const brp = demo('brp');
const kwb = demo('cbs-kwb-2024');
const burglars = demo('inbrekers-den-haag');
const tax = demo('belasting-huishouden');
const company = demo('airbnb-amsterdam');

const profile: Profile = {
  rows: 100,
  parts: 1,
  shape: [],
  columns: [],
  missingColumns: [],
  unknownColumns: [],
  smallestClass: 10,
};
const seen = (name: string, ...detected: Profile['columns'][number]['detected']): Profile => ({
  ...profile,
  columns: [{ name, position: 1, missing: 0, distinct: 50, invalid: 0, detected }],
});
const about = (contract: Contract, more: Partial<Facts> = {}): Facts => ({
  mode: 'demo',
  contract,
  contractHash: sha256Json(contract as never),
  organisations: ORGANISATIONS,
  approval: { state: 'pending' },
  lifecycle: { suspended: false, withdrawn: false },
  retention: { zone: 'landing', storedAt: NOW, legalHold: false },
  profile,
  columns: [],
  ...more,
});
const input = (contract: Contract, more: Partial<InputFacts> = {}): InputFacts => ({
  dataset: contract.sourceId,
  version: 'v',
  contract,
  ancestors: [],
  columns: [],
  restricted: false,
  lineage: 'complete',
  ...more,
});
const permitted = brp.purposes[0];
const run = (more: Partial<RunFacts>): Facts => ({
  mode: 'demo',
  organisations: ORGANISATIONS,
  run: {
    theme: permitted?.themes[0] ?? '',
    purpose: permitted?.iri ?? '',
    controller: permitted?.controller ?? '',
    requester: permitted?.controller ?? '',
    approvedTheme: true,
    inputs: [input(brp)],
    comparedPseudonyms: [],
    ...more,
  },
});
const release = (more: Partial<ReleaseFacts>): Facts => ({
  mode: 'demo',
  organisations: ORGANISATIONS,
  release: {
    inputs: [input(burglars)],
    level: 'land',
    protection: 'safe',
    statistics: ['count'],
    columnKinds: ['dimension', 'statistic'],
    fewestPersons: 10,
    ...more,
  },
});
const agreements = (contract: Contract, change: (one: Agreement) => Agreement): Contract => ({
  ...contract,
  agreements: contract.agreements.map(change),
});
const tag = (domain: string) => ({ domain, entityType: 'bsn', epoch: 1 });
const ground = (article: string): Contract => ({
  ...brp,
  legalGround: brp.legalGround.map((one) => ({ ...one, article })),
});

const approved = (contract: Contract): Facts['approval'] => {
  const subjectHash = sha256Json(contract as never);
  const actor = { account: 'a', person: 'a', roles: ['steward'], organisation: 'b' } as const;
  return {
    state: 'decided',
    request: {
      requestId: 'r',
      subjectHash,
      deciders: ['steward'],
      submitter: { ...actor, account: 'c', person: 'c' },
      excludedPersons: [],
      excludedOrganisations: contract.roles.filter(({ role }) => role === 'provider').map(({ oin }) => oin),
    },
    decisions: [{ key: 'k', choice: 'approve', actor, as: 'steward', reason: 'read', subjectHash }],
  };
};
const DETECTION = 'https://w3id.org/dpv/sector/law#CrimeDetection';
const STATISTICS = 'https://w3id.org/dpv#ProvideOfficialStatistics';
/** Police data for a purpose that no permission for research carries. */
const operational = (contract: Contract, iri = DETECTION): Contract => ({
  ...contract,
  purposes: contract.purposes.map((one) => ({ ...one, iri })),
});
const wpg20 = { authorityAgreement: true, elements: ['1', '2', '3', '4', '5', '6'], purpose: 'a' } as const;
const cooperation = (iri = DETECTION, more: Partial<Agreement['wpg20']> = {}): Contract =>
  operational(
    agreements(burglars, (one) => ({ ...one, kind: 'wpg-20', wpg20: { ...wpg20, ...more } })),
    iri,
  );
const incidental = operational(
  agreements(burglars, (one) => ({ ...one, kind: 'wpg-19', wpg19: { purpose: 'b' } })),
);
const partnership = (more: Record<string, unknown>): Contract =>
  agreements(brp, (one) => ({
    ...one,
    kind: 'wgs',
    wgsPartnership: 'RIEC',
    wgsModel: { validated: true, selfLearning: false },
    ...more,
  }));
type Effect = Contract['restrictions'][number]['effect'];
const limited = (kind: RestrictionKind, values: readonly string[], effect: Effect): Contract => ({
  ...brp,
  restrictions: [{ id: 'agreed', kind, effect, values, reason: 'agreed' }],
});
/** Both effects of one kind of restriction: a value that meets what is asked, and one that does not. */
function restrictionCases(
  code: string,
  kind: RestrictionKind,
  facts: (values: readonly string[], effect: Effect) => Facts,
  [meets, misses]: readonly [string, string],
): Record<string, readonly [Gate, Facts, Facts]> {
  const gate = kind === 'purpose' ? 'G0' : kind === 'granularity' ? 'G5' : 'G4';
  const nth = kind === 'theme' || kind === 'combine' ? '' : ' 2';
  return {
    [`${code} DENY${nth}`]: [gate, facts([meets], 'deny'), facts([misses], 'deny')],
    [`${code} REVIEW`]: [gate, facts([meets], 'require-approval'), facts([misses], 'require-approval')],
  };
}

/** Per row of the table: the gate, facts on which it fires, and near-by facts on which it must not. */
const CASES: Readonly<Record<string, readonly [Gate, Facts, Facts]>> = {
  'S01 DENY': ['G0', about({ ...kwb, output: { ...kwb.output, minCell: 9 } }), about(kwb)],
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
  'O02 DENY': [
    'G5',
    release({ level: 'buurt', inputs: [input({ ...kwb, output: { minCell: 10, minLevel: 'wijk' } })] }),
    release({}),
  ],
  'O03 DENY': ['G5', release({ fewestPersons: 9 }), release({ fewestPersons: 10 })],
  'O05 CONDITIONS': ['G5', release({ fewestHouseholds: 99 }), release({ fewestHouseholds: 100 })],
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
  'C01 REVIEW': ['G1', about(burglars), about({ ...burglars, art9: { present: true, categories: [] } })],
  'M01 DENY': [
    'G1',
    about(brp, { profile: { ...profile, unknownColumns: [{ position: 9, detected: [] }] } }),
    about(brp),
  ],
  'S02 DENY 2': ['G5', release({ approval: approved(kwb) }), release({ approval: { state: 'pending' } })],
  'K01 DENY': [
    'G4',
    run({ approvedTheme: false, inputs: [input(brp, { restricted: true })] }),
    run({ approvedTheme: false }),
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
    (values, effect) =>
      run({ inputs: [input(limited('key', values, effect))], comparedPseudonyms: [[tag('a'), tag('a')]] }),
    ['bsn', 'kvk'],
  ),
  ...restrictionCases(
    'O02',
    'granularity',
    (values, effect) => release({ inputs: [input(limited('granularity', values, effect))] }),
    ['land', 'buurt'],
  ),
};

/** A row by code and outcome, numbered where a code has more than one row of that outcome. */
const rows = new Map<string, Rule>();
for (const rule of RULES) {
  const name = `${rule.code} ${rule.outcome}`;
  const before = RULES.slice(0, RULES.indexOf(rule)).filter(
    ({ code, outcome }) => `${code} ${outcome}` === name,
  ).length;
  rows.set(before > 0 ? `${name} ${before + 1}` : name, rule);
}
/** Whether this row fires, asked alone. */
const fires = (row: string, gate: Gate, facts: Facts) => {
  const rule = rows.get(row);
  if (!rule) throw new Error('no such row');
  return decide(gate, facts, NOW, [rule]).hits.some(({ code }) => code === rule.code);
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

  it('C04 refuses the number where a private party receives it', () => {
    const bank = { oin: '00000003999999990002', role: 'recipient', zones: ['result'] } as const;
    expect(fires('C04 DENY', 'G0', about({ ...brp, roles: [...brp.roles, bank] }))).toBe(true);
  });

  it.each([
    ['no agreement of the authority', { authorityAgreement: false }],
    ['five elements', { elements: ['1', '2', '3', '4', '5'] }],
    ['an element twice', { elements: ['1', '2', '3', '4', '5', '5'] }],
    ['no purpose', { purpose: undefined }],
    ['a purpose that is none of a-d', { purpose: 'e' }],
  ])('W02 refuses a cooperation with %s', (_, lacking) => {
    expect(fires('W02 DENY', 'G0', about(cooperation(DETECTION, lacking as never)))).toBe(true);
  });

  it('W02 refuses whoever is no named recipient of the cooperation', () => {
    const stranger = { oin: '00000001002564440000', role: 'recipient', zones: ['released'] } as const;
    const contract: Contract = cooperation();
    expect(fires('W02 DENY', 'G0', about({ ...contract, roles: [...contract.roles, stranger] }))).toBe(true);
    const asks = (requester: string) => run({ inputs: [input(contract)], requester });
    expect(fires('W02 DENY', 'G4', asks(stranger.oin))).toBe(true);
    expect(fires('W02 DENY', 'G4', asks('00000001002308836000'))).toBe(false);
  });

  it.each([
    ['wpg-19', 'wpg19', 'd', 'e'],
    ['wpg-20', 'wpg20', 'd', 'e'],
    ['wjsg-39f', 'wjsg39f', 'g', 'h'],
  ] as const)('W09 asks %s for the letter of its purpose, and knows which there are', (kind, name, last, other) => {
    const with39f = (purpose: string | undefined) =>
      operational(agreements(burglars, (one) => ({ ...one, kind, [name]: { ...wpg20, purpose } })));
    expect(fires('W09 DENY 2', 'G0', about(with39f(last)))).toBe(false);
    expect(fires('W09 DENY 2', 'G0', about(with39f(other)))).toBe(true);
    expect(fires('W09 DENY 2', 'G0', about(with39f(undefined)))).toBe(true);
    expect(fires('W09 DENY 2', 'G0', about(operational(with39f(last), STATISTICS)))).toBe(true);
  });

  it('W09 refuses a second delivery under Wpg 19 at every gate, and an unknown number of them', () => {
    for (const gate of ['G0', 'G1', 'G2', 'G3'] as const) {
      const facts = about(incidental, { approval: approved(incidental) });
      expect(fires('W09 DENY 3', gate, { ...facts, earlierDeliveries: 1 }), gate).toBe(true);
      expect(fires('W09 DENY 3', gate, { ...facts, earlierDeliveries: 0 }), gate).toBe(false);
      expect(fires('W09 DENY 3', gate, facts), gate).toBe(true);
    }
    const asks = (more: Partial<InputFacts>) => run({ inputs: [input(incidental, more)] });
    expect(fires('W09 DENY 3', 'G4', asks({ earlierDeliveries: 1 }))).toBe(true);
    expect(fires('W09 DENY 3', 'G4', asks({ earlierDeliveries: 0 }))).toBe(false);
    expect(fires('W09 DENY 3', 'G4', asks({}))).toBe(true);
  });

  it.each([
    ['a municipality whose officers (BOA) collected it', '00000001002308836000', 'policing'],
    ['a municipality that levies taxes', '00000001002308836000', 'taxation'],
    ['Justid', '00000004000000002000', 'other'],
    ['the statistics office', '00000001812483297000', 'other'],
    ['whoever has it from the police', '00000001816076790000', 'other'],
    ['whoever has it from the tax service', '00000002003214394002', 'other'],
  ] as const)('R01 wants the regime of %s', (_, oin, collectedFor) => {
    const origins = [...brp.origins, { oin, collectedFor }];
    expect(fires('R01 DENY', 'G0', about({ ...brp, origins }))).toBe(true);
    const regimes = ['AVG', 'WPG', 'WJSG', 'AWR', 'CBSWET'] as const;
    expect(fires('R01 DENY', 'G0', about({ ...brp, origins, regimes }))).toBe(false);
  });

  it('R01 wants the provider among the origins', () => {
    expect(fires('R01 DENY', 'G0', about({ ...brp, origins: [] }))).toBe(true);
  });

  it.each([
    ['an onward provider of tax data', '00000002003214394002', 'other'],
    ['municipal taxes', '00000001002308836000', 'taxation'],
  ] as const)('W05 asks %s for its exception', (_, oin, collectedFor) => {
    const onward: Contract = { ...brp, origins: [...brp.origins, { oin, collectedFor }] };
    expect(fires('W05 DENY', 'G0', about(onward))).toBe(true);
    const regulation = tax.agreements.filter(({ kind }) => kind === 'awr-67-2b');
    const founded = { ...onward, agreements: [...onward.agreements, ...regulation] };
    expect(fires('W05 DENY', 'G0', about(founded))).toBe(false);
  });

  it.each([
    ['a partnership that is none of the four', { wgsPartnership: 'ZOO' }],
    ['a recipient that does not take part', { parties: ['00000001822100824000'] }],
    ['no word of the model', { wgsModel: undefined }],
    ['a model that is not validated', { wgsModel: { validated: false, selfLearning: false } }],
    ['a model that learns by itself', { wgsModel: { validated: true, selfLearning: true } }],
  ])('W08 refuses %s', (_, lacking) => {
    expect(fires('W08 DENY', 'G0', about(partnership(lacking)))).toBe(true);
  });

  it('W08 refuses the regime without its agreement', () => {
    expect(fires('W08 DENY', 'G0', about({ ...brp, regimes: ['WGS', 'AVG'] }))).toBe(true);
  });

  it('W05 asks the tax service for its exception whatever regimes it declares', () => {
    const bare: Contract = { ...tax, regimes: ['AVG'], agreements: [] };
    expect(fires('W05 DENY', 'G0', about(bare))).toBe(true);
  });

  it('a restriction that has ended restricts no more', () => {
    const [one] = limited('theme', [permitted?.themes[0] ?? ''], 'deny').restrictions;
    const until = (day: string) => [{ ...one, until: day }] as unknown as Contract['restrictions'];
    const at = (day: string) => run({ inputs: [input({ ...brp, restrictions: until(day) })] });
    expect(fires('X01 DENY', 'G4', at('2026-11-24'))).toBe(true);
    expect(fires('X01 DENY', 'G4', at('2026-11-23'))).toBe(false);
  });

  it('names a law, a text and a cure in both languages', () => {
    for (const { code, law, text, cure } of RULES) {
      expect(law.length, code).toBeGreaterThan(0);
      for (const sentence of [text.nl, text.en, cure.nl, cure.en])
        expect(sentence.length, code).toBeGreaterThan(2);
    }
  });
});
