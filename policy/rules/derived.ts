import type { PseudonymTag } from '../../domain/dataset.js';
import { organisationOf } from '../organisations.js';
import { type Asked, askedFor, FROM_G0, FROM_G3, ifAny, inputsOf, type Rule, when } from './rule.js';

const sameType = (a: PseudonymTag, b: PseudonymTag): boolean =>
  a.domain === b.domain && a.entityType === b.entityType && a.epoch === b.epoch;

/** Typed pseudonyms: values of two domains may not be compared. */
function otherDomains({ facts }: Asked): readonly string[] | null {
  const pairs = facts.run?.comparedPseudonyms ?? [];
  return ifAny(pairs.filter(([a, b]) => !sameType(a, b)).map(([a, b]) => `${a.domain} × ${b.domain}`));
}

/** Persons of two or more providers meet only inside a LinkageDomain that two people approved and that names each source. */
function linkedWithoutDomain({ facts, day }: Asked): readonly string[] | null {
  const { run } = facts;
  if (!run || run.comparedPseudonyms.length === 0) return null;
  const { linkage } = run;
  if (!linkage?.approvedByTwo) return ['linkageDomains'];
  const { validity, sources, themes, purpose } = linkage.domain;
  const isValid = validity.from <= day && day <= validity.until;
  const isMeant = themes.includes(run.theme) && purpose === run.purpose;
  // As an agreement of a contract (S03): what does not exist holds in the demo only.
  const isReal = !linkage.domain.fictitious || facts.mode === 'demo';
  if (!isValid || !isMeant || !isReal) return [linkage.domain.id];
  const outside = run.inputs.filter(
    ({ contract }) =>
      contract.personalData && !sources.some(({ sourceId }) => sourceId === contract.sourceId),
  );
  return ifAny(outside.map(({ dataset }) => dataset));
}

function recipientsUnlisted({ contract, facts }: Asked): readonly string[] | null {
  const known = facts.organisations ?? [];
  const abroad = contract.roles
    .filter(({ oin }) => organisationOf(oin, known)?.country !== 'NL')
    .map(({ oin }) => oin);
  if (abroad.length > 0) return abroad;
  const run = askedFor(facts);
  if (!run) return null;
  const takers = ['controller', 'joint-controller', 'recipient'];
  const unlisted = inputsOf(facts).filter(
    ({ contract: input }) =>
      input.personalData &&
      !input.roles.some(({ oin, role }) => oin === run.requester && takers.includes(role)),
  );
  return ifAny(unlisted.map(({ dataset }) => dataset));
}

/**
 * The gate knows the risk of data about persons, or denies (S00). Without quasi-identifiers there is no smallest class:
 * all stand in one, and its size tells nobody apart.
 */
function smallClasses({ contract, facts }: Asked): readonly string[] | null {
  const { risk } = facts;
  if (!contract.personalData || !risk || risk.kMin === null) return null;
  return when(risk.kMin < 10, risk.quasiIdentifiers);
}

const EXACT = ['coordinates', 'latitude', 'longitude'];

/** Exact coordinates and dates of persons under art. 9 or 10 and direct identifiers never reach curated. */
function tooExact({ contract, facts }: Asked): readonly string[] | null {
  const columns = facts.columns ?? [];
  const isDelicate = contract.art9.present || contract.art10.present;
  return ifAny(
    columns
      .filter(({ name, role, type }) => {
        if (role === 'direct-id' && type !== 'pseudonym') return true;
        return isDelicate && (type === 'date' || type === 'timestamp' || EXACT.includes(name));
      })
      .map(({ name }) => name),
  );
}

export const DERIVED_RULES: readonly Rule[] = [
  {
    code: 'X03',
    gates: ['G4'],
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
      nl: 'Een ontvanger staat niet in het contract, is onbekend of zit buiten Nederland.',
      en: 'A recipient is not listed, unknown or abroad.',
    },
    cure: { nl: 'Neem de ontvanger op in roles.', en: 'List the recipient under roles.' },
    finds: recipientsUnlisted,
  },
  {
    code: 'X05',
    gates: ['G4'],
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
    gates: ['G3'],
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
    code: 'K01',
    gates: ['G4'],
    law: ['avg-5-1-c', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Een beperkt toegankelijke bron wordt gelezen door een thema dat niet is goedgekeurd.',
      en: 'A restricted dataset is read by a theme that is not approved.',
    },
    cure: { nl: 'Laat het thema goedkeuren.', en: 'Have the theme approved.' },
    finds: ({ facts: { run } }) =>
      run?.approvedTheme === true
        ? null
        : ifAny(
            (run?.inputs ?? [])
              .filter(({ restricted }) => restricted !== false)
              .map(({ dataset }) => dataset),
          ),
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
