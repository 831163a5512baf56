import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { decide } from '../decide.js';
import { about, agreements, brp, demo, fires, input, limited, NOW, run, tax } from '../testing/asked.js';

const AMSTERDAM = '00000001002564440000';
const DEN_HAAG = '00000001002308836000';
const UNKNOWN = '00000009999999999999';
const W05 = (contract: Contract) => fires('W05 DENY', 'G0', about(contract));
const forBody = (...parties: readonly string[]) =>
  agreements(tax, (one) => (one.kind === 'awr-67-2b' ? { ...one, parties } : one));

describe('W05 lets tax data go to whom the exception names', () => {
  it('and to no recipient that is no party to it', () => {
    expect(W05(tax)).toBe(false);
    expect(W05(forBody())).toBe(true);
    expect(W05(forBody(AMSTERDAM))).toBe(true);
    expect(W05(forBody(DEN_HAAG))).toBe(false);
    const role = { oin: AMSTERDAM, role: 'recipient', zones: ['released'] } as const;
    const wider: Contract = { ...tax, roles: [...tax.roles, role] };
    expect(W05(wider)).toBe(true);
  });

  it('each of them by an exception that is whole', () => {
    const role = { oin: AMSTERDAM, role: 'recipient', zones: ['released'] } as const;
    const wider: Contract = { ...tax, roles: [...tax.roles, role] };
    const other = tax.agreements
      .filter(({ kind }) => kind === 'awr-67-2b')
      .map((one) => ({ ...one, kind: 'awr-67-3' as const, parties: [AMSTERDAM] }));
    const founded = (more: object) => ({
      ...wider,
      agreements: [...wider.agreements, ...other.map((one) => ({ ...one, ...more }))],
    });
    expect(W05(founded({}))).toBe(false);
    expect(W05(founded({ awr67: undefined }))).toBe(true);
    expect(W05(founded({ awr67: { body: ' ', task: 't', data: 'd' } }))).toBe(true);
  });

  it('also when a theme is run for another', () => {
    const asks = (requester: string) => fires('W05 DENY', 'G4', run({ inputs: [input(tax)], requester }));
    expect(asks(DEN_HAAG)).toBe(false);
    expect(asks(AMSTERDAM)).toBe(true);
  });
});

describe('S00 names whoever a contract names and no list of organisations knows', () => {
  const strangers = (contract: Contract) =>
    decide('G0', about(contract), NOW).hits.flatMap(({ code, fields }) => (code === 'S00' ? fields : []));

  it.each([
    ['a role', { roles: [...brp.roles, { oin: UNKNOWN, role: 'recipient', zones: [] }] }],
    ['an origin', { origins: [...brp.origins, { oin: UNKNOWN, collectedFor: 'other' }] }],
    ['a legal ground', { legalGround: brp.legalGround.map((one) => ({ ...one, oin: UNKNOWN })) }],
    ['a party', agreements(brp, (one) => ({ ...one, parties: [...one.parties, UNKNOWN] }))],
    ['a purpose', { purposes: brp.purposes.map((one) => ({ ...one, controller: UNKNOWN })) }],
    ['a restriction', limited('recipient', [UNKNOWN], 'deny')],
  ])('under %s', (_, change) => {
    expect(strangers({ ...brp, ...change } as Contract)).toEqual([UNKNOWN]);
  });

  it('and nobody in the contracts of the demo', () => {
    for (const id of ['brp', 'woz', 'om-vonnis', 'kadaster-eigendom', 'airbnb-amsterdam', 'cbs-kwb-2024'])
      expect(strangers(demo(id)), id).toEqual([]);
  });
});
