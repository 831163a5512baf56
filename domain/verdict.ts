import type { Gate } from './names.js';

/** Ordered from best to worst; the verdict of a gate is the worst of its hits. */
export const OUTCOMES = ['ALLOW', 'CONDITIONS', 'REVIEW', 'DENY'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Bilingual {
  readonly nl: string;
  readonly en: string;
}

/** One rule that fired. `fields` and `dates` name the offending places of the contract, never values of data. */
export interface Hit {
  readonly code: string;
  readonly outcome: Outcome;
  readonly law: string;
  readonly text: Bilingual;
  /** The least change that would allow it. */
  readonly cure: Bilingual;
  readonly fields: readonly string[];
}

export interface Verdict {
  readonly gate: Gate;
  readonly outcome: Outcome;
  readonly hits: readonly Hit[];
  /** Instant at which the gate was asked, UTC, ISO 8601. */
  readonly askedAt: string;
  /** Hash of the facts that were looked at, and of the sources of the policy that looked. */
  readonly factsHash: string;
  readonly policyHash: string;
  /** True where any agreement behind it is fictitious: printed as "FICTIEF – geen bestaand besluit". */
  readonly fictitious: boolean;
  /** What landed is personal data that came without being allowed: a breach assessment is opened if it ends here. */
  readonly unasked?: true;
}

export function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce<Outcome>((a, b) => (OUTCOMES.indexOf(b) > OUTCOMES.indexOf(a) ? b : a), 'ALLOW');
}
