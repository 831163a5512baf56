import type { DetectedKind, Profile } from '../domain/profile.js';
import type { Contract } from './contract.js';
import type { InputFacts } from './facts.js';

/** Kinds of value that show records about persons, whatever unit a contract claims. */
export const OF_PERSONS: readonly DetectedKind[] = [
  'bsn',
  'name',
  'birth-date',
  'person-key',
  'email',
  'phone',
  'iban',
];

/** Of those, what other things have too: an area a name of its own, a number that passes the test of a BSN by chance. */
const ALSO_OF: Readonly<Partial<Record<Contract['recordUnit'], readonly DetectedKind[]>>> = {
  area: ['name'],
  object: ['bsn'],
  organisation: ['bsn', 'name', 'email', 'phone', 'iban'],
};

/**
 * Whether records are held to be about persons: one reading, for every rule. That they are not is a claim of the contract,
 * believed only where the unit that it names and the file itself say nothing else (policy.md, "Contract"). Two people who
 * let a file pass under L01 do not make its records something else: what protects persons is asked all the same.
 * @param profile of the landed file, where there is one
 */
export function isAboutPersons(
  { personalData, recordUnit }: Pick<Contract, 'personalData' | 'recordUnit'>,
  profile?: Pick<Profile, 'columns'>,
): boolean {
  if (personalData || recordUnit === 'person') return true;
  const telling = OF_PERSONS.filter((kind) => !ALSO_OF[recordUnit]?.includes(kind));
  return (profile?.columns ?? []).some(({ detected }) => detected.some((kind) => telling.includes(kind)));
}

/**
 * Whether its persons fall under GDPR art. 10: by what the contract declares, and whatever it declares where police or
 * judicial data is about persons.
 */
export function isUnderArticle10(
  contract: Pick<Contract, 'personalData' | 'recordUnit' | 'regimes' | 'art10'>,
  profile?: Pick<Profile, 'columns'>,
): boolean {
  const isOfJustice = contract.regimes.some((regime) => regime === 'WPG' || regime === 'WJSG');
  return contract.art10.present || (isOfJustice && isAboutPersons(contract, profile));
}

/** A dataset of which nobody's terms ask for protection: open altogether, as is all that it was made from. */
export function isOpenInput({
  contract,
  ancestors,
  profile,
}: Pick<InputFacts, 'contract' | 'ancestors' | 'profile'>): boolean {
  const isOpen = (one: Contract) => one.regimes.every((regime) => regime === 'OPEN');
  const isOfPersons = isAboutPersons(contract, profile) || ancestors.some((one) => isAboutPersons(one));
  return !isOfPersons && [contract, ...ancestors].every(isOpen);
}
