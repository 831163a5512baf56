import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { about, brp, burglars, demo, fires, kwb, profile, seen } from '../testing/asked.js';

const AMSTERDAM = '00000001002564440000';
const COMPANY = '00000003999999990002';
const withRole = (contract: Contract, role: 'controller' | 'joint-controller' | 'processor'): Contract => ({
  ...contract,
  roles: [...contract.roles, { oin: AMSTERDAM, role, zones: ['result'] }],
});
const L03 = (contract: Contract) => fires('L03 DENY', 'G0', about(contract));

describe('L03 asks every controller for a ground of its own', () => {
  it.each(['controller', 'joint-controller'] as const)('a %s among the roles', (role) => {
    const joined = withRole(brp, role);
    expect(L03(joined)).toBe(true);
    const grounds = brp.legalGround.map((one) => ({ ...one, oin: AMSTERDAM }));
    expect(L03({ ...joined, legalGround: [...brp.legalGround, ...grounds] })).toBe(false);
    expect(L03({ ...joined, legalGround: grounds })).toBe(true);
  });

  it('and who controls a purpose without a role', () => {
    const purposes = brp.purposes.map((one) => ({ ...one, controller: AMSTERDAM }));
    expect(L03({ ...brp, purposes })).toBe(true);
  });

  it('and nobody who controls nothing, or no data of persons', () => {
    expect(L03(withRole(brp, 'processor'))).toBe(false);
    expect(L03(withRole(kwb, 'joint-controller'))).toBe(false);
  });
});

describe('L03 asks what carries a task, and of a public body a task', () => {
  const grounded = (change: Partial<Contract['legalGround'][number]>): Contract => ({
    ...brp,
    legalGround: brp.legalGround.map((one) => ({ ...one, ...change })),
  });

  it.each([
    ['BWBR0022463', '7'],
    ['BWBR0015926', '37'],
    ['BWBR0040940', '25'],
  ])('and refuses %s %s, which keeps secret or excepts', (bwbId, article) => {
    expect(L03(grounded({ law: [{ bwbId, article }] }))).toBe(true);
  });

  it.each(['A6-1-b', 'A6-1-d'])('and refuses %s of a public body, with or without a statute', (article) => {
    expect(L03(grounded({ article }))).toBe(true);
    expect(L03(grounded({ article, law: [], decidedBy: undefined }))).toBe(true);
    expect(L03(grounded({ article, oin: COMPANY }))).toBe(true);
    const beside = { ...brp.legalGround[0], oin: COMPANY, article, law: [] } as const;
    expect(
      L03({ ...brp, legalGround: [...brp.legalGround, beside as Contract['legalGround'][number]] }),
    ).toBe(false);
  });

  it('and leaves consent and legitimate interests to L04 and L02', () => {
    for (const [article, row] of [
      ['A6-1-a', 'L04 REVIEW'],
      ['A6-1-f', 'L02 DENY'],
    ] as const) {
      const contract = grounded({ article, law: [] });
      expect(L03(contract)).toBe(false);
      expect(fires(row, 'G0', about(contract))).toBe(true);
    }
  });
});

const silent = { present: false, kinds: [] } as const;
const judicial = demo('om-vonnis');

describe('police and judicial data about persons fall under article 10, whatever the contract says', () => {
  it.each([
    ['police', burglars],
    ['judicial', judicial],
  ])('C02 refuses %s data that declares none', (_, contract) => {
    const { item, law } = contract.art10;
    expect(fires('C02 DENY', 'G0', about({ ...contract, art10: silent }))).toBe(true);
    expect(fires('C02 DENY', 'G0', about({ ...contract, art10: { ...silent, item, law } }))).toBe(true);
    expect(fires('C02 DENY', 'G0', about(contract))).toBe(false);
  });

  it('K02 holds its dates and places to be of such persons', () => {
    const columns = [{ name: 'datum', type: 'date', role: 'quasi-id' }] as const;
    expect(fires('K02 DENY', 'G3', about({ ...judicial, art10: silent }, { columns }))).toBe(true);
    expect(fires('K02 DENY', 'G3', about(brp, { columns }))).toBe(false);
  });

  it('but figures of areas from the police do not, until persons are found in them', () => {
    const figures: Contract = {
      ...burglars,
      recordUnit: 'area',
      personalData: false,
      art10: silent,
      fields: [],
    };
    expect(fires('C02 DENY', 'G1', about(figures, { profile }))).toBe(false);
    expect(fires('C02 DENY', 'G1', about(figures, { profile: seen('x', 'person-key') }))).toBe(true);
  });
});
