import type { Json } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';
import type { Gate } from '../domain/names.js';
import { type Hit, type Verdict, worst } from '../domain/verdict.js';
import type { Contract } from './contract.js';
import { amsterdamDay } from './dates.js';
import type { Facts, ReviewFacts } from './facts.js';
import { cite } from './law/cite.js';
import { organisationOf } from './organisations.js';
import { RULES } from './rules/index.js';
import { type Asked, inputsOf, type Rule } from './rules/rule.js';
import { isApproved } from './rules/submission.js';

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
] as const;

/** What must be known of a run and of a release; the linkage domain and households are asked for by their own rules. */
const OF_RUN = [
  'theme',
  'purpose',
  'controller',
  'requester',
  'approvedTheme',
  'inputs',
  'comparedPseudonyms',
] as const;
const OF_RELEASE = [
  'asked',
  'inputs',
  'approval',
  'level',
  'protection',
  'statistics',
  'columnKinds',
  'fewestPersons',
] as const;

/**
 * The verdict of one gate over plain facts: all rules are asked, the worst answer counts, and what is unknown is DENY.
 * Pure: the same facts and the same instant give the same verdict, in the command line, in a preview and in a gate.
 *
 * @param now instant in UTC, ISO 8601
 */
export function decide(gate: Gate, facts: Facts, now: string, rules: readonly Rule[] = RULES): Verdict {
  const hits = [
    ...unknownFacts(gate, facts),
    ...asked(gate, facts, now).flatMap((question) => ask(question, rules)),
  ];
  return {
    gate,
    outcome: worst(hits.map(({ outcome }) => outcome)),
    hits,
    askedAt: now,
    factsHash: sha256Json(facts as Json),
    policyHash: policyHash(rules),
    fictitious: contractsOf(facts).some(
      ({ agreements }) => Array.isArray(agreements) && agreements.some((one) => one?.fictitious === true),
    ),
  };
}

/** Identity of the rule set: a changed text, law or condition is another policy. */
export function policyHash(rules: readonly Rule[] = RULES): string {
  return sha256Json(
    rules.map(({ finds, law, ...rule }) => ({
      ...rule,
      law: cite(law),
      finds: finds.toString(),
    })) as unknown as Json,
  );
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
    const contractHash = hashOf(contract);
    const standing = { ...facts, contract, contractHash, approval, lifecycle, retention, earlierDeliveries };
    const own: Asked = { gate, facts: standing as Facts, contract, day };
    const others = ancestors.map(
      (ancestor): Asked => ({ gate, facts, contract: ancestor, day, isAncestor: true }),
    );
    return [own, ...others];
  });
}

function hashOf(contract: Contract): string {
  return sha256Json(contract as unknown as Json);
}

function unknownFacts(gate: Gate, facts: Facts): readonly Hit[] {
  const missing: string[] = REQUIRED[gate].filter((name) => facts[name] === undefined);
  const { run, release } = facts;
  const inputs = run?.inputs ?? release?.inputs;
  if (inputs?.length === 0) missing.push('inputs');
  if (gate === 'G3' && facts.contract?.personalData !== false && facts.risk === undefined)
    missing.push('risk');
  if (run) missing.push(...OF_RUN.filter((name) => run[name] === undefined).map((name) => `run.${name}`));
  if (release) {
    missing.push(
      ...OF_RELEASE.filter((name) => release[name] === undefined).map((name) => `release.${name}`),
    );
  }
  for (const input of inputs ?? []) {
    missing.push(
      ...STANDING.filter((name) => input[name] === undefined).map((name) => `${input.dataset}.${name}`),
    );
  }
  const parties = contractsOf(facts).flatMap(({ roles }) =>
    (Array.isArray(roles) ? roles : []).map((role) => String(role?.oin)),
  );
  const strangers = parties.filter((oin) => !organisationOf(oin, facts.organisations ?? []));
  if (facts.contract && facts.contractHash !== hashOf(facts.contract)) missing.push('contractHash');
  const fields = [...missing, ...new Set(strangers)];
  return fields.length === 0 ? [] : [{ ...UNKNOWN, fields }];
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
