import type { ProvisionId } from '../policy/law/provisions.js';

/** Something that always holds, where the code keeps it, and which tests prove it. */
export interface Invariant {
  readonly holds: string;
  readonly law: readonly ProvisionId[];
  /** `file#name`: the name stands in that file. */
  readonly code: string;
  /** `file: title`, one or more. */
  readonly tests: readonly string[];
}

const DECIDE = 'policy/decide.test.ts';
const DENY = 'policy/deny-by-default.test.ts';
const WHOLE_WAY = 'tests/whole-way.test.ts';

/** Their numbers are their places: a new one goes at the end, and none is removed without a word in the change log. */
export const INVARIANTS: readonly Invariant[] = [
  {
    holds: 'What a gate does not know is DENY: losing any fact of an allowed case never leaves it allowed.',
    law: ['avg-5-2'],
    code: 'policy/decide.ts#unknownFacts',
    tests: [
      `${DENY}: %s denies when nothing is known`,
      `${DENY}: %s of %s: losing any one fact is a refusal`,
      `${DECIDE}: losing any one member of the contract never leaves it allowed`,
    ],
  },
  {
    holds:
      'All rules of a gate are asked and the worst answer counts: another rule never turns DENY into ALLOW.',
    law: ['avg-5-2'],
    code: 'policy/decide.ts#decide',
    tests: [`${DENY}: another rule never turns a refusal into an allowance, at any gate`],
  },
  {
    holds: 'An approval is no ticket: each gate is asked at its own moment, with the clock of that moment.',
    law: ['avg-5-1-a'],
    code: 'activities/control/ask-gate.ts#makeAskGate',
    tests: [
      'workflows/workflows.test.ts: asks every gate in its place and ends in curated',
      'tests/worked-cases.test.ts: (h) an agreement that ends while a delivery waits, while a theme waits, and before a run: S03, with the clock of that moment',
    ],
  },
  {
    holds:
      'Four eyes, by natural person and never by account or role; the submitter and the staff of the provider do not decide.',
    law: ['avg-5-2'],
    code: 'domain/request.ts#refuseSamePerson',
    tests: [
      'domain/request.test.ts: an approval rests on two persons in both roles, neither of them the submitter',
      'domain/request.test.ts: refuses the same person in the second role, and a second decision of one role',
      'tests/onboarding.test.ts: needs steward and privacy officer for police data, and neither of them the submitter',
      'activities/control/partakers.test.ts: provided what it is about: no staff of theirs decide on contract, linkage domain, review, run or release',
    ],
  },
  {
    holds: 'A decision binds the hash of what was read; on another version it is void.',
    law: ['avg-5-2'],
    code: 'policy/rules/submission.ts#notApproved',
    tests: [
      `${DECIDE}: an approval of another version, or by one person twice, is no approval`,
      'policy/release-approval.test.ts: passes where checker and privacy officer decided on these very tables',
    ],
  },
  {
    holds:
      'Answered means recorded: a decision stands in the log before whoever decided gets an answer, and the same key counts once.',
    law: ['avg-5-2'],
    code: 'workflows/decisions.ts#DecisionDesk',
    tests: [
      'workflows/workflows.test.ts: is approved by two persons, each decision recorded before it is answered',
      'workflows/workflows.test.ts: counts the same key once, and lets two decisions at once not both be the last',
    ],
  },
  {
    holds:
      'Not one byte is taken before the contract is approved, and none where the gate of the moment denies.',
    law: ['avg-5-1-a'],
    code: 'workflows/ingest-delivery.ts#openOnce',
    tests: [
      'workflows/workflows.test.ts: takes nothing where the gate of the moment denies',
      `${WHOLE_WAY}: refuses tax data under a covenant and records of Statistics Netherlands before a byte is taken`,
    ],
  },
  {
    holds:
      'What stands in landing is encrypted under a key of its own attempt, and only the vault can open it.',
    law: ['avg-32'],
    code: 'activities/vault/landing-part.ts#storePart',
    tests: [
      'activities/vault/intake.test.ts: answers with what arrived, and stores it unreadable',
      `${WHOLE_WAY}: keeps every zone but the released one from people, and the released one from being written by them`,
    ],
  },
  {
    holds: 'No direct identifier passes the vault: behind it persons are pseudonyms.',
    law: ['avg-25', 'avg-87'],
    code: 'lake/pseudonymise.ts#pseudonymise',
    tests: [
      'activities/vault/pseudonymise-delivery.test.ts: keeps every record, and no identifier in any byte that it stores',
      `${WHOLE_WAY}: holds no BSN in any zone behind the vault`,
      'tests/real-files.test.ts: leaves no trace of a person key anywhere but in landing',
      'policy/rules/identifiers.test.ts: where it stays: %s',
    ],
  },
  {
    holds:
      'A person has one pseudonym in a domain, whatever the order of rows and columns, and another in every other domain.',
    law: ['avg-5-1-b'],
    code: 'privacy/pseudonym.ts#pseudonymKey',
    tests: [
      'lake/pseudonymise.test.ts: is the same to the byte for any number of threads and any order of rows and columns',
      'activities/vault/pseudonymise-delivery.test.ts: makes other pseudonyms under other keys',
      'tests/worked-cases.test.ts: (i) burglars with the columns in another order get the same pseudonyms',
    ],
  },
  {
    holds: '`personalData: false` is a claim that the file must support; "nothing found" is no proof.',
    law: ['avg-rec-26'],
    code: 'policy/rules/legal-basis.ts#claimNeedsReview',
    tests: [
      'tests/worked-cases.test.ts: (k) burglars declared as areas without personal data are not believed',
    ],
  },
  {
    holds:
      'Purpose limits travel: another input never widens what a table may be used for, and order does not matter.',
    law: ['avg-5-1-b'],
    code: 'policy/derived.ts#derive',
    tests: [
      'policy/derived.test.ts: are never widened by another input',
      'policy/derived.test.ts: do not depend on the order or the grouping of the inputs',
      'policy/derived.test.ts: of nothing permit nothing',
    ],
  },
  {
    holds: 'A restriction of a provider survives derivation.',
    law: ['contract'],
    code: 'policy/rules/restrictions.ts#RESTRICTION_RULES',
    tests: [
      'tests/worked-cases.test.ts: (g) prices that may not meet police data do not: side by side on the servers, through a derived table by the same facts',
    ],
  },
  {
    holds: 'Counting rows is use: a table that no purpose covers is not even counted.',
    law: ['avg-5-1-b'],
    code: 'policy/rules/legal-basis.ts#LEGAL_BASIS_RULES',
    tests: ['tests/worked-cases.test.ts: (m) count(*) over a table that no purpose covers: P01'],
  },
  {
    holds: 'The SQL of a theme reads the columns that it declares and nothing else.',
    law: ['avg-5-1-c'],
    code: 'lake/locked-session.ts#LockedSession',
    tests: [
      'activities/data/theme-to-release.test.ts: opens nothing for a statement that reads %s',
      'lake/sql/lineage.test.ts: tells which columns are read at all, also by what is not selected',
    ],
  },
  {
    holds:
      'Nothing is released that was not protected, attacked, and decided on by other people than the analyst.',
    law: ['avg-rec-162', 'wpg-22', 'wjsg-15'],
    code: 'workflows/release-result.ts#releaseResult',
    tests: [
      'workflows/analysis.test.ts: publishes only after another person has decided, and asks the gate before and after',
      'activities/data/theme-to-release.test.ts: publishes the very bytes that were attacked, and says so once',
      `${WHOLE_WAY}: gets nothing released by people of its own choice`,
    ],
  },
  {
    holds: 'No released figure is about one to nine persons, and none can be computed from the others.',
    law: ['avg-rec-26', 'avg-rec-162'],
    code: 'privacy/disclosure/protect-table.ts#protectTable',
    tests: [
      'privacy/disclosure/random-tables.test.ts: of counts survive every attack, and show no figure of fewer people than the rules ask',
      'privacy/disclosure/linked-tables.test.ts: give nobody away together where they are protected as one, whatever the groups',
      `${WHOLE_WAY}: publishes no figure of one to nine persons, and none that the margins give away`,
      'tests/real-files.test.ts: shows no figure of one to nine burglars, and says nothing of where they were born',
      'tests/real-files.test.ts: keeps every hidden count of fewer than ten burglars at least ten wide for somebody who puts both tables together',
    ],
  },
  {
    holds: 'Events are appended by control alone, and changed by nobody whom a grant can stop.',
    law: ['avg-5-2'],
    code: 'catalog/migrations/001-event.sql#refuse_change',
    tests: [
      'catalog/append.test.ts: %s cannot change, delete or empty the events',
      'catalog/append.test.ts: not even the owner changes an event without switching the trigger off',
    ],
  },
  {
    holds: 'What owner or superuser changes is found: the tree is signed outside the database.',
    law: ['avg-5-2'],
    code: 'catalog/verify.ts#verifyEvents',
    tests: [
      'catalog/verify.test.ts: names an event whose body a superuser changed',
      'catalog/verify.test.ts: names an event that was rewritten with all of its hashes',
      `${WHOLE_WAY}: verifies as it stands, and names the object of which one byte was flipped`,
    ],
  },
  {
    holds: 'A step is one event, however often it runs.',
    law: ['avg-5-2'],
    code: 'catalog/append.ts#appendEvent',
    tests: [
      'catalog/append.test.ts: keeps the first instant when the same event comes again, and adds nothing',
      'tests/crash.test.ts: leaves exactly one event a step when killed after %s (commit %i)',
    ],
  },
  {
    holds:
      'An event that is impossible in the state that stands in the catalog is refused, and found where it was forced in.',
    law: ['avg-5-2'],
    code: 'catalog/apply-changes.ts#moveRow',
    tests: [
      'catalog/lifecycle.test.ts: appends no event that is impossible: no second landing, no decision on a closed request, no release unprotected',
      'catalog/lifecycle.test.ts: finds an impossible event that the owner of the database put into the log',
    ],
  },
  {
    holds: 'The projections are nothing but the events read in order.',
    law: ['avg-5-2'],
    code: 'catalog/project.ts#project',
    tests: ['catalog/projections.test.ts: are the ones that a rebuild from the events gives'],
  },
  {
    holds: 'The name of a member of staff can be forgotten, and every proof stays valid.',
    law: ['avg-5-1-e'],
    code: 'catalog/staff.ts#nameOfStaff',
    tests: [
      'catalog/staff.test.ts: is nowhere in the catalog any more, and log and projections still verify',
    ],
  },
  {
    holds: 'Temporal stores no readable payload, and refuses one that is not encrypted.',
    law: ['avg-32'],
    code: 'infra/temporal/payload-codec.ts#payloadCodec',
    tests: [
      'infra/temporal/payload-codec.test.ts: hold nothing of what they carry, and come back as they were',
      'infra/temporal/payload-codec.test.ts: are refused unencrypted',
    ],
  },
  {
    holds: 'What `sluis plan` says is what then happens.',
    law: ['avg-5-2'],
    code: 'operations/plan.ts#onboardingPlan',
    tests: [
      'tests/plan.test.ts: %s: the gates, decisions and events are the planned ones, in that order',
      'tests/plan.test.ts: %s: every gate answers with the rules, outcomes and places of the plan',
      'tests/plan.test.ts: %s: lineage, types, pseudonyms, invalid values and risk of every column are as planned',
      'tests/real-inputs.test.ts: %s goes the way that its plan says',
    ],
  },
  {
    holds:
      'What is past the retention of its zone is erased by itself, and nothing else with it, unless a legal hold stands.',
    law: ['avg-5-1-e'],
    code: 'activities/control/past-retention.ts#makeQuarantinePastRetention',
    tests: [
      'activities/control/past-retention.test.ts: is put in quarantine the day after the last of its zone, and not on it',
      'activities/data/destroy-version.test.ts: goes with its own objects, while what it was made of and what was made of it stay',
      'tests/retention.test.ts: goes by the sweep of a start once its zone may keep it no longer: what landed first, with its keys',
      'tests/retention.test.ts: is erased, and not what rests on a source under a legal hold',
    ],
  },
  {
    holds: 'A verdict names what judged: the digest of every source of the policy.',
    law: ['avg-5-2'],
    code: 'policy/policy-digest.ts#POLICY_DIGEST',
    tests: [
      'tests/policy-digest.test.ts: is another where any one of the sources is, helpers and constants too',
      'tests/policy-digest.test.ts: is the same of the compiled code',
    ],
  },
  {
    holds:
      'A run that one person cancelled makes nothing: from then on the log takes no result of it, and what it wrote is removed.',
    law: ['avg-5-1-a'],
    code: 'activities/control/cancelling.ts#makeRecordCancellation',
    tests: [
      'activities/control/cancelling.test.ts: lets neither a result nor a review nor a refusal of that run into the log',
      'workflows/cancel-run.test.ts: makes no result of a step that ends well all the same',
      'tests/measures.test.ts: while it waits for people: it leaves the inbox, nobody decides on it, and what it wrote is removed',
    ],
  },
];
