import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256Json } from '../domain/digest.js';
import { ROLES, type Role } from '../domain/names.js';
import type { Decision } from '../domain/people.js';
import type { DecisionRequest } from '../domain/request.js';
import { type Act, roleFor, WHO_MAY } from '../domain/who-may.js';
import { decide } from './decide.js';
import type { Facts } from './facts.js';
import { liftingDeciders, mayLift } from './measures.js';
import { ORGANISATIONS } from './organisations.js';
import { parseContract } from './schema/parse-contract.js';

const HASH = 'ab'.repeat(32);
const actor = (person: string, role: Role, organisation = 'city') => ({
  account: person,
  person,
  roles: [role],
  organisation,
});
const asked = (submitter: string, deciders: readonly Role[]): DecisionRequest => ({
  requestId: 'resume:bag:1',
  subjectHash: HASH,
  deciders,
  submitter: actor(submitter, 'steward'),
  excludedPersons: [],
  excludedOrganisations: ['provider'],
});
const approval = (person: string, as: Role, more: Partial<Decision> = {}): Decision => ({
  key: person,
  choice: 'approve',
  actor: actor(person, as),
  as,
  reason: 'settled',
  subjectHash: HASH,
  ...more,
});

describe('who may begin what', () => {
  it.each<[Act, readonly Role[]]>([
    ['submit', ['steward']],
    ['deliver', ['provider', 'steward']],
    ['run', ['analyst']],
    ['release', ['analyst']],
    ['suspend', ROLES],
    ['withdraw', ['provider', 'steward', 'privacy-officer']],
    ['hold', ['steward', 'privacy-officer', 'fg', 'auditor']],
    ['lift', ['steward', 'privacy-officer']],
  ])('%s: %j', (act, allowed) => {
    const may = ROLES.filter((role) => {
      try {
        return roleFor(act, [role]) === role;
      } catch (error) {
        expect(error).toMatchObject({ code: 'RoleMissing' });
        return false;
      }
    });
    expect(new Set(may)).toEqual(new Set(allowed));
    expect(() => roleFor(act, [])).toThrow(WHO_MAY[act].what);
  });
});

describe('lifting a suspension or a legal hold', () => {
  it.each<[string, Role, DecisionRequest, readonly Decision[], boolean]>([
    [
      'two persons in two roles',
      'steward',
      asked('a', ['privacy-officer']),
      [approval('b', 'privacy-officer')],
      true,
    ],
    ['the other way round', 'privacy-officer', asked('a', ['steward']), [approval('b', 'steward')], true],
    ['nobody decided', 'steward', asked('a', ['privacy-officer']), [], false],
    [
      'who asked decided too',
      'steward',
      asked('a', ['privacy-officer']),
      [approval('a', 'privacy-officer')],
      false,
    ],
    [
      'two stewards, and no privacy officer',
      'steward',
      asked('a', ['steward']),
      [approval('b', 'steward')],
      false,
    ],
    [
      'the request chose its own decider',
      'steward',
      asked('a', ['analyst']),
      [approval('b', 'analyst')],
      false,
    ],
    ['somebody asked who may not', 'analyst', asked('a', ['steward']), [approval('b', 'steward')], false],
    [
      'the provider decided',
      'steward',
      asked('a', ['privacy-officer']),
      [approval('b', 'privacy-officer', { actor: actor('b', 'privacy-officer', 'provider') })],
      false,
    ],
    [
      'the decision was about other measures',
      'steward',
      asked('a', ['privacy-officer']),
      [approval('b', 'privacy-officer', { subjectHash: 'cd'.repeat(32) })],
      false,
    ],
    [
      'it was rejected',
      'steward',
      asked('a', ['privacy-officer']),
      [approval('b', 'privacy-officer', { choice: 'reject' })],
      false,
    ],
  ])('%s', (_case, askedAs, request, decisions, lifts) => {
    expect(mayLift(askedAs, request, decisions)).toBe(lifts);
  });

  it('never waits for the role of who asks', () => {
    for (const role of WHO_MAY.lift.roles) expect(liftingDeciders(role)).not.toContain(role);
  });
});

describe('a suspended source, and a withdrawn version', () => {
  const path = new URL('../demo/contracts/cbs-kwb-2024.yaml', import.meta.url);
  const { contract } = parseContract(readFileSync(path, 'utf8'));
  const facts = (lifecycle: Facts['lifecycle'], approved: Facts['approval']): Facts => ({
    mode: 'demo',
    organisations: ORGANISATIONS,
    contract,
    contractHash: sha256Json(contract as never),
    ...(approved ? { approval: approved } : {}),
    ...(lifecycle ? { lifecycle } : {}),
  });
  const stops = (given: Facts) =>
    decide('G0', given, '2026-11-24T12:00:00.000Z').hits.some(({ code }) => code === 'S05');
  const pending = { state: 'pending' } as const;

  it.each([
    [
      'a new version may be submitted while the source is suspended',
      { suspended: true, withdrawn: false },
      false,
    ],
    ['a withdrawn version may not be submitted again', { suspended: false, withdrawn: true }, true],
    ['a first submission knows of no life', undefined, false],
  ])('%s', (_what, lifecycle, is) => {
    expect(stops(facts(lifecycle, pending))).toBe(is);
  });

  it('lets nothing in under a suspension, whatever was approved', () => {
    const decided = { state: 'decided', request: asked('a', ['steward']), decisions: [] } as const;
    expect(stops(facts({ suspended: true, withdrawn: false }, decided))).toBe(true);
  });
});
