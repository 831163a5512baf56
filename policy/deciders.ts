import type { Role } from '../domain/names.js';
import type { Contract, Regime } from './contract.js';

const HEAVY: readonly Regime[] = ['WPG', 'WJSG', 'AWR', 'CBSWET', 'WGS'];

/** What makes a contract one that a steward cannot decide on alone. */
export type Weight = Regime | 'art9' | 'art10' | 'bsn' | 'claim-not-personal';

/** Why the privacy officer decides too; empty where the steward decides alone. */
export function weightsOf(contract: Contract): readonly Weight[] {
  return [
    ...contract.regimes.filter((regime) => HEAVY.includes(regime)),
    ...(contract.art9.present ? ['art9' as const] : []),
    ...(contract.art10.present ? ['art10' as const] : []),
    ...(contract.bsn.present ? ['bsn' as const] : []),
    ...(!contract.personalData && contract.recordUnit === 'person' ? ['claim-not-personal' as const] : []),
  ];
}

/**
 * Who must approve a contract, each another natural person: the steward; and the privacy officer too for secret regimes,
 * art. 9 and 10, citizen service numbers, and a claim that data about persons is not personal.
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
  return contract.roles.filter(({ role }) => role === 'provider').map(({ oin }) => oin);
}

/** OINs whose staff may not decide on what rests on these contracts: of no provider of any of them. */
export function excludedStaff(contracts: readonly Contract[]): readonly string[] {
  return [...new Set(contracts.flatMap(excludedOrganisations))].sort();
}
