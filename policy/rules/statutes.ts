import type { Agreement, AgreementKind, Contract, ResearchPermission } from '../contract.js';
import { isOperational, isStatistical } from '../purposes.js';
import { type Asked, askedFor, FROM_G0, hasRegime, ifAny, provider, type Rule, when } from './rule.js';

const ofKind = (contract: Contract, ...kinds: AgreementKind[]): readonly Agreement[] =>
  contract.agreements.filter(({ kind }) => kinds.includes(kind));

function isWhole(permission: ResearchPermission | undefined): boolean {
  if (!permission) return false;
  const { giver, researcher, study, data, conditions } = permission;
  return [giver, researcher, study, data].every((text) => text.trim() !== '') && conditions.length > 0;
}

/** The regime's instrument is missing, or the research permission among them is not whole. */
function withoutInstrument(contract: Contract, kinds: readonly AgreementKind[], research: AgreementKind) {
  const found = ofKind(contract, ...kinds);
  if (found.length === 0) return ['agreements'];
  return ifAny(
    found.flatMap((one) =>
      one.kind === research && !isWhole(one.permission)
        ? [`agreements[${contract.agreements.indexOf(one)}].permission`]
        : [],
    ),
  );
}

function withoutTaxException(asked: Asked): readonly string[] | null {
  const { contract } = asked;
  if (!hasRegime(contract, 'AWR') && provider(asked)?.class !== 'belastingdienst') return null;
  const found = ofKind(contract, 'awr-67-2a', 'awr-67-2b', 'awr-67-3');
  if (found.length === 0) return ['agreements'];
  const names = (one: Agreement) =>
    one.awr67 && [one.awr67.body, one.awr67.task, one.awr67.data].every((text) => text.trim());
  return when(!found.some(names), ['agreements']);
}

/** Wpg 20 rests on the agreement of the competent authority, its six elements and one of the purposes a-d. */
function wpg20Incomplete({ contract }: Asked): readonly string[] | null {
  return ifAny(
    ofKind(contract, 'wpg-20').flatMap(({ wpg20 }) =>
      wpg20?.authorityAgreement && wpg20.elements.length >= 6 ? [] : ['agreements'],
    ),
  );
}

/** Wpg 19 and 20 serve their own purposes a-d; statistics is not among them and needs Wpg 22. */
function statisticsWithoutResearch({ contract, facts }: Asked): readonly string[] | null {
  const isOther = ofKind(contract, 'wpg-19', 'wpg-20').length > 0;
  if (!isOther || ofKind(contract, 'wpg-18', 'wpg-22').length > 0) return null;
  const run = askedFor(facts);
  const asked = run ? [run.purpose] : contract.purposes.map(({ iri }) => iri);
  return when(asked.some(isStatistical), ['purposes']);
}

/** What an instrument is for: research and statistics under 22 and 15; the operational purposes never under those. */
function beyondInstrument({ contract, facts }: Asked): readonly string[] | null {
  const isResearch = ofKind(contract, 'wpg-22', 'wjsg-15').length > 0;
  if (!isResearch) return null;
  const run = askedFor(facts);
  const asked = run ? [run.purpose] : contract.purposes.map(({ iri }) => iri);
  return when(
    asked.some((purpose) => isOperational(purpose) || !isStatistical(purpose)),
    ['purposes'],
  );
}

export const STATUTE_RULES: readonly Rule[] = [
  {
    code: 'W01',
    gates: FROM_G0,
    law: 'Wpg 18-20, 22; Bpg 4:7',
    mark: 'T',
    outcome: 'DENY',
    text: {
      nl: 'Politiegegevens zonder grondslag uit de Wpg, of de toestemming voor onderzoek is niet volledig.',
      en: 'Police data without an instrument of the Wpg, or the research permission is incomplete.',
    },
    cure: {
      nl: 'Noem wpg-18, 19, 20 of 22; bij 22 gever, onderzoeker, onderzoek, gegevens en voorwaarden.',
      en: 'Name wpg-18, 19, 20 or 22; for 22 giver, researcher, study, data and conditions.',
    },
    finds: ({ contract }) =>
      hasRegime(contract, 'WPG')
        ? withoutInstrument(contract, ['wpg-18', 'wpg-19', 'wpg-20', 'wpg-22'], 'wpg-22')
        : null,
  },
  {
    code: 'W02',
    gates: FROM_G0,
    law: 'Wpg 20',
    mark: 'T',
    outcome: 'DENY',
    text: {
      nl: 'De samenwerking onder Wpg 20 is niet volledig vastgelegd.',
      en: 'The cooperation under Wpg 20 is not fully laid down.',
    },
    cure: {
      nl: 'Leg de instemming van het bevoegd gezag en de zes elementen vast.',
      en: 'Lay down the agreement of the authority and the six elements.',
    },
    finds: wpg20Incomplete,
  },
  {
    code: 'W04',
    gates: FROM_G0,
    law: 'Wjsg 9, 15, 39f; Bjsg 31',
    mark: 'T',
    outcome: 'DENY',
    text: {
      nl: 'Justitiële gegevens zonder grondslag uit de Wjsg, of de toestemming voor onderzoek is niet volledig.',
      en: 'Judicial data without an instrument of the Wjsg, or the research permission is incomplete.',
    },
    cure: {
      nl: 'Noem wjsg-9, 15 of 39f; bij 15 gever, onderzoeker, onderzoek, gegevens en voorwaarden.',
      en: 'Name wjsg-9, 15 or 39f; for 15 giver, researcher, study, data and conditions.',
    },
    finds: ({ contract }) =>
      hasRegime(contract, 'WJSG')
        ? withoutInstrument(contract, ['wjsg-9', 'wjsg-15', 'wjsg-39f'], 'wjsg-15')
        : null,
  },
  {
    code: 'W05',
    gates: FROM_G0,
    law: 'AWR 67(1)-(3)',
    mark: 'T',
    outcome: 'DENY',
    text: {
      nl: 'Fiscale geheimhouding: geen uitzondering die orgaan, taak en gegevens noemt.',
      en: 'Tax secrecy: no exception that names body, task and data.',
    },
    cure: {
      nl: 'Voeg een ministeriële regeling (awr-67-2b) of ontheffing (awr-67-3) toe die orgaan, taak en gegevens noemt; een convenant volstaat niet.',
      en: 'Add a ministerial regulation (awr-67-2b) or dispensation (awr-67-3) naming body, task and data; a covenant is not enough.',
    },
    finds: withoutTaxException,
  },
  {
    code: 'W06',
    gates: FROM_G0,
    law: 'CBS-wet 37',
    mark: 'P',
    outcome: 'DENY',
    text: {
      nl: 'Microdata van het CBS komen niet in het meer.',
      en: 'Record-level data of Statistics Netherlands does not enter the lake.',
    },
    cure: {
      nl: 'Reken bij het CBS en breng gecontroleerde uitkomsten in.',
      en: 'Run at Statistics Netherlands and bring in cleared output.',
    },
    finds: ({ contract }) =>
      when(hasRegime(contract, 'CBSWET') && contract.recordUnit !== 'area', ['recordUnit']),
  },
  {
    code: 'W09',
    gates: FROM_G0,
    law: 'Wpg 22; Wjsg 15',
    mark: 'T',
    outcome: 'DENY',
    text: {
      nl: 'De grondslag dekt dit doel niet: alleen statistiek, onderzoek en beleidsinformatie.',
      en: 'The instrument does not cover this purpose: statistics, research and policy information only.',
    },
    cure: {
      nl: 'Kies een statistisch doel, of een andere wettelijke grondslag.',
      en: 'Choose a statistical purpose, or another statutory instrument.',
    },
    finds: beyondInstrument,
  },
  {
    code: 'W09',
    gates: FROM_G0,
    law: 'Wpg 19, 20',
    mark: 'T',
    outcome: 'DENY',
    text: {
      nl: 'Verstrekking onder Wpg 19 of 20 is niet voor statistiek.',
      en: 'What is provided under Wpg 19 or 20 is not for statistics.',
    },
    cure: {
      nl: 'Vraag toestemming voor onderzoek (wpg-22).',
      en: 'Ask for a research permission (wpg-22).',
    },
    finds: statisticsWithoutResearch,
  },
];
