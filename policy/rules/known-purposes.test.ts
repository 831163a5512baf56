import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { decide } from '../decide.js';
import {
  about,
  brp,
  DETECTION,
  demo,
  fires,
  input,
  kwb,
  limited,
  NOW,
  operational,
  run,
  STATISTICS,
} from '../testing/asked.js';

const UNKNOWN = [
  'http://w3id.org/dpv/sector/law#CrimeDetection',
  'https://example.org/opsporing',
  'https://w3id.org/dpv#Marketing',
];
const unknownIn = (contract: Contract) =>
  decide('G0', about(contract), NOW).hits.flatMap(({ code, fields }) => (code === 'S01' ? fields : []));
const collected = (iri: string): Contract => ({ ...brp, collectionPurpose: { iri, text: 'task' } });

describe('a purpose that policy does not know is refused', () => {
  it.each(UNKNOWN)('%s as that of a contract, also where a provider excludes the known one', (iri) => {
    const asked = operational(limited('purpose', [DETECTION], 'deny'), iri);
    expect(unknownIn(asked)).toContain('purposes[0].iri');
    for (const kind of ['art89', 'same', 'assessed', 'none'] as const)
      expect(decide('G0', about({ ...asked, compatibility: { kind } }), NOW).outcome).toBe('DENY');
  });

  it.each(UNKNOWN)('%s as that of collection, also where it is the purpose itself', (iri) => {
    expect(unknownIn(collected(iri))).toEqual(['collectionPurpose.iri']);
    expect(unknownIn(operational(collected(iri), iri))).toEqual(['purposes[0].iri', 'collectionPurpose.iri']);
  });

  it.each(UNKNOWN)('%s as that of a theme', (purpose) => {
    const hits = (asked: string) =>
      decide('G4', run({ purpose: asked, inputs: [input(brp)] }), NOW).hits.flatMap(({ code, fields }) =>
        code === 'S01' ? fields : [],
      );
    expect(hits(purpose)).toEqual(['run.purpose']);
    expect(hits(STATISTICS)).toEqual([]);
  });

  it('and what data is collected for is no purpose of the lake', () => {
    for (const one of ['https://w3id.org/dpv#LegalCompliance', 'https://w3id.org/dpv#ServiceProvision']) {
      expect(unknownIn(collected(one))).toEqual([]);
      expect(unknownIn(operational(brp, one))).toEqual(['purposes[0].iri']);
    }
    expect(unknownIn(kwb)).toEqual([]);
  });
});

describe('what is for statistics only is for a statistical purpose', () => {
  const P01 = (contract: Contract) => fires('P01 DENY', 'G0', about(contract));

  it.each([
    DETECTION,
    ...UNKNOWN,
  ])('and not for %s under article 89 or the act on the statistics office', (iri) => {
    expect(P01(operational({ ...brp, compatibility: { kind: 'art89' } }, iri))).toBe(true);
    expect(P01(operational({ ...brp, restrictions: [], compatibility: { kind: 'assessed' } }, iri))).toBe(
      false,
    );
    expect(P01(operational(demo('cbs-records'), iri))).toBe(true);
  });

  it('research and policy information among them', () => {
    for (const term of ['PublicPolicyMaking', 'ResearchAndDevelopment', 'AcademicResearch'])
      expect(
        P01(operational({ ...brp, compatibility: { kind: 'art89' } }, `https://w3id.org/dpv#${term}`)),
      ).toBe(false);
  });
});
