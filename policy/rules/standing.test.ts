import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { about, agreements, brp, fires, kwb } from '../testing/asked.js';

const INVENTED = '00000003999999990003';

describe('S03 asks whether a paper stands on the day', () => {
  const S03 = (signedOn: string) =>
    fires('S03 DENY', 'G0', about(agreements(brp, (one) => ({ ...one, signedOn }))));

  it('and one that is signed later does not, whatever its validity says', () => {
    expect(S03('2026-11-24')).toBe(false);
    expect(S03('2026-11-25')).toBe(true);
    expect(S03('2099-01-01')).toBe(true);
  });
});

describe('S03 lets nothing fictitious through outside the demo', () => {
  /** Of nothing but bodies that exist, by decisions that do. */
  const real = agreements(kwb, (one) => ({ ...one, fictitious: false }));
  const S03 = (contract: Contract, mode: 'demo' | 'production') =>
    fires('S03 DENY 2', 'G0', about(contract, { mode }));

  it.each<[string, Partial<Contract>]>([
    ['a role', { roles: [...real.roles, { oin: INVENTED, role: 'recipient', zones: [] }] }],
    ['an origin', { origins: [...real.origins, { oin: INVENTED, collectedFor: 'other' }] }],
    ['a party', agreements(real, (one) => ({ ...one, parties: [...one.parties, INVENTED] }))],
    ['a purpose', { purposes: real.purposes.map((one) => ({ ...one, controller: INVENTED })) }],
    ['a ground', { legalGround: [{ oin: INVENTED, article: 'A6-1-e', law: [], task: 't' }] }],
  ])('no organisation under %s', (_, change) => {
    expect(S03(real, 'production')).toBe(false);
    expect(S03({ ...real, ...change }, 'production')).toBe(true);
    expect(S03({ ...real, ...change }, 'demo')).toBe(false);
  });
});
