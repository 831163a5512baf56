import type { Profile, RiskReport } from '../domain/profile.js';
import { isAboutPersons } from './about-persons.js';
import type { Contract } from './contract.js';
import { hasSmallClasses } from './small-classes.js';

/** `restricted`: only approved themes read it, and it is kept shortly (K01). */
export type Access = 'open' | 'restricted';

/**
 * How a curated dataset may be read, by its contract, the landed file and its risk; what nobody knows of is held to be
 * about persons.
 */
export function accessOf(
  contract: Contract | undefined,
  profile: Profile | undefined,
  risk: RiskReport | undefined,
): Access {
  const isOfPersons = !contract || !profile || isAboutPersons(contract, profile);
  return isOfPersons && hasSmallClasses(risk) ? 'restricted' : 'open';
}
