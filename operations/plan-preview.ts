import type { DatasetColumn } from '../domain/dataset.js';
import type { FailedStep } from '../domain/failed-step.js';
import type { Gate } from '../domain/names.js';
import type { Profile, RiskReport } from '../domain/profile.js';
import type { Verdict } from '../domain/verdict.js';
import type { Contract } from '../policy/contract.js';
import { decide } from '../policy/decide.js';
import { excludedOrganisations, REVIEW_DECIDERS, requiredDeciders } from '../policy/deciders.js';
import type { Facts, ReviewFacts } from '../policy/facts.js';
import { ORGANISATIONS } from '../policy/organisations.js';
import { assumedApproval } from './assumed-approval.js';

/** A contract that is only being tried: nobody has decided on it, and perhaps a file that has not been sent. */
export interface Trial {
  readonly contract: Contract;
  readonly hash: string;
  readonly mode: 'demo' | 'production';
  /** Instant in UTC, ISO 8601. */
  readonly now: string;
  /** Of files that would be delivered, as the vault would make it. */
  readonly profile?: Profile;
  /** What would become of them, where nothing refuses them before. */
  readonly tried?: Tried;
}

/** What would become curated of files, or the step at which they would end. */
export type Tried = { readonly curated: TriedDataset } | { readonly failed: FailedStep };

export interface TriedDataset {
  readonly rows: number;
  readonly columns: readonly DatasetColumn[];
  /** Per lake column: identifiers that failed their check, and values that could not be treated or converted. */
  readonly invalid: Readonly<Record<string, number>>;
  readonly risk: RiskReport;
}

/** Gates that can be asked without a lake; the others judge what only the way itself makes. */
export const TRIED_GATES = ['G0', 'G1', 'G2'] as const satisfies readonly Gate[];

/**
 * What a gate would answer now, without any server, by the same function. Null where it needs what only the way itself
 * makes: a profile, a curated dataset, a run, a release. At G0 S02 reads "pending". Each gate behind it is asked as if people
 * had approved the contract and every REVIEW before: that is how it comes there.
 */
export function previewGate(gate: Gate, trial: Trial): Verdict | null {
  if (gate === 'G0') return previewSubmission(trial);
  const facts = factsAt(gate, trial);
  if (facts === null) return null;
  return decide(gate, facts, trial.now);
}

export function previewSubmission(trial: Trial): Verdict {
  return decide('G0', factsOf(trial), trial.now);
}

/** Whether the gates before the vault writes anything would let these files pass, so that it can be tried what it makes. */
export function passesToVault(trial: Trial): boolean {
  return (['G0', 'G1', 'G2'] as const).every((gate) => previewGate(gate, trial)?.outcome !== 'DENY');
}

function factsOf({ contract, hash, mode }: Trial): Facts {
  return {
    mode,
    contract,
    contractHash: hash,
    organisations: ORGANISATIONS,
    approval: { state: 'pending' },
  };
}

/** Of files that arrive now, as the first under their agreements, while nothing stops their source. */
function factsAt(gate: Gate, trial: Trial): Facts | null {
  const { profile, tried, now } = trial;
  if (profile === undefined || !LANDED_GATES.includes(gate)) return null;
  const landed: Facts = {
    ...factsOf(trial),
    profile,
    approval: { state: 'decided', ...approvedContract(trial) },
    reviews: reviewsBefore(gate, trial),
    lifecycle: { suspended: false, withdrawn: false },
    earlierDeliveries: 0,
  };
  const kept = { storedAt: now, legalHold: false };
  if (gate !== 'G3') return { ...landed, retention: { zone: 'landing', ...kept } };
  if (tried === undefined || 'failed' in tried) return null;
  const { columns, risk } = tried.curated;
  return { ...landed, retention: { zone: 'pseudonymised', ...kept }, columns, risk };
}

function approvedContract({ contract, hash }: Trial) {
  return assumedApproval(hash, requiredDeciders(contract), excludedOrganisations(contract));
}

/** What the gates before would have put to people. */
function reviewsBefore(gate: Gate, trial: Trial): readonly ReviewFacts[] {
  return LANDED_GATES.slice(0, LANDED_GATES.indexOf(gate)).flatMap((earlier) => {
    const asked = previewGate(earlier, trial);
    if (asked?.outcome !== 'REVIEW') return [];
    const codes = asked.hits.filter(({ outcome }) => outcome === 'REVIEW').map(({ code }) => code);
    return [{ codes, contractHash: trial.hash, ...assumedApproval(asked.factsHash, REVIEW_DECIDERS) }];
  });
}

/** Gates that judge a delivery that has landed, in their order. */
const LANDED_GATES: readonly Gate[] = ['G1', 'G2', 'G3'];
