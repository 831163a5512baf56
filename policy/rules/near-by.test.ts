import { describe, expect, it } from 'vitest';
import type { Agreement, Contract } from '../contract.js';
import { decide } from '../decide.js';
import type { Facts, InputFacts } from '../facts.js';
import { ORGANISATIONS } from '../organisations.js';
import {
  about,
  agreements,
  approved,
  askedOf,
  brp,
  burglars,
  cooperation,
  DETECTION,
  demo,
  fires,
  incidental,
  input,
  kwb,
  limited,
  NOW,
  operational,
  partnership,
  permitted,
  release,
  run,
  STATISTICS,
  seen,
  tax,
  wpg20,
} from '../testing/asked.js';

describe('rules at their borders', () => {
  it('C04 refuses the number where a private party receives it', () => {
    const bank = { oin: '00000003999999990002', role: 'recipient', zones: ['result'] } as const;
    expect(fires('C04 DENY', 'G0', about({ ...brp, roles: [...brp.roles, bank] }))).toBe(true);
  });

  it('C03 and C04 let no number of a person be kept, whatever the contract calls its column', () => {
    const named = (treatment: Contract['fields'][number]['treatment'], more: Partial<Contract> = {}) => ({
      ...brp,
      ...more,
      fields: brp.fields.map((one) =>
        one.name === 'bsn' ? { ...one, role: 'technical' as const, treatment } : one,
      ),
    });
    const found = (contract: Contract) => about(contract, { profile: seen('bsn', 'bsn') });
    const silent = { bsn: { present: false } };
    expect(fires('C03 DENY', 'G1', found(named({ kind: 'keep' }, silent)))).toBe(true);
    expect(fires('C04 DENY', 'G1', found(named({ kind: 'keep' }, silent)))).toBe(true);
    expect(fires('C03 DENY', 'G1', found(named({ kind: 'generalise', param: 'year' })))).toBe(true);
    expect(fires('C03 DENY', 'G1', found(named({ kind: 'drop' })))).toBe(false);
    const another = named({ kind: 'pseudonymise', entityType: 'household' }, silent);
    expect(fires('C04 DENY', 'G1', found(another))).toBe(true);
    expect(fires('C04 DENY', 'G1', found(named({ kind: 'drop' })))).toBe(false);
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

  it('T01 asks each zone at its gate, and the result at its release', () => {
    const old = (zone: keyof Contract['retention']) => ({
      zone,
      storedAt: '2001-01-01T00:00:00Z',
      legalHold: false,
    });
    for (const [gate, zone] of [
      ['G1', 'landing'],
      ['G2', 'landing'],
      ['G3', 'pseudonymised'],
    ] as const)
      expect(fires('T01 DENY', gate, about(brp, { retention: old(zone) })), gate).toBe(true);
    expect(fires('T01 DENY', 'G4', run({ inputs: [input(brp, { retention: old('curated') })] }))).toBe(true);
    expect(fires('T01 DENY', 'G5', release({ retention: old('result') }))).toBe(true);
    expect(fires('T01 DENY', 'G5', release({ retention: { ...old('result'), legalHold: true } }))).toBe(
      false,
    );
    expect(fires('T01 DENY', 'G5', release({ retention: { ...old('result'), storedAt: NOW } }))).toBe(false);
  });

  it('T01 counts the shorter retention of an ancestor', () => {
    const short: Contract = { ...brp, retention: { ...brp.retention, curated: 'P1D' } };
    const kept = {
      retention: { zone: 'curated', storedAt: '2026-11-20T00:00:00Z', legalHold: false },
    } as const;
    expect(fires('T01 DENY', 'G4', run({ inputs: [input(brp, kept)] }))).toBe(false);
    expect(fires('T01 DENY', 'G4', run({ inputs: [input(brp, { ...kept, ancestors: [short] })] }))).toBe(
      true,
    );
  });

  it.each([
    ['no purposes', { purposes: [] }],
    [
      'a purpose without a theme',
      { purposes: [{ iri: STATISTICS, themes: [], controller: '00000001002308836000' }] },
    ],
    [
      'a controller that answers for nothing',
      { purposes: [{ iri: STATISTICS, themes: ['t'], controller: '00000001002564440000' }] },
    ],
  ])('P01 refuses a contract with %s', (_, lacking) => {
    expect(fires('P01 DENY', 'G0', about({ ...brp, ...lacking }))).toBe(true);
    expect(fires('P01 DENY', 'G0', about(brp))).toBe(false);
  });

  it('P01 refuses an operational purpose under a permission for research, whatever the provider restricts', () => {
    const free: Contract = { ...burglars, restrictions: [] };
    expect(fires('P01 DENY', 'G0', about(operational(free)))).toBe(true);
    expect(
      fires(
        'P01 DENY',
        'G0',
        about(operational({ ...incidental, compatibility: { kind: 'law-23' }, restrictions: [] })),
      ),
    ).toBe(false);
  });

  it('P01 counts an approved, dated assessment of GDPR data, and none of police data', () => {
    const assessments = [
      {
        permissions: [{ ...askedOf(brp), theme: 'another-theme' }],
        factors: { link: 'a', context: 'b', nature: 'c', consequences: 'd', safeguards: 'e' },
        decidedBy: 'the controller',
        approvedByTwo: true,
        on: '2026-11-24',
        until: '2026-11-24',
      },
    ];
    const asks = (contract: Contract, more: object) =>
      run({ ...askedOf(brp), theme: 'another-theme', inputs: [input(contract, more)] });
    expect(fires('P01 DENY', 'G4', asks(brp, {}))).toBe(true);
    expect(fires('P01 DENY', 'G4', asks(brp, { assessments }))).toBe(false);
    expect(fires('P01 DENY', 'G4', asks({ ...brp, regimes: ['WPG', 'AVG'] }, { assessments }))).toBe(true);
  });

  it.each([
    ['joint-controller', 'joint-controllers-26'],
    ['processor', 'processor-28'],
  ] as const)('S04 wants of a provider that is %s too the %s, and of nobody who receives', (role, kind) => {
    const [provider] = brp.roles.filter((one) => one.role === 'provider');
    if (!provider) throw new Error('no provider in that contract');
    const contract = { ...brp, roles: [...brp.roles, { ...provider, role }] };
    const paper = { ...brp.agreements[0], kind, parties: [provider.oin] } as Agreement;
    expect(fires('S04 DENY', 'G0', about(contract))).toBe(true);
    expect(
      fires(
        'S04 DENY',
        'G0',
        about({ ...contract, agreements: [...brp.agreements, { ...paper, parties: [] }] }),
      ),
    ).toBe(true);
    expect(fires('S04 DENY', 'G0', about({ ...contract, agreements: [...brp.agreements, paper] }))).toBe(
      false,
    );
    const receiving = brp.roles.map((one) => (one === provider ? one : { ...one, role }));
    expect(fires('S04 DENY', 'G0', about({ ...brp, roles: receiving }))).toBe(false);
  });

  it('S04 wants the provider in the permission itself, not in another paper beside it', () => {
    const parties = (kind: string) =>
      agreements(burglars, (one) =>
        one.kind === kind ? { ...one, parties: ['00000001002308836000'] } : one,
      );
    const beside = burglars.agreements.map((one) => ({ ...one, kind: 'convenant' as const }));
    const contract = { ...parties('wpg-22'), agreements: [...parties('wpg-22').agreements, ...beside] };
    expect(fires('S04 DENY', 'G0', about(contract))).toBe(true);
    expect(
      fires('S04 DENY', 'G0', about({ ...burglars, agreements: [...burglars.agreements, ...beside] })),
    ).toBe(false);
  });

  it('X04 refuses a third country, not another of the EEA, and a controller that is not under roles', () => {
    const there = (country: string): Facts => ({
      ...about(brp),
      organisations: ORGANISATIONS.map((one) => (one.oin === brp.roles[0]?.oin ? { ...one, country } : one)),
    });
    expect(fires('X04 DENY', 'G0', there('US'))).toBe(true);
    expect(fires('X04 DENY', 'G0', there('BE'))).toBe(false);
    const all = { ...about(brp), organisations: ORGANISATIONS.map((one) => ({ ...one, country: 'US' })) };
    const abroad = decide('G0', all, NOW).hits.find(({ code }) => code === 'X04')?.fields;
    expect(abroad).toEqual([...new Set(brp.roles.map(({ oin }) => oin))]);
    const roles = brp.roles.filter(({ role }) => role === 'provider');
    expect(fires('X04 DENY', 'G0', about({ ...brp, roles }))).toBe(true);
  });

  it.each([
    ['C01 DENY', 'Religion'],
    ['C01 DENY', 'MedicalHealth'],
    ['C02 DENY', 'CriminalConviction'],
  ])('%s finds a category among the fields that nobody declared: %s', (row, term) => {
    const fields = brp.fields.map((field) => ({ ...field, category: `https://w3id.org/dpv/pd#${term}` }));
    expect(fires(row, 'G0', about({ ...brp, fields }))).toBe(true);
    expect(fires(row, 'G0', about({ ...brp, fields, personalData: false, recordUnit: 'object' }))).toBe(
      false,
    );
  });

  it.each([
    '109',
    '9999',
    '67',
  ])('L03 refuses an article that policy/law does not hold, of a law that it does: %s', (article) => {
    const citing = (law: Contract['legalGround'][number]['law']) =>
      fires(
        'L03 DENY',
        'G0',
        about({ ...brp, legalGround: brp.legalGround.map((one) => ({ ...one, law })) }),
      );
    const known = { bwbId: 'BWBR0005416', article: '108' };
    expect(citing([known])).toBe(false);
    expect(citing([{ ...known, article }])).toBe(true);
    expect(citing([known, { ...known, article }])).toBe(true);
    expect(citing([])).toBe(true);
  });

  it('D01 refuses an assessment without an outcome', () => {
    expect(fires('D01 DENY', 'G0', about({ ...brp, dpia: { ...brp.dpia, outcome: undefined } }))).toBe(true);
  });

  it('W06 believes no claim that CBS records are figures of areas', () => {
    const claimed: Contract = { ...demo('cbs-records'), recordUnit: 'area', personalData: false };
    expect(fires('W06 DENY', 'G1', about(claimed, { profile: seen('huishouden', 'person-key') }))).toBe(true);
    expect(fires('W06 DENY', 'G1', about(claimed))).toBe(false);
  });

  it.each([
    [{ fewestUnits: 9, fewestChanged: null }, true],
    [{ fewestUnits: null, fewestChanged: 3 }, true],
    [{ fewestUnits: 0, fewestChanged: 0 }, false],
    [{ fewestUnits: 10, fewestChanged: null }, false],
  ])('O04 of %j: %s', (difference, isRefused) => {
    const differences = [{ release: 'r:1', ...difference }];
    expect(fires('O04 DENY', 'G5', release({ differences }))).toBe(isRefused);
    expect(fires('O04 DENY', 'G5', release({ differences, inputs: [input(kwb)] }))).toBe(false);
  });

  it('O05 says so where nobody counted households, and asks nothing of counts or of open figures', () => {
    expect(fires('O05 CONDITIONS', 'G5', release({ statistics: ['rate'] }))).toBe(true);
    expect(fires('O05 CONDITIONS', 'G5', release({ statistics: ['count'] }))).toBe(false);
    expect(fires('O05 CONDITIONS', 'G5', release({ statistics: ['rate'], inputs: [input(kwb)] }))).toBe(
      false,
    );
  });

  it.each(['score', 'rank', 'list'] as const)('O06 refuses a %s per unit', (kind) => {
    expect(fires('O06 DENY', 'G5', release({ columnKinds: ['dimension', kind] }))).toBe(true);
  });
});
