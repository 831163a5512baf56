import type { PseudonymTag } from '../../domain/dataset.js';
import { isAboutPersons, isOpenInput } from '../about-persons.js';
import type { Contract, LinkageDomain } from '../contract.js';
import { organisationOf } from '../organisations.js';
import { providersOf, takersOf } from '../providers.js';
import { hasSmallClasses } from '../small-classes.js';
import { tooExact } from './exactness.js';
import { type Asked, askedFor, FROM_G0, FROM_G3, FROM_G4, ifAny, inputsOf, type Rule, when } from './rule.js';

/** Values of two pseudonym columns may be compared only where all three are equal. */
export const sameType = (a: PseudonymTag, b: PseudonymTag): boolean =>
  a.domain === b.domain && a.entityType === b.entityType && a.epoch === b.epoch;

/** Typed pseudonyms: values of two domains may not be compared. */
function otherDomains({ facts }: Asked): readonly string[] | null {
  const pairs = askedFor(facts)?.comparedPseudonyms ?? [];
  return ifAny(pairs.filter(([a, b]) => !sameType(a, b)).map(([a, b]) => `${a.domain} × ${b.domain}`));
}

/** A domain that holds now, for what is asked, and not in name only: what does not exist holds in the demo alone (S03). */
function holds(
  { validity, themes, purpose, controllers, fictitious }: LinkageDomain,
  { facts, day }: Asked,
): boolean {
  const run = askedFor(facts);
  const isValid = validity.from <= day && day <= validity.until;
  const isMeant = run !== undefined && themes.includes(run.theme) && purpose === run.purpose;
  return isValid && isMeant && controllers.includes(run.controller) && (!fictitious || facts.mode === 'demo');
}

/**
 * Persons of two or more providers meet only inside the LinkageDomain that two people approved: pseudonyms of that very
 * domain, of types that it names, of sources whose provider consents in it and whose own contract is for it.
 */
function linkedWithoutDomain(asked: Asked): readonly string[] | null {
  const run = askedFor(asked.facts);
  // Values of two types match nobody: that they are compared at all is rule X03.
  const linked = (run?.comparedPseudonyms ?? []).filter(([a, b]) => sameType(a, b));
  if (!run || linked.length === 0) return null;
  if (!run.linkage?.approvedByTwo) return ['linkageDomains'];
  const { domain } = run.linkage;
  const isWithin = linked
    .flat()
    .every((tag) => tag.domain === domain.id && domain.entityTypes.includes(tag.entityType));
  if (!isWithin || !holds(domain, asked)) return [domain.id];
  const outside = inputsOf(asked.facts).filter(
    ({ contract, ancestors, profile }) =>
      (isAboutPersons(contract, profile) && !takesPart(contract, domain)) ||
      ancestors.some((one) => isAboutPersons(one) && !takesPart(one, domain)),
  );
  return ifAny(outside.map(({ dataset }) => dataset));
}

/** Every provider of the source consents in the domain, and the source's own contract is for it. */
function takesPart(contract: Contract, { id, sources }: LinkageDomain): boolean {
  const consents = (oin: string) =>
    sources.some(
      ({ sourceId, provider, consent }) =>
        sourceId === contract.sourceId && provider === oin && consent.trim() !== '',
    );
  const providers = providersOf(contract);
  return providers.length > 0 && providers.every(consents) && contract.linkageDomains.includes(id);
}

/** Countries of the European Economic Area (GDPR chapter V is about the others). */
const EEA: readonly string[] = [
  ...[
    'AT',
    'BE',
    'BG',
    'CY',
    'CZ',
    'DE',
    'DK',
    'EE',
    'ES',
    'FI',
    'FR',
    'GR',
    'HR',
    'HU',
    'IE',
    'IS',
    'IT',
    'LI',
  ],
  ...['LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
];

/** Everybody who would get the data stands under roles, and none of them is in a third country. */
function recipientsUnlisted({ contract, facts }: Asked): readonly string[] | null {
  const known = facts.organisations ?? [];
  const countryOf = (oin: string) => organisationOf(oin, known)?.country ?? '';
  const abroad = contract.roles.map(({ oin }) => oin).filter((oin) => !EEA.includes(countryOf(oin)));
  if (abroad.length > 0) return [...new Set(abroad)];
  const run = askedFor(facts);
  if (!run) {
    const named = contract.purposes.map(({ controller }) => controller);
    return ifAny([...new Set(named.filter((oin) => !takersOf(contract).includes(oin)))]);
  }
  const unlisted = inputsOf(facts).filter(
    (input) =>
      !isOpenInput(input) &&
      [input.contract, ...input.ancestors].some((one) => !takersOf(one).includes(run.requester)),
  );
  return ifAny(unlisted.map(({ dataset }) => dataset));
}

/** The gate knows the risk of data about persons, or denies (S00). */
function smallClasses({ contract, facts, isAncestor }: Asked): readonly string[] | null {
  const { risk } = facts;
  if (isAncestor || !isAboutPersons(contract, facts.profile) || !risk) return null;
  return when(hasSmallClasses(risk), risk.quasiIdentifiers);
}

export const DERIVED_RULES: readonly Rule[] = [
  {
    code: 'X03',
    gates: FROM_G4,
    law: ['avg-5-1-b', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Pseudoniemen van verschillende domeinen worden vergeleken.',
      en: 'Pseudonyms of different domains are compared.',
    },
    cure: {
      nl: 'Verbind op gebiedsniveau, of lever opnieuw binnen één koppelingsdomein.',
      en: 'Join by area, or deliver again within one linkage domain.',
    },
    finds: otherDomains,
  },
  {
    code: 'X04',
    gates: FROM_G0,
    law: ['avg-v'],
    outcome: 'DENY',
    text: {
      nl: 'Een ontvanger staat niet in het contract, is onbekend of zit in een derde land.',
      en: 'A recipient is not listed, unknown or in a third country.',
    },
    cure: { nl: 'Neem de ontvanger op in roles.', en: 'List the recipient under roles.' },
    finds: recipientsUnlisted,
  },
  {
    code: 'X05',
    gates: FROM_G4,
    law: ['avg-5-1-b', 'avg-26', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Personen van meer dan één verstrekker worden gekoppeld zonder goedgekeurd koppelingsdomein.',
      en: 'Persons of more than one provider are linked without an approved linkage domain.',
    },
    cure: {
      nl: 'Laat twee personen over het koppelingsdomein besluiten, of koppel bij het CBS.',
      en: 'Have two people decide on the linkage domain, or link at Statistics Netherlands.',
    },
    finds: linkedWithoutDomain,
  },
  {
    code: 'K01',
    gates: FROM_G3,
    law: ['avg-5-1-c', 'product'],
    outcome: 'REVIEW',
    liftedByReview: true,
    text: {
      nl: 'Er zijn groepen kleiner dan tien personen: alleen beperkt toegankelijk.',
      en: 'There are classes below ten persons: restricted access only.',
    },
    cure: {
      nl: 'Laat steward en privacy officer besluiten, of maak kolommen grover.',
      en: 'Have steward and privacy officer decide, or coarsen columns.',
    },
    finds: smallClasses,
  },
  {
    code: 'K02',
    gates: FROM_G3,
    law: ['avg-5-1-c', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Een identificerende kolom, exacte plaats of exacte datum zou curated bereiken.',
      en: 'An identifying column, exact place or exact date would reach curated.',
    },
    cure: {
      nl: 'Laat de kolom weg, pseudonimiseer haar of maak haar grover.',
      en: 'Drop, pseudonymise or coarsen the column.',
    },
    finds: tooExact,
  },
];
