import type { Contract, Iri } from './contract.js';

const PD = 'https://w3id.org/dpv/pd#';
const terms = (...names: readonly string[]): readonly Iri[] => names.map((name) => `${PD}${name}`);

/** Terms (DPV-PD) that may tell where somebody comes from: declared, or the reason why not is judged by people. */
export const ORIGIN: readonly Iri[] = terms('BirthPlace', 'Nationality', 'EthnicOrigin', 'Ethnicity');

/** Terms that are of a special kind by what they are, under the word for it in `art9.categories`. */
const SPECIAL_OF: Readonly<Record<string, readonly Iri[]>> = {
  ethnicity: terms('Race'),
  politics: terms('PoliticalAffiliation', 'PoliticalOpinion'),
  religion: terms('Religion', 'ReligiousBelief', 'PhilosophicalBelief'),
  'trade-union': terms('TradeUnionMembership'),
  genetic: terms('Genetic'),
  biometric: terms('Biometric'),
  health: terms('Health', 'MedicalHealth', 'MentalHealth', 'PhysicalHealth', 'HealthRecord', 'Disability'),
  sexuality: terms('Sexual', 'SexualPreference', 'SexualHistory'),
};

/** No reason makes these another kind of data. */
export const SPECIAL: readonly Iri[] = Object.values(SPECIAL_OF).flat();

/** Words for the special categories of GDPR art. 9, as a contract declares them. */
export const ART9_CATEGORIES: readonly string[] = Object.keys(SPECIAL_OF);

/** Whether what a contract says of GDPR art. 9 speaks of this term: what is declared of health says nothing of religion. */
export function isDeclaredSpecial({ present, categories }: Contract['art9'], term: Iri): boolean {
  return (
    present &&
    categories.some(
      (word) => SPECIAL_OF[word]?.includes(term) || (word === 'ethnicity' && ORIGIN.includes(term)),
    )
  );
}
