import { describe, expect, it } from 'vitest';
import type { AgreementKind, CollectedFor, Contract } from '../contract.js';
import { about, agreements, brp, burglars, demo, fires, tax } from '../testing/asked.js';

const POLICE = '00000001816076790000';
const AMSTERDAM = '00000001002564440000';
const JUSTID = '00000004000000002000';

const S04 = (contract: Contract) => fires('S04 DENY', 'G0', about(contract));
const partyTo = (kind: AgreementKind, contract: Contract, ...parties: readonly string[]) =>
  agreements(contract, (one) => (one.kind === kind ? { ...one, parties } : one));

/** A second provider, and a paper beside the others in which both take part. */
function withProvider(contract: Contract, oin: string, collectedFor: CollectedFor): Contract {
  const [first] = contract.origins;
  const [model] = contract.agreements;
  if (!first || !model) throw new Error('no origin or agreement');
  const beside = {
    ...model,
    kind: 'convenant',
    uri: 'urn:example:beside',
    parties: [first.oin, oin],
  } as const;
  return {
    ...contract,
    roles: [...contract.roles, { oin, role: 'provider', zones: ['landing'] }],
    origins: [...contract.origins, { oin, collectedFor }],
    agreements: [...contract.agreements, beside],
  };
}

describe('S04 wants whoever collected for a task to give what that task asks for', () => {
  it.each([
    ['wpg-22', 'politie-verdachte'],
    ['wjsg-15', 'om-vonnis'],
    ['awr-67-2b', 'belasting-huishouden'],
    ['cbs-41', 'cbs-records'],
  ] as const)('%s is not given by another provider beside it', (kind, id) => {
    const two = withProvider(demo(id), AMSTERDAM, 'other');
    const collector = two.origins[0]?.oin ?? '';
    expect(S04(two)).toBe(false);
    expect(S04(partyTo(kind, two, AMSTERDAM))).toBe(true);
    expect(S04(partyTo(kind, two, AMSTERDAM, collector))).toBe(false);
  });

  it('each of them: by what it is, or by what the contract says that it collected for', () => {
    const officers = withProvider(burglars, AMSTERDAM, 'policing');
    expect(S04(officers)).toBe(true);
    expect(S04(partyTo('wpg-22', officers, POLICE, AMSTERDAM))).toBe(false);
    const called = withProvider(demo('om-vonnis'), JUSTID, 'other');
    expect(S04(called)).toBe(true);
    expect(S04(partyTo('wjsg-15', called, JUSTID))).toBe(true);
    expect(S04(partyTo('wjsg-15', called, JUSTID, '00000004000000034000'))).toBe(false);
  });

  it('in one of its papers, where each has its own', () => {
    const officers = withProvider(burglars, AMSTERDAM, 'policing');
    const own = burglars.agreements
      .filter(({ kind }) => kind === 'wpg-22')
      .map((one) => ({ ...one, uri: 'urn:example:own', parties: [AMSTERDAM] }));
    expect(S04({ ...officers, agreements: [...officers.agreements, ...own] })).toBe(false);
  });

  it('and of who passes it on, that one provider is a party', () => {
    const passed: Contract = {
      ...tax,
      roles: tax.roles.map((one) => (one.role === 'provider' ? { ...one, oin: AMSTERDAM } : one)),
      origins: [...tax.origins, { oin: AMSTERDAM, collectedFor: 'other' }],
      agreements: tax.agreements.map((one) => ({ ...one, parties: [...one.parties, AMSTERDAM] })),
    };
    expect(S04(passed)).toBe(false);
    expect(S04(withProvider(brp, AMSTERDAM, 'other'))).toBe(false);
  });
});
