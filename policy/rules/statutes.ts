import { isAboutPersons, OF_PERSONS } from '../about-persons.js';
import {
  type Agreement,
  type AgreementKind,
  type Contract,
  type ResearchPermission,
  WGS_PARTNERSHIPS,
} from '../contract.js';
import { letterOf } from '../law/instruments.js';
import { takersOf } from '../providers.js';
import { isStatistical } from '../purposes.js';
import { collectedFor, isPublished } from './origins.js';
import { type Asked, askedFor, FROM_G0, FROM_G4, hasRegime, ifAny, type Rule, when } from './rule.js';

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

/** Every recipient is a party to an exception that names body, task and data: for another body it lifts no secrecy. */
function withoutTaxException(asked: Asked): readonly string[] | null {
  const { contract } = asked;
  if (!hasRegime(contract, 'AWR') && !collectedFor(asked).includes('taxation')) return null;
  const whole = ofKind(contract, 'awr-67-2a', 'awr-67-2b', 'awr-67-3').filter(
    ({ awr67 }) => awr67 && [awr67.body, awr67.task, awr67.data].every((text) => text.trim() !== ''),
  );
  const isNamed = (oin: string) => whole.some(({ parties }) => parties.includes(oin));
  return when(whole.length === 0 || !receivers(asked).every(isNamed), ['agreements']);
}

/** Who would receive: the requester of a run or release, and before there is one every recipient of the contract. */
function receivers({ contract, facts }: Asked): readonly string[] {
  const run = askedFor(facts);
  return run ? [run.requester] : takersOf(contract);
}

/** Wpg 20: agreement of the competent authority, six elements, a purpose a-d, and every recipient named as a party. */
function wpg20Incomplete(asked: Asked): readonly string[] | null {
  const { contract } = asked;
  return ifAny(
    ofKind(contract, 'wpg-20').flatMap((one) => {
      const place = `agreements[${contract.agreements.indexOf(one)}]`;
      const elements = new Set((one.wpg20?.elements ?? []).map((text) => text.trim()).filter(Boolean));
      return [
        ...(one.wpg20?.authorityAgreement === true ? [] : [`${place}.wpg20.authorityAgreement`]),
        ...(elements.size >= 6 ? [] : [`${place}.wpg20.elements`]),
        ...(letterOf(one) === undefined ? [`${place}.wpg20.purpose`] : []),
        ...(receivers(asked).every((oin) => one.parties.includes(oin)) ? [] : [`${place}.parties`]),
      ];
    }),
  );
}

/** By what it was collected for, as under W05: no other regime and no other hand makes microdata something else. */
function cbsRecords(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  const isUnderAct = hasRegime(contract, 'CBSWET');
  const isOfCbs = isUnderAct || collectedFor(asked).includes('official-statistics');
  if (!isOfCbs || isPublished(asked)) return null;
  const found = (facts.profile?.columns ?? []).filter(({ detected }) =>
    detected.some((kind) => OF_PERSONS.includes(kind)),
  );
  // Under another regime areas may have names of their own.
  const isFound = isUnderAct || isAboutPersons(contract, facts.profile);
  return ifAny([
    ...(contract.recordUnit === 'area' ? [] : ['recordUnit']),
    ...(contract.personalData ? ['personalData'] : []),
    ...(isFound ? found.map(({ name }) => name) : []),
  ]);
}

/** The partnership is one of the four, everybody who receives takes part in it, and its model is validated and does not learn by itself. */
function wgsUnfounded(asked: Asked): readonly string[] | null {
  const { contract } = asked;
  const claims = ofKind(contract, 'wgs');
  if (claims.length === 0) return when(hasRegime(contract, 'WGS'), ['agreements']);
  return ifAny(
    claims.flatMap((one) => {
      const place = `agreements[${contract.agreements.indexOf(one)}]`;
      const isOneOfFour = WGS_PARTNERSHIPS.some((name) => name === one.wgsPartnership);
      const isModelFit = one.wgsModel?.validated === true && one.wgsModel.selfLearning === false;
      return [
        ...(isOneOfFour ? [] : [`${place}.wgsPartnership`]),
        ...(receivers(asked).every((oin) => one.parties.includes(oin)) ? [] : [`${place}.parties`]),
        ...(isModelFit ? [] : [`${place}.wgsModel`]),
      ];
    }),
  );
}

export const STATUTE_RULES: readonly Rule[] = [
  {
    code: 'W01',
    gates: FROM_G0,
    law: ['wpg-18', 'wpg-19', 'wpg-20', 'wpg-22', 'bpg-4-7'],
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
    law: ['wpg-20'],
    outcome: 'DENY',
    text: {
      nl: 'De samenwerking onder Wpg 20 is niet volledig vastgelegd, of een ontvanger is er niet in genoemd.',
      en: 'The cooperation under Wpg 20 is not fully laid down, or a recipient is not named in it.',
    },
    cure: {
      nl: 'Leg de instemming van het bevoegd gezag, de zes elementen, het doel (a-d) en elke ontvanger vast.',
      en: 'Lay down the agreement of the authority, the six elements, the purpose (a-d) and every recipient.',
    },
    finds: wpg20Incomplete,
  },
  {
    code: 'W04',
    gates: FROM_G0,
    law: ['wjsg-9', 'wjsg-15', 'wjsg-39f', 'bjsg-31'],
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
    law: ['awr-67-1', 'awr-67-2', 'awr-67-3', 'gemeentewet-231'],
    outcome: 'DENY',
    text: {
      nl: 'Fiscale geheimhouding: geen uitzondering die orgaan, taak en gegevens noemt, of een ontvanger is er geen partij bij.',
      en: 'Tax secrecy: no exception that names body, task and data, or a recipient is no party to it.',
    },
    cure: {
      nl: 'Voeg een ministeriële regeling (awr-67-2b) of ontheffing (awr-67-3) toe die orgaan, taak en gegevens noemt, met elke ontvanger als partij; een convenant volstaat niet.',
      en: 'Add a ministerial regulation (awr-67-2b) or dispensation (awr-67-3) naming body, task and data, with every recipient as a party; a covenant is not enough.',
    },
    finds: withoutTaxException,
  },
  {
    code: 'W06',
    gates: FROM_G0,
    law: ['cbs-37', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Microdata van het CBS komen niet in het meer.',
      en: 'Record-level data of Statistics Netherlands does not enter the lake.',
    },
    cure: {
      nl: 'Reken bij het CBS en breng gecontroleerde uitkomsten in.',
      en: 'Run at Statistics Netherlands and bring in cleared output.',
    },
    finds: cbsRecords,
  },
  {
    code: 'W07',
    gates: FROM_G4,
    law: ['cbs-37', 'cbs-41'],
    outcome: 'DENY',
    text: {
      nl: 'Materiaal onder de CBS-wet, voor een doel dat geen statistiek is.',
      en: 'Material under the act on Statistics Netherlands, for a purpose that is not statistical.',
    },
    cure: { nl: 'Kies een statistisch doel.', en: 'Choose a statistical purpose.' },
    finds: ({ contract, facts }) =>
      when(hasRegime(contract, 'CBSWET') && !isStatistical(askedFor(facts)?.purpose ?? ''), ['purpose']),
  },
  {
    code: 'W08',
    gates: FROM_G0,
    law: ['wgs'],
    outcome: 'DENY',
    text: {
      nl: 'Beroep op de WGS: geen van de vier samenwerkingsverbanden, geen deelnemer, of een model dat niet gevalideerd is of zelf leert.',
      en: 'The WGS is claimed: none of the four partnerships, no participant, or a model that is not validated or learns by itself.',
    },
    cure: {
      nl: 'Noem ZVH, RIEC, FEC of iCOV met ontvangers als partij en een gevalideerd model, of steun op een andere wet.',
      en: 'Name ZVH, RIEC, FEC or iCOV with the recipients as parties and a validated model, or rely on another statute.',
    },
    finds: wgsUnfounded,
  },
];
