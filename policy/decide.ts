import type { Json } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';
import type { Gate } from '../domain/names.js';
import type { Profile } from '../domain/profile.js';
import { type Hit, type Verdict, worst } from '../domain/verdict.js';
import { isAboutPersons } from './about-persons.js';
import type { Contract } from './contract.js';
import { amsterdamDay } from './dates.js';
import type { KeptZone } from './derived.js';
import type { AskedFacts, Facts, InputFacts, ReleaseFacts, ReviewFacts } from './facts.js';
import { cite } from './law/cite.js';
import { organisationOf } from './organisations.js';
import { POLICY_DIGEST } from './policy-digest.js';
import { RULES } from './rules/index.js';
import { type Asked, inputsOf, type Rule } from './rules/rule.js';
import { isApproved } from './rules/submission.js';
import { cameUnasked } from './unasked.js';

/** What a gate must know before it can allow anything. */
const REQUIRED: Readonly<Record<Gate, readonly (keyof Facts)[]>> = {
  G0: ['mode', 'contract', 'contractHash', 'organisations', 'approval'],
  G1: ['mode', 'contract', 'contractHash', 'organisations', 'approval', 'lifecycle', 'retention', 'profile'],
  G2: ['mode', 'contract', 'contractHash', 'organisations', 'approval', 'lifecycle', 'retention', 'profile'],
  G3: [
    'mode',
    'contract',
    'contractHash',
    'organisations',
    'approval',
    'lifecycle',
    'retention',
    'profile',
    'columns',
  ],
  G4: ['mode', 'organisations', 'run'],
  G5: ['mode', 'organisations', 'release'],
};

/** What must be known of each dataset that a run or release rests on. */
const STANDING = [
  'dataset',
  'version',
  'contract',
  'ancestors',
  'columns',
  'restricted',
  'lineage',
  'approval',
  'lifecycle',
  'retention',
  'profile',
  'curated',
] as const;

/** What must be known of a landed file. */
const OF_PROFILE = [
  'rows',
  'parts',
  'shape',
  'columns',
  'missingColumns',
  'unknownColumns',
  'smallestClass',
] as const satisfies readonly (keyof Profile)[];

/** The zone whose retention counts, by gate; at G4 and G5 that of each input, and at G5 that of the result besides. */
const ZONE_OF: Readonly<Record<Gate, KeptZone>> = {
  G0: 'landing',
  G1: 'landing',
  G2: 'landing',
  G3: 'pseudonymised',
  G4: 'curated',
  G5: 'curated',
};

/**
 * What must be known of what is asked for, and of a release; the linkage domain, households and differences are asked for
 * by their own rules.
 */
const OF_ASKED = [
  'theme',
  'purpose',
  'controller',
  'requester',
  'themeReviews',
  'comparedPseudonyms',
  'linkedKeys',
] as const satisfies readonly (keyof AskedFacts)[];
const OF_RELEASE = [
  'asked',
  'inputs',
  'approval',
  'retention',
  'levels',
  'promisedLevel',
  'protection',
  'statistics',
  'columnKinds',
  'otherUnits',
  'fewestUnits',
] as const;

/**
 * The verdict of one gate over plain facts: all rules are asked, the worst answer counts, and what is unknown is DENY.
 * Pure: the same facts and the same instant give the same verdict, in the command line, in a preview and in a gate.
 *
 * @param now instant in UTC, ISO 8601
 */
export function decide(gate: Gate, facts: Facts, now: string, rules: readonly Rule[] = RULES): Verdict {
  const found = [
    ...unknownFacts(gate, facts),
    ...asked(gate, facts, now).flatMap((question) => ask(question, rules)),
  ];
  // What is of the run or release is found with each of its inputs, and said once.
  const hits = [...new Map(found.map((hit) => [JSON.stringify(hit), hit])).values()];
  const isUnasked = cameUnasked(gate, hits, facts);
  return {
    gate,
    outcome: worst(hits.map(({ outcome }) => outcome)),
    hits,
    askedAt: now,
    factsHash: sha256Json(facts as Json),
    policyHash: POLICY_DIGEST,
    fictitious: contractsOf(facts).some(
      ({ agreements }) => Array.isArray(agreements) && agreements.some((one) => one?.fictitious === true),
    ),
    ...(isUnasked ? { unasked: true } : {}),
  };
}

function contractsOf(facts: Facts) {
  const own = facts.contract ? [facts.contract] : [];
  return [
    ...own,
    ...inputsOf(facts).flatMap(({ contract, ancestors = [] }) => (contract ? [contract, ...ancestors] : [])),
  ];
}

/** One question a contract: at G4 and G5 every input and ancestor is asked again with the clock of the moment. */
function asked(gate: Gate, facts: Facts, now: string): readonly Asked[] {
  const day = amsterdamDay(now);
  if (gate !== 'G4' && gate !== 'G5') {
    return facts.contract ? [{ gate, facts, contract: facts.contract, day }] : [];
  }
  return inputsOf(facts).flatMap((input) => {
    const { contract, ancestors = [], approval, lifecycle, retention, earlierDeliveries } = input;
    if (!contract) return [];
    const { profile, risk, curated: columns } = input;
    const found = { profile, risk, columns, earlierDeliveries };
    const contractHash = hashOf(contract);
    const standing = { ...facts, ...found, contract, contractHash, approval, lifecycle, retention };
    const own: Asked = { gate, facts: standing as Facts, contract, day };
    const others = ancestors.map(
      (ancestor): Asked => ({
        gate,
        facts: { ...facts, retention } as Facts,
        contract: ancestor,
        day,
        isAncestor: true,
      }),
    );
    return [own, ...others];
  });
}

function hashOf(contract: Contract): string {
  return sha256Json(contract as unknown as Json);
}

function unknownFacts(gate: Gate, facts: Facts): readonly Hit[] {
  const { run, release, contract } = facts;
  const missing = [
    ...REQUIRED[gate].filter((name) => facts[name] === undefined),
    ...(gate === 'G3' && needsRisk(contract, facts) ? ['risk'] : []),
    ...(contract && facts.contractHash !== hashOf(contract) ? ['contractHash'] : []),
    ...ofAnotherZone(ZONE_OF[gate], facts.retention, ''),
    ...(facts.profile ? unknownOfProfile(contract, facts.profile, '') : []),
    ...(run ? [...without(run, OF_ASKED, 'run.'), ...unknownOfInputs(gate, run.inputs)] : []),
    ...(release ? unknownOfRelease(gate, release) : []),
    ...strangers(facts),
  ];
  return missing.length === 0 ? [] : [{ ...UNKNOWN, fields: [...new Set(missing)] }];
}

function unknownOfRelease(gate: Gate, release: ReleaseFacts): readonly string[] {
  return [
    ...without(release, OF_RELEASE, 'release.'),
    ...(release.asked ? without(release.asked, OF_ASKED, 'release.asked.') : []),
    ...ofAnotherZone('result', release.retention, 'release.'),
    ...unknownOfInputs(gate, release.inputs),
  ];
}

function unknownOfInputs(gate: Gate, inputs: readonly InputFacts[] | undefined): readonly string[] {
  if (inputs === undefined || inputs.length === 0) return ['inputs'];
  return inputs.flatMap((input) => [
    ...without(input, STANDING, `${input.dataset}.`),
    ...(needsRisk(input.contract, input) ? [`${input.dataset}.risk`] : []),
    ...ofAnotherZone(ZONE_OF[gate], input.retention, `${input.dataset}.`),
    ...(input.profile ? unknownOfProfile(input.contract, input.profile, `${input.dataset}.`) : []),
  ]);
}

/** Of what is claimed to be figures about areas the largest class is counted too. */
function unknownOfProfile(
  contract: Contract | undefined,
  profile: Profile,
  prefix: string,
): readonly string[] {
  const isOfAreas = contract?.recordUnit === 'area' && !contract.personalData;
  const names = isOfAreas ? ([...OF_PROFILE, 'largestClass'] as const) : OF_PROFILE;
  return without(profile, names, `${prefix}profile.`);
}

/** Of what may be about persons somebody counted the classes. */
function needsRisk(
  contract: Contract | undefined,
  { profile, risk }: Pick<Facts, 'profile' | 'risk'>,
): boolean {
  return risk === undefined && (contract?.personalData !== false || isAboutPersons(contract, profile));
}

function without<T extends object>(facts: T, names: readonly (keyof T & string)[], prefix: string) {
  return names.filter((name) => facts[name] === undefined).map((name) => `${prefix}${name}`);
}

/** A retention is known where the start in this very zone is, and whether a hold stops it. */
function ofAnotherZone(zone: KeptZone, kept: Facts['retention'], prefix: string): readonly string[] {
  if (kept === undefined) return [];
  const isWhole =
    kept.zone === zone && typeof kept.storedAt === 'string' && typeof kept.legalHold === 'boolean';
  return isWhole ? [] : [`${prefix}retention`];
}

/** Whoever any contract names and no list of organisations knows. */
function strangers(facts: Facts): readonly string[] {
  return contractsOf(facts)
    .flatMap(oinsOf)
    .filter((oin) => !organisationOf(oin, facts.organisations ?? []));
}

/** OINs of a contract; of one that is not whole, those that can be read (S01 says the rest). */
function oinsOf(contract: Contract): readonly string[] {
  const all = <T>(list: readonly T[] | undefined) => (Array.isArray(list) ? (list as readonly T[]) : []);
  const { roles, origins, legalGround, agreements, purposes, restrictions } = contract;
  return [
    ...[roles, origins, legalGround]
      .flatMap((list) => all<{ readonly oin: string }>(list))
      .map((one) => one?.oin),
    ...all(agreements).flatMap((one) => all(one?.parties)),
    ...all(purposes).map((one) => one?.controller),
    // The other values are classes of organisations.
    ...all(restrictions).flatMap((one) =>
      one?.kind === 'recipient' ? all(one.values).filter((value) => /^\d{20}$/.test(value)) : [],
    ),
  ].map(String);
}

const UNKNOWN = {
  code: 'S00',
  outcome: 'DENY',
  law: cite(['avg-5-2']),
  text: {
    nl: 'Een feit dat de poort nodig heeft, is niet bekend.',
    en: 'A fact that the gate needs is not known.',
  },
  cure: { nl: 'Vul het ontbrekende aan.', en: 'Supply what is missing.' },
} as const;

function ask(question: Asked, rules: readonly Rule[]): readonly Hit[] {
  return rules
    .filter(({ gates }) => gates.includes(question.gate))
    .flatMap((rule) => {
      const fields = findingsOf(rule, question);
      if (fields === 'unknown') return [{ ...UNKNOWN, fields: [rule.code] }];
      return fields === null ? [] : [hit(rule, fields, question)];
    });
}

/** A rule that cannot be asked, because a part of the contract is missing, has an unknown answer: DENY. */
function findingsOf(rule: Rule, question: Asked): ReturnType<Rule['finds']> | 'unknown' {
  try {
    return rule.finds(question);
  } catch {
    return 'unknown';
  }
}

function hit(rule: Rule, fields: readonly string[], { facts, contract }: Asked): Hit {
  const isLifted =
    rule.liftedByReview && (facts.reviews ?? []).some((review) => lifts(review, rule, contract));
  return {
    code: rule.code,
    outcome: isLifted ? 'CONDITIONS' : rule.outcome,
    law: cite(rule.law),
    text: rule.text,
    cure: rule.cure,
    fields,
  };
}

/** A REVIEW that two people approved, asked about this rule on this contract. */
function lifts(review: ReviewFacts, rule: Rule, contract: Contract): boolean {
  const isBoth = ['steward', 'privacy-officer'].every((role) =>
    review.request.deciders.some((one) => one === role),
  );
  return (
    isBoth &&
    review.contractHash === hashOf(contract) &&
    review.codes.includes(rule.code) &&
    isApproved(review.request, review.decisions)
  );
}
