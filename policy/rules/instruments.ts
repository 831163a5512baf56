import type { Agreement, Contract, Regime } from '../contract.js';
import { coversPurpose, type Founded, instrumentsOf, letterOf } from '../law/instruments.js';
import { isOperational } from '../purposes.js';
import { type Asked, askedFor, FROM_G0, ifAny, type Rule, when } from './rule.js';

const POLICE_AND_JUSTICE: readonly Regime[] = ['WPG', 'WJSG'];

/** What is asked: the purpose of the run or release, and before there is one every purpose of the contract. */
function purposesAsked({ contract, facts }: Asked): readonly string[] {
  const run = askedFor(facts);
  return run ? [run.purpose] : contract.purposes.map(({ iri }) => iri);
}

/** The instruments of each regime apart: a permission for police data carries no judicial data. */
function byRegime(contract: Contract): readonly (readonly Founded[])[] {
  const all = instrumentsOf(contract.agreements);
  return POLICE_AND_JUSTICE.map((regime) => all.filter((one) => one.regime === regime));
}

/** Under a permission for research every purpose is statistical; whatever else the source rests on, none is operational. */
function beyondResearch(asked: Asked): readonly string[] | null {
  const groups = byRegime(asked.contract).filter((group) =>
    group.some(({ serves }) => serves === 'research'),
  );
  const isBeyond = groups.some((group) =>
    purposesAsked(asked).some(
      (purpose) => isOperational(purpose) || !group.some((one) => coversPurpose(one, purpose)),
    ),
  );
  return when(isBeyond, ['purposes']);
}

const placeOf = (contract: Contract, one: Agreement) => `agreements[${contract.agreements.indexOf(one)}]`;

/** Wpg 19 and 20 and Wjsg 39f serve the purpose that they name by its letter; statistics is not among them. */
function beyondLetters(asked: Asked): readonly string[] | null {
  const { contract } = asked;
  const lettered = instrumentsOf(contract.agreements).filter(({ serves }) => serves === 'lettered');
  const unnamed = lettered
    .filter(({ agreement }) => letterOf(agreement) === undefined)
    .map(({ agreement }) => `${placeOf(contract, agreement)}.purpose`);
  const alone = byRegime(contract).filter(
    (group) => group.length > 0 && group.every(({ serves }) => serves === 'lettered'),
  );
  const isBeyond = alone.some((group) =>
    purposesAsked(asked).some((purpose) => !group.some((one) => coversPurpose(one, purpose))),
  );
  return ifAny([...unnamed, ...(isBeyond ? ['purposes'] : [])]);
}

/**
 * Wpg 19 is incidental: one delivery. `earlierDeliveries` counts in the catalog; without a catalog (`sluis check`) the
 * gate has not been asked yet, and nowhere else may the count be unknown.
 */
function secondDelivery({ contract, facts, gate, isAncestor }: Asked): readonly string[] | null {
  const { earlierDeliveries } = facts;
  const police = instrumentsOf(contract.agreements).filter(({ regime }) => regime === 'WPG');
  const incidental = police.filter(({ agreement }) => agreement.kind === 'wpg-19');
  if (isAncestor || incidental.length === 0 || police.length > incidental.length) return null;
  const isOnlyTried = gate === 'G0' && facts.approval?.state === 'pending' && earlierDeliveries === undefined;
  if (isOnlyTried || earlierDeliveries === 0) return null;
  return incidental.map(({ agreement }) => placeOf(contract, agreement));
}

export const INSTRUMENT_RULES: readonly Rule[] = [
  {
    code: 'W09',
    gates: FROM_G0,
    law: ['wpg-22', 'wjsg-15'],
    outcome: 'DENY',
    text: {
      nl: 'De grondslag dekt dit doel niet: alleen statistiek, onderzoek en beleidsinformatie.',
      en: 'The instrument does not cover this purpose: statistics, research and policy information only.',
    },
    cure: {
      nl: 'Kies een statistisch doel, of een andere wettelijke grondslag.',
      en: 'Choose a statistical purpose, or another statutory instrument.',
    },
    finds: beyondResearch,
  },
  {
    code: 'W09',
    gates: FROM_G0,
    law: ['wpg-19', 'wpg-20', 'wjsg-39f'],
    outcome: 'DENY',
    text: {
      nl: 'Wpg 19 en 20 (a-d) en Wjsg 39f (a-g) dekken het doel niet, of de letter van het doel ontbreekt; statistiek hoort er niet bij.',
      en: 'Wpg 19 and 20 (a-d) and Wjsg 39f (a-g) do not cover the purpose, or its letter is missing; statistics is not among them.',
    },
    cure: {
      nl: 'Noem de letter van het doel, of vraag toestemming voor onderzoek (wpg-22, wjsg-15).',
      en: 'Name the letter of the purpose, or ask a research permission (wpg-22, wjsg-15).',
    },
    finds: beyondLetters,
  },
  {
    code: 'W09',
    gates: FROM_G0,
    law: ['wpg-19'],
    outcome: 'DENY',
    text: {
      nl: 'Wpg 19 is incidenteel: één levering, en er was er al een onder deze beslissing.',
      en: 'Wpg 19 is incidental: one delivery, and there was one already under this decision.',
    },
    cure: {
      nl: 'Vraag een nieuwe beslissing voor deze levering, of steun op wpg-18, 20 of 22.',
      en: 'Ask a new decision for this delivery, or rely on wpg-18, 20 or 22.',
    },
    finds: secondDelivery,
  },
];
