import type { Profile } from '../domain/profile.js';
import { isAboutPersons } from './about-persons.js';
import type { Contract } from './contract.js';

/**
 * Whether citizen service numbers are in the data: one reading, for every rule. Declared, treated as one by a field, or
 * found where records are about persons; that a contract says there are none does not take them away.
 * @param profile of the landed file, where there is one
 */
export function hasCitizenNumber(
  contract: Pick<Contract, 'bsn' | 'fields' | 'personalData' | 'recordUnit'>,
  profile?: Pick<Profile, 'columns'>,
): boolean {
  if (contract.bsn.present) return true;
  if (contract.fields.some(({ treatment }) => treatment.entityType === 'bsn')) return true;
  const isFound = profile?.columns.some(({ detected }) => detected.includes('bsn')) ?? false;
  return isFound && isAboutPersons(contract, profile);
}
