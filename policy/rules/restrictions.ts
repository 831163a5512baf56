import { isUnderArticle10 } from '../about-persons.js';
import type { Contract, Restriction, RestrictionKind } from '../contract.js';
import { isCoarseEnough, type Level } from '../levels.js';
import { organisationOf } from '../organisations.js';
import { covers } from '../purposes.js';
import { type Asked, askedFor, FROM_G0, FROM_G4, ifAny, inputsOf, type Rule } from './rule.js';

type Meets = (value: string, asked: Asked) => boolean;

/** Whether a value of a provider's restriction meets what is asked, by kind. A denied purpose covers its narrower terms. */
const MEETS: Readonly<Record<RestrictionKind, Meets>> = {
  theme: (value, { facts }) => askedFor(facts)?.theme === value,
  combine: (value, asked) => others(asked).some((other) => names(value, other)),
  purpose: (value, { facts, contract }) => {
    const run = askedFor(facts);
    const purposes = run ? [run.purpose] : contract.purposes.map(({ iri }) => iri);
    return purposes.some((purpose) => covers(value, purpose));
  },
  recipient: (value, { facts }) => {
    const run = askedFor(facts);
    const takers = run ? [run.requester, run.controller] : [];
    const classOf = (oin: string) => organisationOf(oin, facts.organisations ?? [])?.class;
    return takers.some((oin) => oin === value || classOf(oin) === value);
  },
  // Whoever holds finer areas adds them up to the denied level.
  granularity: (value, { facts }) =>
    (facts.release?.levels ?? []).some((level) => isCoarseEnough(value as Level, level)),
  key: (value, { facts }) => (askedFor(facts)?.linkedKeys ?? []).includes(value),
};

/** Every other source that is in the same table. Each of them is asked too, so a pair is met from both of its sides. */
function others({ facts, contract }: Asked): readonly Contract[] {
  return inputsOf(facts)
    .flatMap((input) => [input.contract, ...input.ancestors])
    .filter(({ sourceId }) => sourceId !== contract.sourceId);
}

/** A source id, a regime, a category of data (DPV-PD), or what the contract says of GDPR art. 9 and 10. */
function names(value: string, contract: Contract): boolean {
  const { sourceId, regimes, fields, art9, art10 } = contract;
  const known: readonly (string | null)[] = [
    sourceId,
    ...regimes,
    ...fields.map(({ category }) => category),
    ...(art9.present ? ['art9', ...art9.categories] : []),
    ...(isUnderArticle10(contract) ? ['art10'] : []),
    ...(art10.present ? art10.kinds : []),
  ];
  return known.includes(value);
}

const hitBy =
  (kind: RestrictionKind, effect: Restriction['effect']): Rule['finds'] =>
  (asked) =>
    ifAny(
      asked.contract.restrictions
        .filter((one) => one.kind === kind && one.effect === effect)
        .filter(({ until }) => until === undefined || asked.day <= until)
        .filter(({ values }) => values.some((value) => MEETS[kind](value, asked)))
        .map(({ id }) => `restrictions.${id}`),
    );

type Shared = Pick<Rule, 'code' | 'gates' | 'text' | 'cure'>;

/** What a provider denies is DENY; what it wants to be asked about is a REVIEW of people. */
function rulesOf(kind: RestrictionKind, shared: Shared): readonly Rule[] {
  const both = { ...shared, law: ['contract'] } as const;
  return [
    { ...both, outcome: 'DENY', finds: hitBy(kind, 'deny') },
    { ...both, outcome: 'REVIEW', liftedByReview: true, finds: hitBy(kind, 'require-approval') },
  ];
}

export const RESTRICTION_RULES: readonly Rule[] = [
  ...rulesOf('theme', {
    code: 'X01',
    gates: FROM_G4,
    text: {
      nl: 'Een verstrekker sluit dit thema uit, of wil dat er eerst over beslist wordt.',
      en: 'A provider excludes this theme, or wants it decided on first.',
    },
    cure: {
      nl: 'Maak het thema zonder deze bron, of vraag de verstrekker.',
      en: 'Make the theme without this source, or ask the provider.',
    },
  }),
  ...rulesOf('combine', {
    code: 'X02',
    gates: FROM_G4,
    text: {
      nl: 'Een verstrekker sluit uit dat deze bronnen samenkomen, ook via een afgeleide tabel.',
      en: 'A provider excludes that these sources are combined, through a derived table too.',
    },
    cure: { nl: 'Laat een van beide bronnen weg.', en: 'Leave one of the sources out.' },
  }),
  ...rulesOf('purpose', {
    code: 'P01',
    gates: FROM_G0,
    text: {
      nl: 'Een verstrekker sluit dit doel uit, of een ruimer doel.',
      en: 'A provider excludes this purpose, or a broader one.',
    },
    cure: { nl: 'Kies een doel dat is toegestaan.', en: 'Choose a purpose that is permitted.' },
  }),
  ...rulesOf('recipient', {
    code: 'X04',
    gates: FROM_G4,
    text: {
      nl: 'Een verstrekker sluit deze ontvanger uit.',
      en: 'A provider excludes this recipient.',
    },
    cure: {
      nl: 'Vraag de verstrekker, of maak de uitkomst zonder deze bron.',
      en: 'Ask the provider, or make the result without this source.',
    },
  }),
  ...rulesOf('key', {
    code: 'X05',
    gates: FROM_G4,
    text: {
      nl: 'Een verstrekker sluit koppelen op deze sleutel uit.',
      en: 'A provider excludes linking by this key.',
    },
    cure: { nl: 'Verbind op gebiedsniveau.', en: 'Join by area.' },
  }),
  ...rulesOf('granularity', {
    code: 'O02',
    gates: ['G5'],
    text: {
      nl: 'Een verstrekker sluit uitkomsten op dit gebiedsniveau uit, of op een ruimer niveau dat hieruit op te tellen is.',
      en: 'A provider excludes results at this level of area, or at a coarser one that adds up from it.',
    },
    cure: { nl: 'Tel op naar een ruimer niveau.', en: 'Aggregate up to a coarser level.' },
  }),
];
