import { readFileSync } from 'node:fs';
import { sha256Json } from '../../domain/digest.js';
import type { Gate, Role } from '../../domain/names.js';
import type { Decision } from '../../domain/people.js';
import type { Profile, RiskReport } from '../../domain/profile.js';
import type { DecisionRequest } from '../../domain/request.js';
import type { Agreement, Contract, RestrictionKind } from '../contract.js';
import { decide } from '../decide.js';
import { REVIEW_DECIDERS } from '../deciders.js';
import type { AskedFacts, Facts, InputFacts, ReleaseFacts, RunFacts, ThemeReview } from '../facts.js';
import { ORGANISATIONS } from '../organisations.js';
import { RULES } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import { parseContract } from '../schema/parse-contract.js';

export const NOW = '2026-11-24T12:00:00.000Z';
export const demo = (id: string) =>
  parseContract(readFileSync(new URL(`../../demo/contracts/${id}.yaml`, import.meta.url), 'utf8')).contract;
export const brp = demo('brp');
export const kwb = demo('cbs-kwb-2024');
export const burglars = demo('inbrekers-den-haag');
export const tax = demo('belasting-huishouden');
export const company = demo('airbnb-amsterdam');

/** Of a hundred persons, none in a class below ten. */
export const risk: RiskReport = {
  unit: 'person',
  units: 100,
  rows: 100,
  kMin: 10,
  unitsBelowK: 0,
  shareBelowK: 0,
  uniqueUnits: 0,
  quasiIdentifiers: [],
};

export const profile: Profile = {
  rows: 100,
  parts: 1,
  shape: [],
  columns: [],
  missingColumns: [],
  unknownColumns: [],
  smallestClass: 10,
  largestClass: 1,
};
export const seen = (name: string, ...detected: Profile['columns'][number]['detected']): Profile => ({
  ...profile,
  columns: [{ name, position: 1, missing: 0, distinct: 50, invalid: 0, detected }],
});
export const about = (contract: Contract, more: Partial<Facts> = {}): Facts => ({
  mode: 'demo',
  contract,
  contractHash: sha256Json(contract as never),
  organisations: ORGANISATIONS,
  approval: { state: 'pending' },
  lifecycle: { suspended: false, withdrawn: false },
  retention: { zone: 'landing', storedAt: NOW, legalHold: false },
  profile,
  columns: [],
  ...more,
});
export const input = (contract: Contract, more: Partial<InputFacts> = {}): InputFacts => ({
  dataset: contract.sourceId,
  version: 'v',
  contract,
  ancestors: [],
  columns: [],
  restricted: false,
  lineage: 'complete',
  profile,
  curated: [],
  ...more,
});
export const permitted = brp.purposes[0];
export const run = (more: Partial<RunFacts>): Facts => ({
  mode: 'demo',
  organisations: ORGANISATIONS,
  run: {
    theme: permitted?.themes[0] ?? '',
    purpose: permitted?.iri ?? '',
    controller: permitted?.controller ?? '',
    requester: permitted?.controller ?? '',
    themeReviews: [],
    inputs: [input(brp)],
    comparedPseudonyms: [],
    linkedKeys: [],
    ...more,
  },
});
export const askedOf = ({ purposes: [first] }: Contract): AskedFacts => ({
  theme: first?.themes[0] ?? '',
  purpose: first?.iri ?? '',
  controller: first?.controller ?? '',
  requester: first?.controller ?? '',
  themeReviews: [],
  comparedPseudonyms: [],
  linkedKeys: [],
});
export const release = (more: Partial<ReleaseFacts>): Facts => ({
  mode: 'demo',
  organisations: ORGANISATIONS,
  release: {
    inputs: [input(burglars)],
    asked: askedOf(burglars),
    levels: ['land'],
    promisedLevel: 'buurt',
    protection: 'safe',
    statistics: ['count'],
    columnKinds: ['dimension', 'statistic'],
    otherUnits: [],
    fewestUnits: 10,
    ...more,
  },
});
export const agreements = (contract: Contract, change: (one: Agreement) => Agreement): Contract => ({
  ...contract,
  agreements: contract.agreements.map(change),
});
export const tag = (domain: string) => ({ domain, entityType: 'bsn', epoch: 1 });
export const ground = (article: string): Contract => ({
  ...brp,
  legalGround: brp.legalGround.map((one) => ({ ...one, article })),
});

export const approved = (contract: Contract): Facts['approval'] => {
  const subjectHash = sha256Json(contract as never);
  const actor = { account: 'a', person: 'a', roles: ['steward'], organisation: 'b' } as const;
  return {
    state: 'decided',
    request: {
      requestId: 'r',
      subjectHash,
      deciders: ['steward'],
      submitter: { ...actor, account: 'c', person: 'c' },
      excludedPersons: [],
      excludedOrganisations: contract.roles.filter(({ role }) => role === 'provider').map(({ oin }) => oin),
    },
    decisions: [{ key: 'k', choice: 'approve', actor, as: 'steward', reason: 'read', subjectHash }],
  };
};
/** How two people decided on a theme that reads what is restricted; the second does not where the first rejected. */
export const onTheme = (
  choices: readonly Decision['choice'][],
  more: Partial<DecisionRequest> = {},
): ThemeReview => {
  const subjectHash = 'ab'.repeat(32);
  const actor = (name: string, roles: readonly Role[]) =>
    ({ account: name, person: name, roles, organisation: 'b' }) as const;
  return {
    request: {
      requestId: 'run:t:1:G4',
      subjectHash,
      deciders: REVIEW_DECIDERS,
      submitter: actor('analyst', ['analyst']),
      excludedPersons: [],
      excludedOrganisations: [],
      ...more,
    },
    decisions: choices.map((choice, i) => {
      const as = REVIEW_DECIDERS[i] ?? 'steward';
      return { key: as, choice, actor: actor(as, [as]), as, reason: 'read', subjectHash };
    }),
  };
};
export const DETECTION = 'https://w3id.org/dpv/sector/law#CrimeDetection';
export const STATISTICS = 'https://w3id.org/dpv#ProvideOfficialStatistics';
/** Police data for a purpose that no permission for research carries. */
export const operational = (contract: Contract, iri = DETECTION): Contract => ({
  ...contract,
  purposes: contract.purposes.map((one) => ({ ...one, iri })),
});
export const wpg20 = {
  authorityAgreement: true,
  elements: ['1', '2', '3', '4', '5', '6'],
  purpose: 'a',
} as const;
export const cooperation = (iri = DETECTION, more: Partial<Agreement['wpg20']> = {}): Contract =>
  operational(
    agreements(burglars, (one) => ({ ...one, kind: 'wpg-20', wpg20: { ...wpg20, ...more } })),
    iri,
  );
export const incidental = operational(
  agreements(burglars, (one) => ({ ...one, kind: 'wpg-19', wpg19: { purpose: 'b' } })),
);
export const partnership = (more: Record<string, unknown>): Contract =>
  agreements(brp, (one) => ({
    ...one,
    kind: 'wgs',
    wgsPartnership: 'RIEC',
    wgsModel: { validated: true, selfLearning: false },
    ...more,
  }));
export type Effect = Contract['restrictions'][number]['effect'];
export const limited = (kind: RestrictionKind, values: readonly string[], effect: Effect): Contract => ({
  ...brp,
  restrictions: [{ id: 'agreed', kind, effect, values, reason: 'agreed' }],
});
/** Both effects of one kind of restriction: a value that meets what is asked, and one that does not. */
export function restrictionCases(
  code: string,
  kind: RestrictionKind,
  facts: (values: readonly string[], effect: Effect) => Facts,
  [meets, misses]: readonly [string, string],
): Record<string, readonly [Gate, Facts, Facts]> {
  const gate = kind === 'purpose' ? 'G0' : kind === 'granularity' ? 'G5' : 'G4';
  const nth = kind === 'theme' || kind === 'combine' ? '' : ' 2';
  return {
    [`${code} DENY${nth}`]: [gate, facts([meets], 'deny'), facts([misses], 'deny')],
    [`${code} REVIEW`]: [gate, facts([meets], 'require-approval'), facts([misses], 'require-approval')],
  };
}

/** A row by code and outcome, numbered where a code has more than one row of that outcome. */
export const rows = new Map<string, Rule>();
for (const rule of RULES) {
  const name = `${rule.code} ${rule.outcome}`;
  const before = RULES.slice(0, RULES.indexOf(rule)).filter(
    ({ code, outcome }) => `${code} ${outcome}` === name,
  ).length;
  rows.set(before > 0 ? `${name} ${before + 1}` : name, rule);
}
/** Whether this row fires, asked alone. */
export const fires = (row: string, gate: Gate, facts: Facts) => {
  const rule = rows.get(row);
  if (!rule) throw new Error('no such row');
  return decide(gate, facts, NOW, [rule]).hits.some(({ code }) => code === rule.code);
};
