import { isAboutPersons } from './about-persons.js';
import type { Contract } from './contract.js';
import type { InputFacts } from './facts.js';

/** Entity types that stand for a person, or for those who live together. */
const OF_PERSONS: readonly string[] = ['bsn', 'person', 'household'];

/** A table that disclosure control makes: what its statement reads, and what it takes for a unit. */
export interface CountedIn {
  readonly inputs: readonly Pick<InputFacts, 'contract' | 'ancestors' | 'profile'>[];
  /** Entity types of the unit columns that hold whole pseudonyms, by lineage; null for any other column. */
  readonly units: readonly (string | null)[];
}

/**
 * Whether ten units are ten persons (O03). Where an input is about persons, one of the units (all must be ten) is the
 * pseudonym of a person or household itself: whatever else a theme may count, one person has as many of it as there are
 * records. Sources that hold no such pseudonym, only those of homes or firms, are counted in these.
 */
export function countsPersons({ inputs, units }: CountedIn): boolean {
  const personal = inputs.filter(
    ({ contract, ancestors, profile }) =>
      isAboutPersons(contract, profile) || ancestors.some((one) => isAboutPersons(one)),
  );
  if (personal.length === 0) return true;
  const held = personal.flatMap(({ contract, ancestors }) => [contract, ...ancestors].flatMap(pseudonymsOf));
  const persons = held.filter((type) => OF_PERSONS.includes(type));
  const allowed = persons.length > 0 ? OF_PERSONS : held;
  return units.some((type) => type !== null && allowed.includes(type));
}

function pseudonymsOf({ fields }: Contract): readonly string[] {
  return fields.flatMap(({ treatment }) =>
    treatment.kind === 'pseudonymise' ? (treatment.entityType ?? []) : [],
  );
}
