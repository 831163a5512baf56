import type { Role } from '../domain/names.js';
import { hasCitizenNumber } from './citizen-number.js';
import type { Contract, Regime } from './contract.js';
import { ORGANISATIONS } from './organisations.js';
import { providersOf } from './providers.js';
import { LEGAL_BASIS_RULES } from './rules/legal-basis.js';
import { RESTRICTION_RULES } from './rules/restrictions.js';

const HEAVY: readonly Regime[] = ['WPG', 'WJSG', 'AWR', 'CBSWET', 'WGS'];

/** What makes a contract one that a steward cannot decide on alone. */
export type Weight = Regime | 'art9' | 'art10' | 'bsn' | 'claim-not-personal' | 'review-at-g0';

const REVIEWS_AT_G0 = [...LEGAL_BASIS_RULES, ...RESTRICTION_RULES].filter(
  ({ outcome, gates }) => outcome === 'REVIEW' && gates.includes('G0'),
);

/**
 * Whether G0 leaves something to the judgement of people. Landing rests on G0, so they judge before it, as deciders on the
 * contract: a REVIEW at G1 would come after it. Asked of the first of all days, so that who decides does not hang on the
 * day and a restriction that has ended still counts.
 */
function isReviewedAtG0(contract: Contract): boolean {
  const facts = { contract, organisations: ORGANISATIONS };
  return REVIEWS_AT_G0.some(
    ({ finds }) => finds({ gate: 'G0', facts, contract, day: '0000-01-01' }) !== null,
  );
}

/** Why the privacy officer decides too; empty where the steward decides alone. */
export function weightsOf(contract: Contract): readonly Weight[] {
  return [
    ...contract.regimes.filter((regime) => HEAVY.includes(regime)),
    ...(contract.art9.present ? ['art9' as const] : []),
    ...(contract.art10.present ? ['art10' as const] : []),
    ...(hasCitizenNumber(contract) ? ['bsn' as const] : []),
    ...(!contract.personalData && contract.recordUnit === 'person' ? ['claim-not-personal' as const] : []),
    ...(isReviewedAtG0(contract) ? ['review-at-g0' as const] : []),
  ];
}

/**
 * Who must approve a contract, each another natural person: the steward; and the privacy officer too for secret regimes,
 * art. 9 and 10, citizen service numbers, a claim that data about persons is not personal, and whatever G0 leaves to people.
 */
export function requiredDeciders(contract: Contract): readonly Role[] {
  return weightsOf(contract).length > 0 ? ['steward', 'privacy-officer'] : ['steward'];
}

/** Who must approve a linkage domain, each another natural person. */
export const LINKAGE_DECIDERS: readonly Role[] = ['steward', 'privacy-officer'];

/** Who must decide on a REVIEW, each another natural person. */
export const REVIEW_DECIDERS: readonly Role[] = ['steward', 'privacy-officer'];

/**
 * Who must approve a release: an output checker, and the privacy officer too where it rests on a contract that needed both
 * (policy.md: two checkers for releases that rest on these).
 */
export function releaseDeciders(contracts: readonly Contract[]): readonly Role[] {
  const isHeavy = contracts.some((contract) => requiredDeciders(contract).includes('privacy-officer'));
  return isHeavy ? ['output-checker', 'privacy-officer'] : ['output-checker'];
}

/** OINs whose staff may not decide on the contract: the provider's own. */
export function excludedOrganisations(contract: Contract): readonly string[] {
  return providersOf(contract);
}

/** OINs whose staff may not decide on what rests on these contracts: of no provider of any of them. */
export function excludedStaff(contracts: readonly Contract[]): readonly string[] {
  return [...new Set(contracts.flatMap(excludedOrganisations))].sort();
}
