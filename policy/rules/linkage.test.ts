import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from '../decide.js';
import type { Facts, RunFacts } from '../facts.js';
import { ORGANISATIONS } from '../organisations.js';
import { parseContract, parseLinkageDomain } from '../schema/parse-contract.js';

const NOW = '2026-11-24T12:00:00.000Z';
const textOf = (path: string) => readFileSync(new URL(`../../demo/${path}`, import.meta.url), 'utf8');
const { linkage: domain } = parseLinkageDomain(textOf('linkage-domains/instroom-drugs.yaml'));
const { contract } = parseContract(textOf('contracts/brp.yaml'));
const tag = { domain: domain.id, entityType: 'bsn', epoch: 1 };

function firesX05(mode: Facts['mode'], linkage: RunFacts['linkage']): boolean {
  const run: RunFacts = {
    theme: 'instroom-drugs',
    purpose: domain.purpose,
    controller: domain.controllers[0] ?? '',
    requester: domain.controllers[0] ?? '',
    approvedTheme: true,
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
    ...(linkage ? { linkage } : {}),
  };
  const { hits } = decide('G4', { mode, organisations: ORGANISATIONS, run }, NOW);
  return hits.some(({ code }) => code === 'X05');
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
});
