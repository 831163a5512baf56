import type { Role } from '../domain/names.js';
import type { Contract, Regime } from './contract.js';

const HEAVY: readonly Regime[] = ['WPG', 'WJSG', 'AWR', 'CBSWET', 'WGS'];

/**
 * Who must approve a contract, each another natural person: the steward; and the privacy officer too for secret regimes,
 * art. 9 and 10, citizen service numbers, and a claim that data about persons is not personal.
 */
export function requiredDeciders(contract: Contract): readonly Role[] {
  const isHeavy =
    contract.regimes.some((regime) => HEAVY.includes(regime)) ||
    contract.art9.present ||
    contract.art10.present ||
    contract.bsn.present ||
    (!contract.personalData && contract.recordUnit === 'person');
  return isHeavy ? ['steward', 'privacy-officer'] : ['steward'];
}

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
