import { describe, expect, it } from 'vitest';
import type { Gate } from '../domain/names.js';
import type { Contract } from './contract.js';
import { decide } from './decide.js';
import type { Facts } from './facts.js';
import { about, approved, brp, burglars, demo, kwb, NOW, profile, seen, tax } from './testing/asked.js';

/** Approved by a steward and a privacy officer. */
const standing = (contract: Contract, more: Partial<Facts> = {}): Facts => {
  const approval = approved(contract);
  if (approval?.state !== 'decided') throw new Error('not decided');
  const actor = { account: 'p', person: 'p', roles: ['privacy-officer'], organisation: 'b' } as const;
  const both: typeof approval = {
    ...approval,
    request: { ...approval.request, deciders: ['steward', 'privacy-officer'] },
    decisions: approval.decisions.flatMap((one) => [one, { ...one, key: 'l', actor, as: 'privacy-officer' }]),
  };
  return about(contract, { approval: both, ...more });
};
const judged = (gate: Gate, facts: Facts) => {
  const { outcome, hits, unasked = false } = decide(gate, facts, NOW);
  return { outcome, codes: hits.filter((hit) => hit.outcome === outcome).map(({ code }) => code), unasked };
};
const ended = { from: '2020-01-01', until: '2026-11-23' };

describe('a landed file that is refused', () => {
  it('came unasked where it is of persons by what was found, whichever rule is the worst', () => {
    const microdata: Contract = { ...demo('cbs-records'), recordUnit: 'area', personalData: false };
    const found = judged('G1', standing(microdata, { profile: seen('record', 'person-key') }));
    expect(found.codes).toContain('W06');
    expect(found.codes).not.toContain('L01');
    expect(found.unasked).toBe(true);
  });

  it.each<[string, string, Facts]>([
    ['S02', 'nobody approved it', about(brp)],
    ['S03', 'its contract has ended', standing({ ...brp, validity: ended })],
    ['R01', 'its regime is not declared', standing({ ...burglars, regimes: ['AVG'] })],
    ['P02', 'its purpose is another', standing({ ...brp, compatibility: { kind: 'none' } })],
    ['D01', 'nobody assessed it', standing({ ...brp, dpia: { ...brp.dpia, reviewBy: '2026-11-23' } })],
    ['W05', 'it is secret', standing({ ...tax, agreements: [] })],
    [
      'M02',
      'it is not in the agreed shape',
      standing(brp, { profile: { ...profile, missingColumns: ['x'] } }),
    ],
  ])('came unasked where it is about persons and %s says that %s', (code, _, facts) => {
    for (const gate of ['G1', 'G2', 'G3'] as const) {
      const { codes, unasked } = judged(gate, facts);
      expect(codes).toContain(code);
      expect(unasked).toBe(true);
    }
  });

  it.each<[string, Gate, Facts]>([
    ['S03', 'G1', standing({ ...kwb, validity: ended })],
    ['M02', 'G1', standing(kwb, { profile: { ...profile, missingColumns: ['x'] } })],
    ['S05', 'G1', standing(brp, { lifecycle: { suspended: true, withdrawn: false } })],
    ['S03', 'G0', standing({ ...brp, validity: ended })],
  ])('did not where no data of persons came, or a person stopped it: %s at %s', (code, gate, facts) => {
    const { codes, unasked } = judged(gate, facts);
    expect(codes).toEqual([code]);
    expect(unasked).toBe(false);
  });

  it('did not where it is taken under conditions', () => {
    const facts = standing(kwb, { profile: { ...profile, unknownColumns: [{ position: 9, detected: [] }] } });
    expect(judged('G1', facts)).toMatchObject({ outcome: 'CONDITIONS', unasked: false });
  });
});
