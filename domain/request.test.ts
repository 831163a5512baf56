import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SluisError } from './errors.js';
import type { Role } from './names.js';
import type { Actor, Decision } from './people.js';
import {
  awaiting,
  type DecisionRequest,
  decided,
  expired,
  type RequestState,
  waitingFor,
} from './request.js';

const HASH = 'a'.repeat(64);
const actor = (person: string, roles: readonly Role[], more: Partial<Actor> = {}): Actor => ({
  account: `${person}-account`,
  person,
  roles,
  organisation: '00000001002564440000',
  ...more,
});
const request: DecisionRequest = {
  requestId: 'r1',
  subjectHash: HASH,
  deciders: ['steward', 'privacy-officer'],
  submitter: actor('p0', ['steward']),
  excludedPersons: ['p9'],
  excludedOrganisations: ['00000001812483297000'],
};
const decision = (more: Partial<Decision> = {}): Decision => ({
  key: 'k1',
  choice: 'approve',
  actor: actor('p1', ['steward']),
  as: 'steward',
  reason: 'in order',
  subjectHash: HASH,
  ...more,
});
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SluisError) return error.code;
  }
  return 'none';
};
const officer = decision({ key: 'k2', actor: actor('p2', ['privacy-officer']), as: 'privacy-officer' });

describe('a request that waits for people', () => {
  it('is approved only when each role has approved', () => {
    const half = decided(awaiting(request), decision());
    expect(half.stage).toBe('awaitingDecision');
    expect(waitingFor(half)).toEqual(['privacy-officer']);
    expect(decided(half, officer).stage).toBe('approved');
  });

  it('is rejected by one', () => {
    expect(decided(awaiting(request), { ...officer, choice: 'reject' }).stage).toBe('rejected');
  });

  it.each([
    ['the submitter', decision({ actor: actor('p0', ['steward']) }), 'FourEyes'],
    [
      'a second account of the submitter',
      decision({ actor: actor('p0', ['steward'], { account: 'other' }) }),
      'FourEyes',
    ],
    ['somebody who had a part in it', decision({ actor: actor('p9', ['steward']) }), 'FourEyes'],
    [
      'staff of the provider',
      decision({ actor: actor('p3', ['steward'], { organisation: '00000001812483297000' }) }),
      'FourEyes',
    ],
    [
      'who granted their own role',
      decision({ actor: actor('p3', ['steward'], { grantedBy: 'p3' }) }),
      'FourEyes',
    ],
    ['a role that is not asked', decision({ actor: actor('p3', ['analyst']), as: 'analyst' }), 'RoleMissing'],
    ['a role that the account lacks', decision({ actor: actor('p3', ['analyst']) }), 'RoleMissing'],
    [
      'an administrator',
      decision({ actor: actor('p3', ['administrator']), as: 'administrator' }),
      'RoleMissing',
    ],
    ['a decision on another version', decision({ subjectHash: 'b'.repeat(64) }), 'StaleHash'],
    ['a decision without a reason', decision({ reason: '  ' }), 'UsageInvalid'],
  ])('refuses %s', (_who, candidate, code) => {
    expect(codeOf(() => decided(awaiting(request), candidate))).toBe(code);
  });

  it('refuses the same person in the second role, and a second decision of one role', () => {
    const half = decided(awaiting(request), decision());
    const both = actor('p1', ['steward', 'privacy-officer']);
    expect(codeOf(() => decided(half, { ...officer, actor: both }))).toBe('FourEyes');
    expect(codeOf(() => decided(half, decision({ key: 'k3', actor: actor('p4', ['steward']) })))).toBe(
      'AlreadyDecided',
    );
  });

  it('takes the same key again as the same decision, also after it is closed', () => {
    const done = decided(decided(awaiting(request), decision()), officer);
    expect(decided(done, officer)).toBe(done);
    expect(codeOf(() => decided(done, { ...officer, key: 'k9' }))).toBe('RequestClosed');
  });

  it('refuses a key that already stands for another decision', () => {
    const half = decided(awaiting(request), decision());
    expect(codeOf(() => decided(half, decision({ choice: 'reject' })))).toBe('AlreadyDecided');
    expect(codeOf(() => decided(half, { ...officer, key: 'k1' }))).toBe('AlreadyDecided');
  });

  it('expires only while it waits', () => {
    expect(expired(awaiting(request)).stage).toBe('expired');
    const done = decided(decided(awaiting(request), decision()), officer);
    expect(expired(done).stage).toBe('approved');
  });
});

const anyDecision: fc.Arbitrary<Decision> = fc.record({
  key: fc.constantFrom('k1', 'k2', 'k3', 'k4'),
  choice: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const),
  actor: fc
    .record({
      person: fc.constantFrom('p0', 'p1', 'p2', 'p9'),
      roles: fc.subarray<Role>(['steward', 'privacy-officer', 'analyst'], { minLength: 1 }),
    })
    .map(({ person, roles }) => actor(person, roles)),
  as: fc.constantFrom<Role>('steward', 'privacy-officer', 'analyst'),
  reason: fc.constantFrom('in order', ''),
  subjectHash: fc.constantFrom(HASH, HASH, 'b'.repeat(64)),
});

describe('whatever is tried, in any order', () => {
  it('an approval rests on two persons in both roles, neither of them the submitter', () => {
    fc.assert(
      fc.property(fc.array(anyDecision, { maxLength: 12 }), (tries) => {
        const end = tries.reduce<RequestState>((state, one) => {
          try {
            return decided(state, one);
          } catch {
            return state;
          }
        }, awaiting(request));
        if (end.stage !== 'approved') return;
        const persons = new Set(end.decisions.map(({ actor: { person } }) => person));
        expect(persons.size).toBe(2);
        expect(persons.has('p0') || persons.has('p9')).toBe(false);
        expect(end.decisions.map(({ as }) => as).sort()).toEqual(['privacy-officer', 'steward']);
        expect(end.decisions.every(({ choice }) => choice === 'approve')).toBe(true);
      }),
    );
  });
});
