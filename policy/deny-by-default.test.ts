import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Json } from '../domain/digest.js';
import { GATES, type Gate } from '../domain/names.js';
import type { Decision } from '../domain/people.js';
import { OUTCOMES } from '../domain/verdict.js';
import type { Contract } from './contract.js';
import { decide } from './decide.js';
import { excludedOrganisations, releaseDeciders, requiredDeciders } from './deciders.js';
import type { ApprovalFacts, Facts, InputFacts } from './facts.js';
import { RULES } from './rules/index.js';
import {
  about,
  askedOf,
  brp,
  company,
  demo,
  input,
  kwb,
  NOW,
  profile,
  release,
  risk,
  run,
  tax,
} from './testing/asked.js';

const ZONES = { G0: 'landing', G1: 'landing', G2: 'landing', G3: 'pseudonymised' } as const;
const keptIn = (zone: keyof Contract['retention']) => ({ zone, storedAt: NOW, legalHold: false });
const lifecycle = { suspended: false, withdrawn: false };

function decidedBy(
  roles: readonly Decision['as'][],
  subjectHash: string,
  excluded: readonly string[],
): ApprovalFacts {
  const actor = (name: string) => ({
    account: name,
    person: name,
    roles: [...roles],
    organisation: '00000001002220647000',
  });
  return {
    state: 'decided',
    request: {
      requestId: 'r',
      subjectHash,
      deciders: roles,
      submitter: actor('submitter'),
      excludedPersons: [],
      excludedOrganisations: excluded,
    },
    decisions: roles.map((role) => ({
      key: role,
      choice: 'approve',
      actor: actor(role),
      as: role,
      reason: 'read',
      subjectHash,
    })),
  };
}
const approvalOf = (contract: Contract) =>
  decidedBy(requiredDeciders(contract), sha256Json(contract as never), excludedOrganisations(contract));
const wholeInput = (contract: Contract): InputFacts =>
  input(contract, { approval: approvalOf(contract), lifecycle, retention: keptIn('curated'), profile, risk });

/** Everything that a gate knows of a source that it lets through. */
function whole(gate: Gate, contract: Contract): Facts {
  if (gate === 'G4') return run({ ...askedOf(contract), inputs: [wholeInput(contract)] });
  if (gate !== 'G5')
    return about(contract, {
      approval: approvalOf(contract),
      lifecycle,
      retention: keptIn(ZONES[gate]),
      profile,
      risk,
    });
  const tables = 'ab'.repeat(32);
  return release({
    inputs: [wholeInput(contract)],
    asked: askedOf(contract),
    approval: decidedBy(releaseDeciders([contract]), tables, excludedOrganisations(contract)),
    tables,
    retention: keptIn('result'),
    levels: ['gemeente'],
    promisedLevel: 'gemeente',
  });
}

/** What gates do not need: what they ask for themselves, and what is not theirs. */
const FREE: Readonly<Record<Gate, RegExp>> = {
  G0: /^(lifecycle|retention|profile|risk|columns)/,
  G1: /^(risk|columns)/,
  G2: /^(risk|columns)/,
  G3: /^$/,
  G4: /^$/,
  G5: /^$/,
};
const BRANCHES =
  /^(lifecycle|retention|approval|profile|run|release)$|(inputs|inputs\.0|asked|retention|lifecycle|approval|profile)$/;

function paths(value: object, above = ''): readonly string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = `${above}${name}`;
    const deeper =
      typeof inner === 'object' && inner !== null && BRANCHES.test(path) ? paths(inner, `${path}.`) : [];
    return [path, ...deeper];
  });
}

function lacking(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (Array.isArray(value))
    return value.flatMap((item, i) =>
      String(i) !== first ? [item] : rest.length > 0 ? [lacking(item, rest)] : [],
    );
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.flatMap(([name, inner]) =>
      name !== first ? [[name, inner]] : rest.length > 0 ? [[name, lacking(inner, rest)]] : [],
    ),
  );
}

const SOURCES = [
  ['an open source', kwb],
  ['a source about persons', brp],
  ['a source of police data', demo('politie-verdachte')],
  ['a source of judicial data', demo('om-vonnis')],
  ['a source under tax secrecy', tax],
  ['a company', demo('hypotheek')],
] as const;
const EVERY = SOURCES.flatMap(([name, contract]) => GATES.map((gate) => [gate, name, contract] as const));

describe('deny by default', () => {
  it.each(GATES)('%s denies when nothing is known', (gate) => {
    expect(decide(gate, {}, NOW).outcome).toBe('DENY');
  });

  it.each(EVERY)('%s of %s: losing any one fact is a refusal', (gate, _, contract) => {
    const facts = whole(gate, contract);
    expect(['ALLOW', 'CONDITIONS']).toContain(decide(gate, facts, NOW).outcome);
    const needed = paths(facts).filter(
      (path) =>
        !FREE[gate].test(path) &&
        !(path.endsWith('risk') && !contract.personalData) &&
        !(path.endsWith('largestClass') && contract.recordUnit !== 'area'),
    );
    expect(needed.length).toBeGreaterThan(4);
    for (const path of needed) {
      const rest = lacking(facts, path.split('.')) as Facts;
      expect(decide(gate, rest, NOW).outcome, path).toBe('DENY');
    }
  });

  it('another rule never turns a refusal into an allowance, at any gate', () => {
    const contract = fc.constantFrom<Contract>(brp, kwb, company, tax, demo('cbs-records'));
    fc.assert(
      fc.property(
        contract,
        fc.constantFrom(...GATES),
        fc.subarray([...RULES]),
        fc.constantFrom(...RULES),
        (one, gate, some, more) => {
          const facts = whole(gate, one);
          const rank = (rules: typeof some) => OUTCOMES.indexOf(decide(gate, facts, NOW, rules).outcome);
          expect(rank([...some, more])).toBeGreaterThanOrEqual(rank(some));
        },
      ),
      { numRuns: 60 },
    );
  });
});
