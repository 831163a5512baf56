import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from '../decide.js';
import type { Facts, ReleaseFacts, RunFacts } from '../facts.js';
import { ORGANISATIONS } from '../organisations.js';
import { parseContract, parseLinkageDomain } from '../schema/parse-contract.js';

const NOW = '2026-11-24T12:00:00.000Z';
const textOf = (path: string) => readFileSync(new URL(`../../demo/${path}`, import.meta.url), 'utf8');
const { linkage: domain } = parseLinkageDomain(textOf('linkage-domains/instroom-drugs.yaml'));
const { contract } = parseContract(textOf('contracts/brp.yaml'));
const tag = { domain: domain.id, entityType: 'bsn', epoch: 1 };

function firesX05(mode: Facts['mode'], linkage: RunFacts['linkage'], more: Partial<RunFacts> = {}): boolean {
  const run: RunFacts = {
    theme: 'instroom-drugs',
    purpose: domain.purpose,
    controller: domain.controllers[0] ?? '',
    requester: domain.controllers[0] ?? '',
    themeReviews: [],
    inputs: [
      {
        dataset: 'brp',
        version: 'v',
        contract,
        ancestors: [],
        columns: ['person'],
        restricted: false,
        lineage: 'complete',
      },
    ],
    comparedPseudonyms: [[tag, tag]],
    linkedKeys: [tag.entityType],
    ...(linkage ? { linkage } : {}),
    ...more,
  };
  const { inputs, ...asked } = run;
  const known = { mode, organisations: ORGANISATIONS };
  const release = { inputs, asked } as unknown as ReleaseFacts;
  const [atRun, atRelease] = [
    decide('G4', { ...known, run }, NOW),
    decide('G5', { ...known, release }, NOW),
  ].map(({ hits }) => hits.some(({ code }) => code === 'X05'));
  // The release of a run is judged as the run was.
  expect(atRelease).toBe(atRun);
  return atRun === true;
}

describe('persons of two providers', () => {
  it('are linked within a domain that two decided on, and without one never', () => {
    expect(firesX05('demo', { domain, approvedByTwo: true })).toBe(false);
    expect(firesX05('demo', { domain, approvedByTwo: false })).toBe(true);
    expect(firesX05('demo', undefined)).toBe(true);
  });

  it('are not linked within a fictitious domain outside the demo, nor after it has ended or beyond its sources', () => {
    expect(firesX05('production', { domain, approvedByTwo: true })).toBe(true);
    expect(firesX05('production', { domain: { ...domain, fictitious: false }, approvedByTwo: true })).toBe(
      false,
    );
    const ended = { ...domain, validity: { from: '2024-01-01', until: '2026-11-23' } };
    expect(firesX05('demo', { domain: ended, approvedByTwo: true })).toBe(true);
    const others = { ...domain, sources: domain.sources.filter(({ sourceId }) => sourceId !== 'brp') };
    expect(firesX05('demo', { domain: others, approvedByTwo: true })).toBe(true);
  });

  it('are compared by pseudonyms of that very domain, of types that it names, for its controllers', () => {
    const linkage = { domain, approvedByTwo: true };
    const pairOf = (change: object): Partial<RunFacts> => {
      const other = { ...tag, ...change };
      return { comparedPseudonyms: [[other, other]] };
    };
    expect(firesX05('demo', linkage, pairOf({}))).toBe(false);
    expect(firesX05('demo', linkage, pairOf({ domain: 'another-domain' }))).toBe(true);
    expect(firesX05('demo', linkage, pairOf({ entityType: 'kvk' }))).toBe(true);
    expect(firesX05('demo', linkage, { controller: '00000001002564440000' })).toBe(true);
  });

  it('are not linked where a source is not for the domain, or its provider has not consented in it', () => {
    const input = (more: object) => ({
      dataset: 'brp',
      version: 'v',
      contract: { ...contract, ...more },
      ancestors: [],
    });
    const inputs = (more: object) => ({ inputs: [input(more)] }) as unknown as Partial<RunFacts>;
    const linkage = { domain, approvedByTwo: true };
    expect(firesX05('demo', linkage, inputs({}))).toBe(false);
    expect(firesX05('demo', linkage, inputs({ linkageDomains: [] }))).toBe(true);
    const sources = domain.sources.map((one) => ({ ...one, provider: '00000001002564440000' }));
    expect(firesX05('demo', { domain: { ...domain, sources }, approvedByTwo: true })).toBe(true);
    const silent = domain.sources.map((one) => ({ ...one, consent: ' ' }));
    expect(firesX05('demo', { domain: { ...domain, sources: silent }, approvedByTwo: true })).toBe(true);
  });

  it('are not linked where one of the providers of a source has not consented', () => {
    const bank = '00000003999999990002';
    const roles = [...contract.roles, { oin: bank, role: 'provider', zones: [] }];
    const inputs = [{ dataset: 'brp', version: 'v', contract: { ...contract, roles }, ancestors: [] }];
    const more = { inputs } as unknown as Partial<RunFacts>;
    expect(firesX05('demo', { domain, approvedByTwo: true }, more)).toBe(true);
    const sources = [...domain.sources, { sourceId: 'brp', provider: bank, consent: 'urn:example:consent' }];
    expect(firesX05('demo', { domain: { ...domain, sources }, approvedByTwo: true }, more)).toBe(false);
  });
});
