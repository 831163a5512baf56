import { isOpenInput } from '../about-persons.js';
import { excludedStaff, releaseDeciders } from '../deciders.js';
import { derive, termsOf } from '../derived.js';
import type { InputFacts, ReleaseFacts } from '../facts.js';
import { isCoarseEnough, type Level } from '../levels.js';
import { PUBLISHABLE_STATISTICS } from '../statistics.js';
import { type Asked, HERE, hasRegime, ifAny, type Rule, when } from './rule.js';
import { isApproved } from './submission.js';

const G5 = ['G5'] as const;

const contractsOf = ({ contract, ancestors }: InputFacts) => [contract, ...ancestors];

/** One input that is not open makes the whole table subject to protection. */
function unprotected(release: ReleaseFacts): boolean {
  if (release.protection === 'safe') return false;
  return (
    release.protection !== 'not-needed' || !release.inputs.every(isOpenInput) || release.inputs.length === 0
  );
}

function researchUnsafe({ facts }: Asked): readonly string[] | null {
  const { release } = facts;
  if (!release || !unprotected(release)) return null;
  const police = release.inputs.filter((input) =>
    contractsOf(input).some((one) => hasRegime(one, 'WPG') || hasRegime(one, 'WJSG')),
  );
  return ifAny(police.map(({ dataset }) => dataset));
}

/** Inputs whose provider, or that of an ancestor, allows no area as small as these; and a theme that said less. */
function finerThanAllowed({ facts: { release } }: Asked): readonly string[] | null {
  if (!release?.levels) return null;
  const isShown = (least: Level) => release.levels?.every((level) => isCoarseEnough(level, least));
  const inputs = release.inputs
    .filter((one) => !contractsOf(one).every(({ output }) => isShown(output.minLevel)))
    .map(({ dataset }) => dataset);
  return ifAny(isShown(release.promisedLevel) ? inputs : [...inputs, 'minimumLevel']);
}

const isOpenAltogether = ({ inputs }: ReleaseFacts) => inputs.length > 0 && inputs.every(isOpenInput);

/** A figure less another that is public is about one to nine units, or about the changed values of so few. */
function differsByFew({ facts: { release } }: Asked): readonly string[] | null {
  if (!release || isOpenAltogether(release)) return null;
  const isFew = (units: number | null) => units !== null && units > 0 && units < 10;
  return ifAny(
    (release.differences ?? [])
      .filter(({ fewestUnits, fewestChanged }) => [fewestUnits, fewestChanged].some(isFew))
      .map((one) => one.release),
  );
}

/** Statistics by which a small area tells of its persons. */
const RATES: readonly string[] = ['share', 'rate', 'mean', 'median', 'quantile', 'change'];

const showsRates = (release: ReleaseFacts) =>
  !isOpenAltogether(release) && release.statistics.some((one) => RATES.includes(one));

const LEAST_HOUSEHOLDS = 100;

const FORBIDDEN_KINDS = ['identifier', 'pseudonym', 'address', 'coordinate', 'free-text'] as const;

function identifying({ facts }: Asked): readonly string[] | null {
  const { release } = facts;
  if (!release) return null;
  const kinds = FORBIDDEN_KINDS.filter((kind) => release.columnKinds.includes(kind));
  const least = derive(release.inputs.flatMap(contractsOf).map(termsOf)).minCell;
  const isTooFew = release.fewestUnits !== null && release.fewestUnits > 0 && release.fewestUnits < least;
  return ifAny([...kinds, ...(isTooFew ? [`fewer than ${least} persons`] : [])]);
}

/**
 * Not decided on these tables by every person that they need, none of them of a provider's staff; before people are asked
 * there is nothing to decide on.
 */
function releaseNotApproved({ facts }: Asked): readonly string[] | null {
  const { release } = facts;
  if (!release || release.approval?.state === 'pending') return null;
  if (release.approval?.state !== 'decided') return ['release.approval'];
  const { request, decisions } = release.approval;
  const contracts = release.inputs.flatMap(contractsOf);
  const asksAll =
    releaseDeciders(contracts).every((role) => request.deciders.includes(role)) &&
    excludedStaff(contracts).every((oin) => request.excludedOrganisations.includes(oin));
  const isSame = release.tables !== undefined && request.subjectHash === release.tables;
  return when(!asksAll || !isSame || !isApproved(request, decisions), ['release.approval']);
}

/** A score, rank or list says something of each unit (O06). */
const PER_UNIT = ['score', 'rank', 'list'] as const;

export const RELEASE_RULES: readonly Rule[] = [
  {
    code: 'S02',
    gates: G5,
    law: ['avg-5-2'],
    outcome: 'DENY',
    text: {
      nl: 'Over deze tabellen is niet besloten door wie erover moeten besluiten.',
      en: 'These tables were not decided on by the people they require.',
    },
    cure: {
      nl: 'Laat een output checker, en waar nodig de privacy officer, besluiten.',
      en: 'Have an output checker decide, and the privacy officer where the sources ask for two.',
    },
    finds: releaseNotApproved,
  },
  {
    code: 'W03',
    gates: G5,
    law: ['wpg-22', 'wjsg-15'],
    outcome: 'DENY',
    text: {
      nl: 'Een uitkomst uit politie- of justitiegegevens is niet beveiligd tegen herleiding.',
      en: 'A figure from police or judicial data is not safe from being traced back.',
    },
    cure: { nl: 'Beveilig de tabel, of maak haar grover.', en: 'Protect the table, or coarsen it.' },
    finds: researchUnsafe,
  },
  {
    code: 'O01',
    gates: G5,
    law: ['avg-rec-26', 'avg-rec-162'],
    outcome: 'DENY',
    text: {
      nl: 'De tabel heeft haar eigen aanval niet doorstaan, of is niet beveiligd.',
      en: 'The table did not survive its own attack, or was not protected.',
    },
    cure: {
      nl: 'Maak de tabel grover en beveilig haar opnieuw.',
      en: 'Coarsen the table and protect it again.',
    },
    finds: ({ facts }) => when(facts.release !== undefined && unprotected(facts.release), HERE),
  },
  {
    code: 'O02',
    gates: G5,
    law: ['contract'],
    outcome: 'DENY',
    text: {
      nl: 'De gebieden zijn kleiner dan een verstrekker toestaat of het thema zegt.',
      en: 'The areas are smaller than a provider allows or the theme says.',
    },
    cure: { nl: 'Tel op naar het toegestane niveau.', en: 'Aggregate up to the allowed level.' },
    finds: finerThanAllowed,
  },
  {
    code: 'O03',
    gates: G5,
    law: ['avg-rec-162'],
    outcome: 'DENY',
    text: {
      nl: 'Een kolom identificeert, of een cijfer gaat over te weinig personen.',
      en: 'A column identifies, or a figure is about too few persons.',
    },
    cure: { nl: 'Laat de kolom weg of voeg groepen samen.', en: 'Drop the column or merge groups.' },
    finds: identifying,
  },
  {
    code: 'O03',
    gates: G5,
    law: ['avg-rec-162'],
    outcome: 'DENY',
    text: {
      nl: 'Een tabel over personen telt iets anders dan personen, zodat tien van wat zij telt één persoon kunnen zijn.',
      en: 'A table about persons counts something other than persons, so that ten of what it counts may be one person.',
    },
    cure: {
      nl: 'Neem als eenheid (unit) het pseudoniem van de persoon of het huishouden zelf, onbewerkt.',
      en: 'Take as its unit the pseudonym of the person or household itself, as it stands.',
    },
    finds: ({ facts: { release } }) => ifAny((release?.otherUnits ?? []).map((id) => `${id}.unit`)),
  },
  {
    code: 'O04',
    gates: G5,
    law: ['avg-rec-162', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Een cijfer verschilt minder dan tien eenheden van wat openbaar is, of door de gewijzigde waarden van zo weinig eenheden.',
      en: 'A figure differs from what is public by fewer than ten units, or by the changed values of so few.',
    },
    cure: {
      nl: 'Verberg het cijfer, of houd de tabel gelijk aan wat openbaar is.',
      en: 'Hide the figure, or keep the table as what is public.',
    },
    finds: differsByFew,
  },
  {
    code: 'O04',
    gates: G5,
    law: ['avg-rec-162', 'product'],
    outcome: 'CONDITIONS',
    text: {
      nl: 'Niet vergeleken met eerdere uitgaven: wie besluit, legt de tabellen er zelf naast.',
      en: 'Not compared with earlier releases: those who decide hold the tables beside them.',
    },
    cure: {
      nl: 'Leg eerdere tabellen over dezelfde bronnen ernaast.',
      en: 'Hold earlier tables of the same sources beside these.',
    },
    finds: ({ facts: { release } }) =>
      when(release !== undefined && release.differences === undefined && !isOpenAltogether(release)),
  },
  {
    code: 'O05',
    gates: G5,
    law: ['product'],
    outcome: 'DENY',
    text: {
      nl: 'Een gebied met cijfers over personen heeft minder dan honderd huishoudens.',
      en: 'An area that shows rates on persons has fewer than a hundred households.',
    },
    cure: { nl: 'Tel op naar een groter gebied.', en: 'Aggregate up to a larger area.' },
    finds: ({ facts: { release } }) =>
      when(
        release !== undefined &&
          showsRates(release) &&
          (release.households?.fewest ?? LEAST_HOUSEHOLDS) < LEAST_HOUSEHOLDS,
      ),
  },
  {
    code: 'O05',
    gates: G5,
    law: ['product'],
    outcome: 'CONDITIONS',
    text: {
      nl: 'Gebieden met minder dan honderd huishoudens zijn opgeteld, of niemand heeft de huishoudens geteld: dan beoordeelt wie besluit het.',
      en: 'Areas of fewer than a hundred households were aggregated up, or nobody counted: then those who decide judge it.',
    },
    cure: {
      nl: 'Tel de huishoudens per gebied, of tel op.',
      en: 'Count the households of each area, or aggregate up.',
    },
    finds: ({ facts: { release } }) =>
      when(
        release !== undefined &&
          showsRates(release) &&
          (release.households === undefined || release.households.aggregatedAreas > 0),
      ),
  },
  {
    code: 'O06',
    gates: G5,
    law: ['product'],
    outcome: 'DENY',
    text: {
      nl: 'Een score per eenheid, of een statistiek die niet naar buiten mag.',
      en: 'A score per unit, or a statistic that may not leave.',
    },
    cure: {
      nl: 'Gebruik een statistiek van de lijst, per gebied.',
      en: 'Use a statistic of the list, by area.',
    },
    finds: ({ facts }) => {
      const { release } = facts;
      if (!release) return null;
      const others = release.statistics.filter(
        (one) => !PUBLISHABLE_STATISTICS.some((publishable) => publishable === one),
      );
      return ifAny([...others, ...PER_UNIT.filter((kind) => release.columnKinds.includes(kind))]);
    },
  },
];
