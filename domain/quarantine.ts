const HOUR = 3_600_000;

/** What is quarantined is destroyed by default within this time (milliseconds). */
export const DESTROY_WITHIN = 14 * 24 * HOUR;
/**
 * Milliseconds that something stays in quarantine. Earlier destruction takes two people, and nobody is offered it; where
 * all data is made up (the demo) it may be asked for, to see the end of a term.
 */
export function quarantineTerm(asked: number = DESTROY_WITHIN, mode?: 'demo' | 'production'): number {
  return mode === 'demo' ? Math.min(asked, DESTROY_WITHIN) : DESTROY_WITHIN;
}
/** Art. 33 GDPR: 72 hours for the assessment of a breach. */
export const ASSESS_WITHIN = 72 * HOUR;

/** Rules that say: personal data came in without being allowed. */
const UNASKED = ['C01', 'C02', 'C03', 'C04', 'M01', 'L01'];

/** Must somebody assess whether this is a breach? By the rules that refused it. */
export function needsAssessment(codes: readonly string[]): boolean {
  return codes.some((code) => UNASKED.includes(code));
}

/**
 * What a privacy officer finds: no breach; a breach that the authority is yet to be told of; a breach of which it was
 * told, or need not be.
 */
export const BREACH_OUTCOMES = ['no-breach', 'to-be-notified', 'notified', 'need-not-be-notified'] as const;
export type BreachOutcome = (typeof BREACH_OUTCOMES)[number];

/** Id of the workflow that ends a quarantine: one for each thing that stands there. */
export function destructionId({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `destroy:${kind}:${id}`;
}

/** How an assessment stands: `open` and `overdue` wait for a judgement, `to-be-notified` for the notification. */
export type AssessmentState = 'not-needed' | 'open' | 'overdue' | BreachOutcome;

interface Assessed {
  readonly breachAssessment: 'opened' | 'not-needed';
  readonly assessment: BreachOutcome | null;
  /** The clock of 72 hours starts at the discovery: when it was put in quarantine. */
  readonly since: Date;
}

export function assessBefore(since: Date): Date {
  return new Date(since.getTime() + ASSESS_WITHIN);
}

/** A breach that is still to be notified after the 72 hours is overdue too. */
export function assessmentState(
  { breachAssessment, assessment, since }: Assessed,
  now: number,
): AssessmentState {
  if (breachAssessment === 'not-needed') return 'not-needed';
  if (assessment !== null && assessment !== 'to-be-notified') return assessment;
  if (now > assessBefore(since).getTime()) return 'overdue';
  return assessment ?? 'open';
}
