import { describe, expect, it } from 'vitest';
import { sha256Json } from '../domain/digest.js';
import type { Role } from '../domain/names.js';
import type { Decision } from '../domain/people.js';
import { decide } from './decide.js';
import { excludedOrganisations, excludedStaff, requiredDeciders } from './deciders.js';
import type { ApprovalFacts, Facts, InputFacts, ReleaseFacts, ReviewFacts } from './facts.js';
import { ORGANISATIONS } from './organisations.js';
import { askedOf, input as bareInput, demo, NOW, risk } from './testing/asked.js';

const TABLES = 'ab'.repeat(32);
const police = demo('politie-verdachte');
const open = demo('cbs-kwb-2024');
const brp = demo('brp');
const [PROVIDER = ''] = excludedOrganisations(police);

const actor = (person: string, role: Role) => ({
  account: person,
  person,
  roles: [role],
  organisation: '00000001002220647000',
});
const decision = (person: string, as: Role, subjectHash: string): Decision => ({
  key: person,
  choice: 'approve',
  actor: actor(person, as),
  as,
  reason: 'read',
  subjectHash,
});
const decided = (
  subjectHash: string,
  deciders: readonly Role[],
  submitter = 'analyst',
  excluded: readonly string[] = [],
): Extract<ApprovalFacts, { state: 'decided' }> => ({
  state: 'decided',
  request: {
    requestId: 'r',
    subjectHash,
    deciders,
    submitter: actor(submitter, 'analyst'),
    excludedPersons: [],
    excludedOrganisations: excluded,
  },
  decisions: deciders.map((role) => decision(`a ${role}`, role, subjectHash)),
});
type Decided = ReturnType<typeof decided>;
const byStaffOf = (organisation: string, approval: Decided): Decided => ({
  ...approval,
  decisions: approval.decisions.map((one) => ({ ...one, actor: { ...one.actor, organisation } })),
});
const input = (contract: typeof police): InputFacts =>
  bareInput(contract, {
    approval: decided(
      sha256Json(contract as never),
      requiredDeciders(contract),
      'steward',
      excludedOrganisations(contract),
    ),
    lifecycle: { suspended: false, withdrawn: false },
    retention: { zone: 'curated', storedAt: NOW, legalHold: false },
    risk,
  });
/** Decided on these tables, by nobody of the staff of the providers that it rests on. */
const released = (deciders: readonly Role[], submitter = 'analyst', contracts = [police]) =>
  decided(TABLES, deciders, submitter, excludedStaff(contracts));
const release = (more: Partial<ReleaseFacts> = {}, reviews: readonly ReviewFacts[] = []): Facts => ({
  mode: 'demo',
  organisations: ORGANISATIONS,
  reviews,
  release: {
    inputs: [input(police)],
    asked: askedOf(police),
    approval: released(['output-checker', 'privacy-officer']),
    tables: TABLES,
    retention: { zone: 'result', storedAt: NOW, legalHold: false },
    levels: ['wijk'],
    promisedLevel: 'wijk',
    protection: 'safe',
    statistics: ['count'],
    columnKinds: ['dimension', 'statistic'],
    otherUnits: [],
    fewestUnits: 10,
    ...more,
  },
});
const outcome = (facts: Facts) => decide('G5', facts, NOW).outcome;
const fired = (facts: Facts) =>
  decide('G5', facts, NOW)
    .hits.filter((hit) => hit.outcome === 'DENY')
    .map(({ code }) => code);

describe('a release at G5', () => {
  it('passes where checker and privacy officer decided on these very tables', () => {
    expect(fired(release())).toEqual([]);
    expect(outcome(release())).toBe('CONDITIONS');
  });

  it.each<[string, Partial<ReleaseFacts>]>([
    ['nobody is known to have decided', { approval: undefined }],
    ['the tables are other than those decided on', { tables: 'cd'.repeat(32) }],
    ['the tables have no version', { tables: undefined }],
    ['the privacy officer was not asked about police data', { approval: released(['output-checker']) }],
    [
      'the analyst decided',
      { approval: released(['output-checker', 'privacy-officer'], 'a output-checker') },
    ],
    [
      'one of the two is missing',
      {
        approval: {
          ...released(['output-checker', 'privacy-officer']),
          decisions: [decision('a output-checker', 'output-checker', TABLES)],
        },
      },
    ],
    [
      'the staff of the provider were not kept from deciding',
      { approval: decided(TABLES, ['output-checker', 'privacy-officer']) },
    ],
    [
      'the staff of the provider of what an input was made from were not kept from deciding',
      {
        inputs: [{ ...input(police), ancestors: [brp] }],
        approval: released(['output-checker', 'privacy-officer']),
      },
    ],
    [
      'a checker works for the provider',
      { approval: byStaffOf(PROVIDER, released(['output-checker', 'privacy-officer'])) },
    ],
  ])('is denied where %s', (_why, more) => {
    expect(outcome(release(more as Partial<ReleaseFacts>))).toBe('DENY');
  });

  it('is denied where any one fact of it is lost', () => {
    const facts = release();
    const optional = ['households', 'differences'];
    for (const name of Object.keys(facts.release ?? {}).filter((one) => !optional.includes(one)))
      expect(outcome(release({ [name]: undefined })), name).toBe('DENY');
  });

  it('is denied where its run asked for another purpose, or a requester whom no source lists', () => {
    const asked = askedOf(police);
    const detecting = 'https://w3id.org/dpv/sector/law#CrimeDetection';
    expect(fired(release({ asked: { ...asked, purpose: detecting } }))).toContain('P01');
    expect(fired(release({ asked: { ...asked, requester: '00000001001172773000' } }))).toContain('X04');
  });

  it('needs one checker where every source is open, and may be asked before anybody decides', () => {
    const one = {
      inputs: [input(open)],
      asked: askedOf(open),
      approval: released(['output-checker'], 'analyst', [open]),
    };
    expect(fired(release(one))).toEqual([]);
    expect(fired(release({ approval: { state: 'pending' } }))).toEqual([]);
  });

  it.each([
    'approval',
    'lifecycle',
    'retention',
  ] as const)('is denied where the %s of an input is unknown', (fact) => {
    const { [fact]: _, ...rest } = input(police);
    expect(fired(release({ inputs: [rest as InputFacts] }))).toContain('S00');
  });

  it('is denied where a source was suspended, or its retention passed, since the run', () => {
    const lapsed = { zone: 'curated', storedAt: '2020-01-01T00:00:00.000Z', legalHold: false } as const;
    expect(fired(release({ inputs: [{ ...input(police), retention: lapsed }] }))).toContain('T01');
    const stopped = { suspended: true, withdrawn: false };
    expect(fired(release({ inputs: [{ ...input(police), lifecycle: stopped }] }))).toContain('S05');
  });
});
