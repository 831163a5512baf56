import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { about, brp, company, fires } from '../testing/asked.js';

const BANK = '00000003999999990002';
const SITE = '00000003999999990004';
const provides = (contract: Contract, ...oins: readonly string[]): Contract => ({
  ...contract,
  roles: [...contract.roles, ...oins.map((oin) => ({ oin, role: 'provider', zones: ['landing'] }) as const)],
});
const law = [{ bwbId: 'BWBR0005416', article: '108' }];
const groundOf = (oin: string) => ({ oin, article: 'A6-1-c', law, task: 't', decidedBy: 'd' });
const founded = (contract: Contract, ...oins: readonly string[]): Contract => ({
  ...contract,
  legalGround: [...contract.legalGround, ...oins.map(groundOf)],
});
const L05 = (contract: Contract) => fires('L05 DENY', 'G0', about(contract));

describe('L05 asks every company that provides for a basis of its own', () => {
  it('also the second provider, behind a public body', () => {
    expect(L05(brp)).toBe(false);
    expect(L05(provides(brp, BANK))).toBe(true);
    expect(L05(founded(provides(brp, BANK), BANK))).toBe(false);
  });

  it('and the basis of one company is none for another', () => {
    const both = provides(brp, BANK, SITE);
    expect(L05(founded(both, BANK))).toBe(true);
    expect(L05(founded(both, SITE))).toBe(true);
    expect(L05(founded(both, BANK, SITE))).toBe(false);
    expect(L05({ ...provides(company, BANK), compatibility: { kind: 'consent', evidence: 'urn:e' } })).toBe(
      false,
    );
  });

  it('and an assessment is that of one company, or it is not said whose', () => {
    const assessed = { kind: 'assessed', decidedBy: 'board' } as const;
    expect(L05({ ...company, compatibility: assessed })).toBe(false);
    expect(L05({ ...company, compatibility: { ...assessed, decidedBy: ' ' } })).toBe(true);
    const both = { ...provides(company, BANK), compatibility: assessed };
    expect(L05(both)).toBe(true);
    const [own = ''] = company.roles.flatMap(({ oin, role }) => (role === 'provider' ? [oin] : []));
    expect(L05(founded(both, BANK))).toBe(true);
    expect(L05(founded(both, own, BANK))).toBe(false);
  });

  it('and none on an article that keeps secret or excepts', () => {
    const secret = { ...groundOf(BANK), law: [{ bwbId: 'BWBR0022463', article: '7' }] };
    const bank = provides(brp, BANK);
    expect(L05({ ...bank, legalGround: [...bank.legalGround, secret] })).toBe(true);
  });
});
