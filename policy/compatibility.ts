import type { IsoDate, Regime } from './contract.js';
import { within } from './dates.js';
import type { Permission, Terms } from './derived.js';

/** The five factors of GDPR 6(4). */
export const FACTORS = ['link', 'context', 'nature', 'consequences', 'safeguards'] as const;

/** Factors that are not assessed. */
export function missingFactors(factors: Readonly<Record<string, string>> | undefined): readonly string[] {
  return FACTORS.filter((factor) => (factors?.[factor] ?? '').trim() === '');
}

/** A decision that data may serve permissions beyond those of its contract. */
export interface CompatibilityAssessment {
  readonly permissions: readonly Permission[];
  readonly factors: Readonly<Record<string, string>>;
  readonly decidedBy: string;
  /** A steward and a privacy officer, two natural persons: widening takes two. */
  readonly approvedByTwo: boolean;
  readonly on: IsoDate;
  readonly until: IsoDate;
}

const WIDENABLE: readonly Regime[] = ['AVG', 'OPEN'];

/**
 * The terms with what the assessment permits besides, where it is whole, approved and of this day, and the data falls
 * under the GDPR and rests on no consent; else the terms as they are. Restrictions stay: what a provider denies is denied.
 */
export function widened(terms: Terms, assessment: CompatibilityAssessment, day: IsoDate): Terms {
  const { regimes, isConsentBased } = terms;
  const isOfGdpr = regimes.includes('AVG') && regimes.every((regime) => WIDENABLE.includes(regime));
  const isWhole = missingFactors(assessment.factors).length === 0 && assessment.decidedBy.trim() !== '';
  const isNow = within(day, assessment.on, assessment.until);
  if (!isOfGdpr || isConsentBased || !isWhole || !assessment.approvedByTwo || !isNow) return terms;
  return { ...terms, permissions: [...terms.permissions, ...assessment.permissions] };
}
