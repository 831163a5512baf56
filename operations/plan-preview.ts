import type { Gate } from '../domain/names.js';
import type { Profile } from '../domain/profile.js';
import { type Verdict, worst } from '../domain/verdict.js';
import type { Contract } from '../policy/contract.js';
import { decide } from '../policy/decide.js';
import type { Facts } from '../policy/facts.js';
import { ORGANISATIONS } from '../policy/organisations.js';

/** A contract that is only being tried: nobody has decided on it, and perhaps a file that has not been sent. */
export interface Trial {
  readonly contract: Contract;
  readonly hash: string;
  readonly mode: 'demo' | 'production';
  /** Instant in UTC, ISO 8601. */
  readonly now: string;
  /** Of files that would be delivered, as the vault would make it. */
  readonly profile?: Profile;
}

/** Gates that can be asked without a lake; the others judge what only the way itself makes. */
export const TRIED_GATES = ['G0', 'G1', 'G2'] as const satisfies readonly Gate[];

/**
 * What a gate would answer now, without any server, by the same function. Null where it needs what only the way itself
 * makes: a profile, a curated dataset, a run, a release. S02 reads "pending": nobody can have approved what is only tried.
 */
export function previewGate(gate: Gate, trial: Trial): Verdict | null {
  if (gate === 'G0') return previewSubmission(trial);
  if (trial.profile === undefined || (gate !== 'G1' && gate !== 'G2')) return null;
  const verdict = decide(gate, landed(trial, trial.profile), trial.now);
  const hits = verdict.hits.filter(({ code }) => code !== 'S02');
  return { ...verdict, hits, outcome: worst(hits.map(({ outcome }) => outcome)) };
}

export function previewSubmission(trial: Trial): Verdict {
  return decide('G0', factsOf(trial), trial.now);
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

function landed(trial: Trial, profile: Profile): Facts {
  const lifecycle = { suspended: false, withdrawn: false };
  const retention = { zone: 'landing', storedAt: trial.now, legalHold: false } as const;
  return { ...factsOf(trial), profile, lifecycle, retention };
}
