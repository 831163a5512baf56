import { isAboutPersons } from '../about-persons.js';
import { missingFactors, widened } from '../compatibility.js';
import type { Contract } from '../contract.js';
import { derive, permits, type Terms, termsOf } from '../derived.js';
import type { InputFacts } from '../facts.js';
import { instrumentsOf } from '../law/instruments.js';
import { mayCarryTask } from '../law/references.js';
import { organisationOf } from '../organisations.js';
import { covers, isStatistical } from '../purposes.js';
import {
  type Asked,
  askedFor,
  FROM_G0,
  FROM_G1,
  ifAny,
  inputsOf,
  providers,
  type Rule,
  when,
} from './rule.js';

function groundsOfPublicBodies({ contract, facts }: Asked, article: string): readonly string[] {
  return contract.legalGround.flatMap((ground, index) => {
    const isPublic = organisationOf(ground.oin, facts.organisations ?? [])?.sector === 'public';
    return isPublic && ground.article === article ? [`legalGround[${index}].article`] : [];
  });
}

/** No task of a public body: a contract with the person, and vital interests. Of (f) L02 says so, of (a) L04 asks. */
const NO_PUBLIC_TASK = ['A6-1-b', 'A6-1-d'];

/**
 * 6(1)(c) and (e) rest on articles that the product knows to carry a task, and on somebody named who decided that it
 * carries this one; a public body rests on no other ground without one.
 */
function withoutStatute(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  const places = contract.legalGround.flatMap((ground, index) => {
    if (ground.article !== 'A6-1-c' && ground.article !== 'A6-1-e') return [];
    const unknown = ground.law.flatMap((one, at) =>
      mayCarryTask(one) ? [] : [`legalGround[${index}].law[${at}]`],
    );
    const isDecided = (ground.decidedBy ?? '').trim() !== '';
    return [
      ...(ground.law.length === 0 ? [`legalGround[${index}].law`] : unknown),
      ...(isDecided ? [] : [`legalGround[${index}].decidedBy`]),
    ];
  });
  return ifAny([
    ...(isAboutPersons(contract, facts.profile) ? withoutGround(contract) : []),
    ...places,
    ...NO_PUBLIC_TASK.flatMap((article) => groundsOfPublicBodies(asked, article)),
  ]);
}

const CONTROLLERS: readonly string[] = ['controller', 'joint-controller'];

/** Who controls, alone or jointly or for one purpose, has a ground of its own: that of another is none. */
function withoutGround({ legalGround, roles, purposes }: Contract): readonly string[] {
  if (legalGround.length === 0) return ['legalGround'];
  const lacks = (one: string) => legalGround.every(({ oin }) => oin !== one);
  return [
    ...roles.flatMap(({ oin, role }, index) =>
      CONTROLLERS.includes(role) && lacks(oin) ? [`roles[${index}]`] : [],
    ),
    ...purposes.flatMap(({ controller }, index) =>
      lacks(controller) ? [`purposes[${index}].controller`] : [],
    ),
  ];
}

/** A company that discloses needs a basis of its own beside the recipient's (the Finpro question), each company its own. */
function companyWithoutBasis(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  const companies = providers(asked).filter(({ sector }) => sector === 'private');
  if (companies.length === 0 || !isAboutPersons(contract, facts.profile)) return null;
  const hasLaw = companies.every((company) =>
    contract.legalGround.some(({ oin, law }) => oin === company.oin && law.some(mayCarryTask)),
  );
  const { kind, evidence, decidedBy } = contract.compatibility;
  const isConsented = kind === 'consent' && (evidence ?? '').trim() !== '';
  // A contract holds one assessment: whose disclosure it is about is clear where one company provides.
  const isAssessed = kind === 'assessed' && (decidedBy ?? '').trim() !== '' && companies.length === 1;
  return when(!hasLaw && !isConsented && !isAssessed, ['legalGround', 'compatibility']);
}

/**
 * Rule L01: not even "nothing found" proves anonymity; people look where a claim is not evident. That records are about
 * areas is one: two that agree in all but their figures are not.
 */
function claimNeedsReview({ contract, facts }: Asked): readonly string[] | null {
  if (contract.personalData || !facts.profile) return null;
  const { profile } = facts;
  const isClean = profile.columns.every(({ detected }) => detected.length === 0);
  const { largestClass = Number.POSITIVE_INFINITY, smallestClass } = profile;
  const isOfAreas = contract.recordUnit === 'area' && largestClass <= 1;
  return when(!isClean || !(isOfAreas || smallestClass >= 10), ['personalData', 'recordUnit']);
}

function assessmentIncomplete({ contract }: Asked): readonly string[] | null {
  const { kind, factors, decidedBy } = contract.compatibility;
  if (kind !== 'assessed') return null;
  const missing = missingFactors(factors).map((factor) => `compatibility.factors.${factor}`);
  return ifAny(decidedBy ? missing : [...missing, 'compatibility.decidedBy']);
}

function incompatible({ contract, facts }: Asked): readonly string[] | null {
  const { collectionPurpose, purposes, compatibility } = contract;
  if (!isAboutPersons(contract, facts.profile)) return null;
  const differs = purposes.some(({ iri }) => !covers(collectionPurpose.iri, iri));
  if (!differs) return null;
  const lacksEvidence = (compatibility.evidence ?? '').trim() === '';
  const isUnfounded =
    compatibility.kind === 'none' ||
    compatibility.kind === 'same' ||
    ((compatibility.kind === 'consent' || compatibility.kind === 'law-23') && lacksEvidence);
  return when(isUnfounded, ['compatibility.kind']);
}

/** What one input permits: what everything that it was made from permits, its own contract widened by its assessments. */
function termsOfInput({ contract, ancestors, lineage, assessments }: InputFacts, day: string): Terms {
  const own = (assessments ?? []).reduce((terms, one) => widened(terms, one, day), termsOf(contract));
  return derive([lineage === 'complete' ? own : 'unknown', ...ancestors.map(termsOf)]);
}

/** The triple must be permitted by every input and by everything that it was made from; no inputs permit nothing. */
function outsidePurpose({ contract, facts, day }: Asked): readonly string[] | null {
  const asked = askedFor(facts);
  if (!asked) return outsideOwnPurposes(contract, day);
  const inputs = inputsOf(facts);
  if (inputs.length === 0) return ['inputs'];
  const offending = inputs.filter((input) => !permits(termsOfInput(input, day), asked, day));
  return ifAny(offending.map(({ dataset }) => dataset));
}

/** Before a run asks, the contract does: for each purpose, theme and controller that it lists, and for at least one. */
function outsideOwnPurposes(contract: Contract, day: string): readonly string[] | null {
  const terms = termsOf(contract);
  if (terms.permissions.length === 0) return ['purposes'];
  const isForStatistics =
    contract.compatibility.kind === 'art89' || contract.regimes.includes('CBSWET') || isForResearch(contract);
  const controllers = contract.roles.filter(({ role }) => CONTROLLERS.includes(role)).map(({ oin }) => oin);
  return ifAny(
    contract.purposes.flatMap(({ iri, themes, controller }, index) => {
      const isPermitted = themes.every((theme) => permits(terms, { purpose: iri, theme, controller }, day));
      const isDenied = isForStatistics && !isStatistical(iri);
      return isPermitted && !isDenied && controllers.includes(controller) ? [] : [`purposes[${index}]`];
    }),
  );
}

/** Under a statistical instrument what is not statistical is denied, the operational purposes first of all. */
function isForResearch({ agreements }: Contract): boolean {
  return instrumentsOf(agreements).some(({ serves }) => serves === 'research');
}

function dpiaMissing({ contract, facts, day }: Asked): readonly string[] | null {
  if (!isAboutPersons(contract, facts.profile)) return null;
  const { dpia } = contract;
  if (!dpia?.ref) return ['dpia.ref'];
  const isPast = dpia.reviewBy === undefined || day > dpia.reviewBy;
  return ifAny([
    ...(dpia.outcome === undefined ? ['dpia.outcome'] : []),
    ...(isPast ? ['dpia.reviewBy'] : []),
    ...(dpia.fgAdvice === 'negative' ? ['dpia.fgAdvice'] : []),
  ]);
}

export const LEGAL_BASIS_RULES: readonly Rule[] = [
  {
    code: 'L01',
    gates: FROM_G1,
    law: ['avg-rec-26'],
    outcome: 'REVIEW',
    liftedByReview: true,
    text: {
      nl: 'Dat dit geen persoonsgegevens zijn, blijkt niet uit het bestand.',
      en: 'The file does not bear out that this is no personal data.',
    },
    cure: {
      nl: 'Laat steward en privacy officer oordelen, of verklaar persoonsgegevens.',
      en: 'Have steward and privacy officer judge, or declare personal data.',
    },
    finds: claimNeedsReview,
  },
  {
    code: 'L02',
    gates: FROM_G0,
    law: ['avg-6-1'],
    outcome: 'DENY',
    text: {
      nl: 'Een overheid beroept zich op gerechtvaardigd belang.',
      en: 'A public body relies on legitimate interests.',
    },
    cure: {
      nl: 'Noem een wettelijke taak: 6(1)(c) of (e) met een wet.',
      en: 'Name a statutory task: 6(1)(c) or (e) with a statute.',
    },
    finds: (asked) => ifAny(groundsOfPublicBodies(asked, 'A6-1-f')),
  },
  {
    code: 'L03',
    gates: FROM_G0,
    law: ['avg-6-3'],
    outcome: 'DENY',
    text: {
      nl: 'De wettelijke grondslag van een verantwoordelijke is niet genoemd, een artikel ervan is niet bekend als grondslag voor een taak, of niemand heeft besloten dat zij deze taak draagt.',
      en: 'A controller names no statute, one of its articles is not known as one that carries a task, or nobody decided that it carries this task.',
    },
    cure: {
      nl: 'Noem voor elke verantwoordelijke wet en artikel, en wie besloot; een overheid steunt op 6(1)(c) of (e).',
      en: 'Name statute and article for each controller, and who decided; a public body relies on 6(1)(c) or (e).',
    },
    finds: withoutStatute,
  },
  {
    code: 'L04',
    gates: FROM_G0,
    law: ['avg-rec-43'],
    outcome: 'REVIEW',
    liftedByReview: true,
    text: { nl: 'Een overheid beroept zich op toestemming.', en: 'A public body relies on consent.' },
    cure: {
      nl: 'Laat steward en privacy officer oordelen of de toestemming vrij is.',
      en: 'Have steward and privacy officer judge whether consent is free.',
    },
    finds: (asked) => ifAny(groundsOfPublicBodies(asked, 'A6-1-a')),
  },
  {
    code: 'L05',
    gates: FROM_G0,
    law: ['avg-6-1', 'avg-6-4'],
    outcome: 'DENY',
    text: {
      nl: 'De private verstrekker heeft geen eigen grondslag om te verstrekken.',
      en: 'The private provider has no basis of its own to disclose.',
    },
    cure: {
      nl: 'Noem een wet, toestemming of, bij één bedrijf, een beoordeelde verenigbaarheid voor de verstrekking.',
      en: 'Name a statute, consent or, for one company, an assessed compatibility for the disclosure.',
    },
    finds: companyWithoutBasis,
  },
  {
    code: 'P01',
    gates: FROM_G0,
    law: ['avg-5-1-b'],
    outcome: 'DENY',
    text: {
      nl: 'Dit doel, thema en deze verantwoordelijke zijn niet voor alle bronnen toegestaan.',
      en: 'This purpose, theme and controller are not permitted by every source.',
    },
    cure: {
      nl: 'Vraag de verstrekkers het doel in hun contract op te nemen.',
      en: 'Ask the providers to add the purpose to their contracts.',
    },
    finds: outsidePurpose,
  },
  {
    code: 'P02',
    gates: FROM_G0,
    law: ['avg-6-4'],
    outcome: 'DENY',
    text: {
      nl: 'Het doel is niet verenigbaar met dat van de verzameling.',
      en: 'The purpose is not compatible with that of collection.',
    },
    cure: {
      nl: 'Beoordeel de verenigbaarheid, of steun op artikel 89.',
      en: 'Assess compatibility, or rely on article 89.',
    },
    finds: incompatible,
  },
  {
    code: 'P03',
    gates: FROM_G0,
    law: ['avg-89-1'],
    outcome: 'CONDITIONS',
    text: {
      nl: 'Statistiek: pseudonimiseren, en alleen aggregaten verlaten het meer.',
      en: 'Statistics: pseudonymise, and only aggregates leave.',
    },
    cure: {
      nl: 'Geen actie nodig; de voorwaarde wordt gehandhaafd.',
      en: 'No action needed; the condition is enforced.',
    },
    finds: ({ contract }) => when(contract.compatibility.kind === 'art89', ['compatibility.kind']),
  },
  {
    code: 'P04',
    gates: FROM_G0,
    law: ['avg-6-4'],
    outcome: 'REVIEW',
    liftedByReview: true,
    text: {
      nl: 'De beoordeling van de verenigbaarheid is niet volledig.',
      en: 'The assessment of compatibility is incomplete.',
    },
    cure: { nl: 'Vul de vijf factoren en de beslisser in.', en: 'Fill in the five factors and the decider.' },
    finds: assessmentIncomplete,
  },
  {
    code: 'D01',
    gates: FROM_G0,
    law: ['avg-35', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'De gegevensbeschermingseffectbeoordeling ontbreekt, is verlopen of negatief geadviseerd.',
      en: 'The impact assessment is missing, past its review or advised against.',
    },
    cure: {
      nl: 'Voer een DPIA uit, of herzie haar, met advies van de FG.',
      en: 'Carry out or review a DPIA with the advice of the data protection officer.',
    },
    finds: dpiaMissing,
  },
  {
    code: 'D02',
    gates: FROM_G0,
    law: ['avg-36'],
    outcome: 'DENY',
    text: {
      nl: 'Hoog restrisico zonder voorafgaande raadpleging.',
      en: 'High residual risk without prior consultation.',
    },
    cure: { nl: 'Raadpleeg de Autoriteit Persoonsgegevens.', en: 'Consult the supervisory authority.' },
    finds: ({ contract }) => when(contract.dpia?.outcome === 'high-residual', ['dpia.outcome']),
  },
];
