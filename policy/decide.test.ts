import { describe, expect, it } from 'vitest';
import { sha256Json } from '../domain/digest.js';
import type { GATES } from '../domain/names.js';
import type { Actor, Decision } from '../domain/people.js';
import type { Profile } from '../domain/profile.js';
import type { Contract } from './contract.js';
import { decide } from './decide.js';
import { excludedOrganisations, requiredDeciders } from './deciders.js';
import type { Facts, InputFacts } from './facts.js';
import { ORGANISATIONS } from './organisations.js';
import { demo, NOW, risk } from './testing/asked.js';

/** Facts as a fresh, duly approved delivery of the contract would have them. */
function factsOf(contract: Contract, more: Partial<Facts> = {}): Facts {
  const contractHash = sha256Json(contract as never);
  return {
    mode: 'demo',
    contract,
    contractHash,
    organisations: ORGANISATIONS,
    approval: approved(contract, contractHash),
    lifecycle: { suspended: false, withdrawn: false },
    retention: { zone: 'landing', storedAt: NOW, legalHold: false },
    profile: cleanProfile(contract),
    ...more,
  };
}

const person = (name: string, role: Actor['roles'][number]): Actor => ({
  account: name,
  person: name,
  roles: [role],
  organisation: '00000001002220647000',
});

function approved(contract: Contract, subjectHash: string): Facts['approval'] {
  const deciders = requiredDeciders(contract);
  const decisions = deciders.map((role): Decision => {
    return {
      key: role,
      choice: 'approve',
      actor: person(role, role),
      as: role,
      reason: 'in order',
      subjectHash,
    };
  });
  const request = {
    requestId: 'r1',
    subjectHash,
    deciders,
    submitter: person('submitter', 'steward'),
    excludedPersons: [],
    excludedOrganisations: excludedOrganisations(contract),
  };
  return { state: 'decided', request, decisions };
}

const inputOf = (contract: Contract, ancestors: readonly Contract[] = []): InputFacts => ({
  dataset: contract.sourceId,
  version: 'v',
  contract,
  ancestors,
  columns: [],
  restricted: false,
  lineage: 'complete',
  approval: approved(contract, sha256Json(contract as never)),
  lifecycle: { suspended: false, withdrawn: false },
  retention: { zone: 'curated', storedAt: NOW, legalHold: false },
  profile: cleanProfile(contract),
  curated: [],
  risk,
});

/** A run of what the contract's first purpose permits. */
function runFactsOf(contract: Contract): Facts {
  const [first] = contract.purposes;
  const [theme, controller] = [first?.themes[0] ?? '', first?.controller ?? ''];
  const run = { theme, purpose: first?.iri ?? '', controller, requester: controller, themeReviews: [] };
  const inputs = [inputOf(contract)];
  return {
    mode: 'demo',
    organisations: ORGANISATIONS,
    run: { ...run, inputs, comparedPseudonyms: [], linkedKeys: [] },
  };
}

/** The same people, deciding on another version. */
function approvalOf({ approval }: Facts, subjectHash: string): Facts['approval'] {
  if (approval?.state !== 'decided') return approval;
  const decisions = approval.decisions.map((decision) => ({ ...decision, subjectHash }));
  return { state: 'decided', request: { ...approval.request, subjectHash }, decisions };
}

function cleanProfile(contract: Contract): Profile {
  const columns = contract.fields.map(({ name }, index) => {
    return { name, position: index + 1, missing: 0, distinct: 10, invalid: 0, detected: [] };
  });
  return {
    rows: 100,
    parts: 1,
    shape: [],
    columns,
    missingColumns: [],
    unknownColumns: [],
    smallestClass: 10,
    largestClass: 1,
  };
}

const codes = (gate: (typeof GATES)[number], facts: Facts) =>
  decide(gate, facts, NOW)
    .hits.filter(({ outcome }) => outcome !== 'CONDITIONS')
    .map(({ code }) => code);
const pending = { approval: { state: 'pending' } } as const;

describe('the worked cases', () => {
  it('(a) KWB 2024 is allowed', () => {
    expect(decide('G0', factsOf(demo('cbs-kwb-2024'), pending), NOW).outcome).toBe('ALLOW');
    expect(decide('G1', factsOf(demo('cbs-kwb-2024')), NOW).outcome).toBe('ALLOW');
  });

  it('(b) the burglars may land under wpg-22, and people judge the question of origin', () => {
    const facts = factsOf(demo('inbrekers-den-haag'));
    expect(codes('G0', { ...facts, ...pending })).toEqual([]);
    const verdict = decide('G1', facts, NOW);
    expect(verdict.outcome).toBe('REVIEW');
    expect(verdict.fictitious).toBe(true);
    expect(codes('G1', facts)).toEqual(['C01']);
  });

  it('(c) the same file for detecting criminal behaviour is refused', () => {
    const contract = demo('inbrekers-den-haag');
    const iri = 'https://w3id.org/dpv/sector/law#CriminalBehaviourDetection';
    const purposes = contract.purposes.map((purpose) => ({ ...purpose, iri }));
    const found = codes('G0', factsOf({ ...contract, purposes }, pending));
    expect(found).toEqual(expect.arrayContaining(['P01', 'W09']));
  });

  it('(d) a company without agreement and basis is refused by S04 and L05', () => {
    expect(codes('G0', factsOf(demo('airbnb-amsterdam'), pending))).toEqual(['S04', 'L05']);
  });

  it('(e) tax data under a covenant only is refused by W05, with a regulation that names body, task, data it is not', () => {
    expect(codes('G0', factsOf(demo('belasting-huishouden-convenant'), pending))).toEqual(['W05']);
    expect(codes('G0', factsOf(demo('belasting-huishouden'), pending))).toEqual([]);
  });

  it('(f) record-level data of Statistics Netherlands is refused by W06', () => {
    expect(codes('G0', factsOf(demo('cbs-records'), pending))).toEqual(['W06']);
  });

  it('(k) burglars declared as no personal data about areas are not believed', () => {
    const contract: Contract = { ...demo('inbrekers-den-haag'), personalData: false, recordUnit: 'area' };
    const profile = cleanProfile(contract);
    const seen = profile.columns.map((column, i) =>
      i === 0 ? { ...column, detected: ['person-key' as const] } : column,
    );
    expect(codes('G1', factsOf(contract, { profile: { ...profile, columns: seen } }))).toContain('L01');
    const found = { ...profile, columns: seen };
    const risk = { unit: 'person', units: 290, rows: 548, kMin: 1, unitsBelowK: 290 } as never;
    expect(
      codes(
        'G3',
        factsOf(contract, {
          profile: found,
          risk: { ...(risk as object), quasiIdentifiers: ['a'] } as never,
        }),
      ),
    ).toContain('K01');
    expect(codes('G3', factsOf(contract, { profile: found, risk: undefined }))).toContain('S00');
  });

  it('(l) police records declared under the GDPR only are refused by R01', () => {
    const contract: Contract = { ...demo('inbrekers-den-haag'), regimes: ['AVG'] };
    expect(codes('G0', factsOf(contract, pending))).toContain('R01');
  });

  it('(g) prices that may not meet police data do not, through a derived table either', () => {
    const brp = demo('brp');
    const noPolice = { id: 'a', kind: 'combine', effect: 'deny', values: ['WPG'], reason: 'agreed' } as const;
    const prices: Contract = { ...brp, restrictions: [noPolice] };
    const [asked] = brp.purposes;
    const runOf = (ancestors: readonly Contract[]): Facts => ({
      mode: 'demo',
      organisations: ORGANISATIONS,
      run: {
        theme: asked?.themes[0] ?? '',
        purpose: asked?.iri ?? '',
        controller: asked?.controller ?? '',
        requester: asked?.controller ?? '',
        themeReviews: [],
        inputs: [inputOf(demo('cbs-kwb-2024'), ancestors), inputOf(demo('politie-verdachte'))],
        comparedPseudonyms: [],
        linkedKeys: [],
      },
    });
    expect(codes('G4', runOf([prices]))).toContain('X02');
    expect(codes('G4', runOf([]))).not.toContain('X02');
  });

  it('(h) an agreement that ends between G2 and G4 stops the run at G4', () => {
    const contract = demo('brp');
    const agreements = contract.agreements.map((one) => ({ ...one, validUntil: '2026-11-24' }));
    const ending: Contract = { ...contract, agreements };
    const at = (gate: 'G2' | 'G4', now: string) => {
      const facts = gate === 'G2' ? factsOf(ending) : runFactsOf(ending);
      return decide(gate, facts, now).hits.map(({ code }) => code);
    };
    expect(at('G2', NOW)).not.toContain('S03');
    expect(at('G4', NOW)).not.toContain('S03');
    expect(at('G4', '2026-11-25T12:00:00.000Z')).toContain('S03');
  });

  it('(m) a run over nothing permits nothing', () => {
    const run = { theme: 't', purpose: 'p', controller: 'c', requester: 'q', themeReviews: [] };
    const facts: Facts = {
      mode: 'demo',
      organisations: ORGANISATIONS,
      run: { ...run, inputs: [], comparedPseudonyms: [], linkedKeys: [] },
    };
    expect(decide('G4', facts, NOW).outcome).toBe('DENY');
  });

  it('a source of bsn, and one of suspects, may land once approved', () => {
    for (const id of ['brp', 'politie-verdachte'])
      expect(codes('G0', factsOf(demo(id), pending))).toEqual([]);
  });
});

describe('deny by default', () => {
  it('losing any one member of the contract never leaves it allowed', () => {
    const facts = factsOf(demo('cbs-kwb-2024'));
    for (const name of Object.keys(facts.contract ?? {})) {
      const rest = Object.fromEntries(Object.entries(facts.contract ?? {}).filter(([key]) => key !== name));
      const contract = rest as unknown as Contract;
      const contractHash = sha256Json(contract as never);
      if (['registerUri', 'assessment', 'dpia', 'geography', 'period'].includes(name)) continue;
      const approval = approvalOf(facts, contractHash);
      const { outcome, hits } = decide('G1', { ...facts, contract, contractHash, approval }, NOW);
      expect(hits.flatMap(({ code, fields }) => (code === 'S01' ? fields : []))).toContain(name);
      expect(outcome, name).toBe('DENY');
    }
  });

  it('an approval of another version, or by one person twice, is no approval', () => {
    const contract = demo('inbrekers-den-haag');
    const other = approved(contract, 'f'.repeat(64));
    expect(codes('G1', factsOf(contract, { approval: other }))).toContain('S02');
    const good = factsOf(contract).approval;
    if (good?.state !== 'decided') throw new Error('the fixture is approved');
    const twice = good.decisions.map((decision) => ({
      ...decision,
      actor: { ...decision.actor, person: 'same' },
    }));
    expect(codes('G1', factsOf(contract, { approval: { ...good, decisions: twice } }))).toContain('S02');
    expect(
      codes('G1', factsOf(contract, { approval: { ...good, decisions: good.decisions.slice(1) } })),
    ).toContain('S02');
  });
});
