import { isAboutPersons } from '../about-persons.js';
import type { CollectedFor, Contract, Oin, Regime } from '../contract.js';
import { COLLECTS, organisationOf } from '../organisations.js';
import { providersOf } from '../providers.js';
import { type Asked, FROM_G0, hasRegime, ifAny, type Rule } from './rule.js';

/** The regime that goes with data, by the task for which it was collected. */
const REGIME_OF: Readonly<Record<CollectedFor, Regime | null>> = {
  policing: 'WPG',
  justice: 'WJSG',
  taxation: 'AWR',
  'official-statistics': 'CBSWET',
  other: null,
};

/**
 * For what the delivered data was collected: as the contract says of each origin, and by what provider and origins are.
 * Whoever passes data on passes its secrecy on.
 */
export function collectedFor({ contract, facts }: Asked): readonly CollectedFor[] {
  const sources = [...contract.origins.map(({ oin }) => oin), ...providersOf(contract)];
  return [...new Set(sources.flatMap((oin) => collectedBy(oin, { contract, facts })))];
}

/** For what one of them collected it: both as the contract says, and by what it is. */
export function collectedBy(
  oin: Oin,
  { contract, facts }: Pick<Asked, 'contract' | 'facts'>,
): readonly CollectedFor[] {
  const known = organisationOf(oin, facts.organisations ?? []);
  const declared = contract.origins.filter((one) => one.oin === oin).map((one) => one.collectedFor);
  return [...declared, ...(known ? [COLLECTS[known.class] ?? 'other'] : [])];
}

function regimesDoNotFit(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  const providers = providersOf(contract);
  if (providers.length === 0) return ['roles'];
  if (!providers.every((oin) => contract.origins.some((origin) => origin.oin === oin))) return ['origins'];
  if (isPublished(asked)) return null;
  const isOfPersons = isAboutPersons(contract, facts.profile);
  const needed = collectedFor(asked)
    // Figures that the statistics office publishes about areas fall under no regime of its own; microdata does.
    .filter((task) => task !== 'official-statistics' || contract.recordUnit !== 'area' || isOfPersons)
    .map((task) => REGIME_OF[task]);
  const ofRecipient: readonly (Regime | null)[] = isOfPersons ? ['AVG'] : [];
  const missing = [...needed, ...ofRecipient].filter(
    (regime) => regime !== null && !hasRegime(contract, regime),
  );
  return ifAny(missing.length > 0 ? ['regimes'] : []);
}

/**
 * What anybody may read of areas (offences a neighbourhood, of the police) or of codes is no longer the record that a
 * statute keeps secret. Of any other unit one line is a record still, and a licence takes no secrecy from it.
 */
export function isPublished({ contract, facts }: Asked): boolean {
  const isOpen = contract.regimes.every((regime) => regime === 'OPEN');
  return (
    isOpen &&
    !isAboutPersons(contract, facts.profile) &&
    (contract.recordUnit === 'area' || listsCodes(contract))
  );
}

/** A list such as that of kinds of offence: codes and their names, and nothing of a person, a place, a day or an amount. */
function listsCodes({ recordUnit, geography, fields }: Contract): boolean {
  return (
    recordUnit === 'object' &&
    geography === undefined &&
    fields.every(
      ({ role, logicalType, category, treatment }) =>
        category === null &&
        ((treatment.kind === 'drop' && role === 'technical') ||
          (['keep', 'drop'].includes(treatment.kind) &&
            role === 'dimension' &&
            ['text', 'code'].includes(logicalType))),
    )
  );
}

export const ORIGIN_RULES: readonly Rule[] = [
  {
    code: 'R01',
    gates: FROM_G0,
    law: ['wpg-7', 'wjsg-52', 'awr-67-1', 'gemeentewet-231', 'cbs-37'],
    outcome: 'DENY',
    text: {
      nl: 'De regimes passen niet bij de aard van de verstrekker.',
      en: 'The regimes do not fit what the provider is.',
    },
    cure: {
      nl: 'Vul regimes aan met het regime van de verstrekker.',
      en: "Add the provider's own regime to regimes.",
    },
    finds: regimesDoNotFit,
  },
];
