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
