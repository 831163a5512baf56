const HOUR = 3_600_000;

/** What is quarantined is destroyed by default within this time (milliseconds). */
export const DESTROY_WITHIN = 14 * 24 * HOUR;
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
