import type { Decision } from '../../domain/people.js';
import { awaiting, type DecisionRequest, decided } from '../../domain/request.js';
import type { Contract } from '../contract.js';
import { amsterdamDay, within } from '../dates.js';
import { excludedOrganisations, requiredDeciders } from '../deciders.js';
import { organisationOf } from '../organisations.js';
import { isKnownCollection, isKnownPurpose } from '../purposes.js';
import { restrictionMisfit } from '../restriction-values.js';
import { lastDay, tooLong } from '../retention.js';
import { wholeContract } from '../whole-contract.js';
import { providerWithoutAgreement } from './parties.js';
import { type Asked, askedFor, FROM_G0, HERE, ifAny, inputsOf, type Rule, when } from './rule.js';

function notValid({ contract, day }: Asked): readonly string[] | null {
  const ended = within(day, contract.validity.from, contract.validity.until) ? [] : ['validity'];
  const lapsed = contract.agreements.flatMap(({ signedOn, validFrom, validUntil }, index) =>
    within(day, validFrom, validUntil) && signedOn <= day ? [] : [`agreements[${index}]`],
  );
  return ifAny([...ended, ...lapsed]);
}

/** Replays the decisions under the same function that took them: what broke four eyes then is found now. */
export function isApproved(request: DecisionRequest, decisions: readonly Decision[]): boolean {
  try {
    return decisions.reduce(decided, awaiting(request)).stage === 'approved';
  } catch {
    return false;
  }
}

function notApproved({ contract, facts, gate, isAncestor }: Asked): readonly string[] | null {
  if (isAncestor) return null;
  const { approval } = facts;
  if (approval?.state !== 'decided')
    return when(gate !== 'G0' || approval?.state !== 'pending', ['approval']);
  const { request } = approval;
  const sameHash = request.subjectHash === facts.contractHash;
  const asksAll =
    requiredDeciders(contract).every((role) => request.deciders.includes(role)) &&
    excludedOrganisations(contract).every((oin) => request.excludedOrganisations.includes(oin));
  return when(!sameHash || !asksAll || !isApproved(request, approval.decisions), ['approval']);
}

/** `sluis check` and a first submission know nothing of a life; every later gate must. */
function isBeforeLife({ facts, gate, isAncestor }: Asked): boolean {
  return isAncestor === true || (gate === 'G0' && facts.lifecycle === undefined);
}

/** A new version may be submitted while its source is suspended: it lifts nothing, and may be the remedy. */
function isSuspended(asked: Asked): readonly string[] | null {
  const { facts, gate } = asked;
  const isSubmitted = gate === 'G0' && facts.approval?.state === 'pending';
  if (isBeforeLife(asked) || isSubmitted) return null;
  return when(facts.lifecycle?.suspended !== false, HERE);
}

function isWithdrawn(asked: Asked): readonly string[] | null {
  return isBeforeLife(asked) ? null : when(asked.facts.lifecycle?.withdrawn !== false, HERE);
}

/**
 * The zone of what is asked about, and of a result that would leave; a legal hold stops the clock. What is restricted is
 * kept shorter (K01).
 */
function retentionPassed({ contract, facts, day }: Asked): readonly string[] | null {
  const isRestricted = inputsOf(facts).some((input) => input.contract === contract && input.restricted);
  const places = [facts.retention, facts.release?.retention].flatMap((kept) => {
    if (!kept || kept.legalHold) return [];
    const since = amsterdamDay(kept.storedAt);
    const last = lastDay(contract, kept.zone, since, isRestricted ? 'restricted' : 'open');
    return day > last ? [`retention.${kept.zone}`] : [];
  });
  return ifAny(places);
}

/** Values of restrictions that no gate could ever meet. */
function meetingNothing({ restrictions }: Contract): readonly string[] {
  return restrictions.flatMap(({ kind, values }, index) =>
    values.flatMap((value, at) =>
      restrictionMisfit(kind, value) === null ? [] : [`restrictions[${index}].values[${at}]`],
    ),
  );
}

/** Outside the demo: decisions and organisations that do not exist, wherever the contract names them. */
function fictitious({ contract, facts }: Asked): readonly string[] | null {
  if (facts.mode === 'demo') return null;
  const isInvented = (oin: string) => organisationOf(oin, facts.organisations ?? [])?.fictitious === true;
  const { roles, origins, agreements, purposes, legalGround } = contract;
  const places = (list: string, are: readonly boolean[]) =>
    are.flatMap((is, index) => (is ? [`${list}[${index}]`] : []));
  return ifAny([
    ...places(
      'agreements',
      agreements.map((one) => one.fictitious || one.parties.some(isInvented)),
    ),
    ...places(
      'roles',
      roles.map(({ oin }) => isInvented(oin)),
    ),
    ...places(
      'origins',
      origins.map(({ oin }) => isInvented(oin)),
    ),
    ...places(
      'purposes',
      purposes.map(({ controller }) => isInvented(controller)),
    ),
    ...places(
      'legalGround',
      legalGround.map(({ oin }) => isInvented(oin)),
    ),
  ]);
}

/** A purpose that is none of those known is neither permitted nor excluded by any rule: another spelling of one, too. */
function unknownPurposes({ contract, facts }: Asked): readonly string[] | null {
  const run = askedFor(facts);
  return ifAny([
    ...contract.purposes.flatMap(({ iri }, index) => (isKnownPurpose(iri) ? [] : [`purposes[${index}].iri`])),
    ...(isKnownCollection(contract.collectionPurpose.iri) ? [] : ['collectionPurpose.iri']),
    ...(run === undefined || isKnownPurpose(run.purpose) ? [] : ['run.purpose']),
  ]);
}

export const SUBMISSION_RULES: readonly Rule[] = [
  {
    code: 'S01',
    gates: FROM_G0,
    law: ['avg-5-2'],
    outcome: 'DENY',
    text: {
      nl: 'Het contract is niet volledig of niet volgens het schema, staat kleinere cellen toe dan tien, bewaart te lang, of beperkt wat niet bestaat.',
      en: 'The contract is not whole or not of the schema, allows cells smaller than ten, keeps for too long, or restricts what does not exist.',
    },
    cure: {
      nl: 'Vul de genoemde plaatsen in; zet output.minCell op 10 of hoger; bewaar landing ten hoogste P3M, pseudonymised P5Y, curated en result P10Y.',
      en: 'Complete the places named; set output.minCell to 10 or more; keep landing for P3M at most, pseudonymised P5Y, curated and result P10Y.',
    },
    finds: ({ contract }) =>
      ifAny(wholeContract(contract)) ??
      ifAny([
        ...(contract.output.minCell < 10 ? ['output.minCell'] : []),
        ...tooLong(contract),
        ...meetingNothing(contract),
      ]),
  },
  {
    code: 'S01',
    gates: FROM_G0,
    law: ['avg-5-1-b', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Een doel is niet bekend: of het statistiek is, opsporing of iets anders, is niet te zeggen.',
      en: 'A purpose is not known: whether it is statistics, detection or something else cannot be told.',
    },
    cure: {
      nl: 'Kies een doel uit de lijst in docs/contracts.md, letterlijk zo geschreven.',
      en: 'Choose a purpose of the list in docs/contracts.md, spelled as it is there.',
    },
    finds: unknownPurposes,
  },
  {
    code: 'S02',
    gates: FROM_G0,
    law: ['avg-5-2'],
    outcome: 'DENY',
    text: {
      nl: 'Niet goedgekeurd, of de goedkeuring geldt een andere versie of breekt het vierogenprincipe.',
      en: 'Not approved, or approved for another version, or against the four-eyes principle.',
    },
    cure: {
      nl: 'Laat deze versie door de vereiste personen goedkeuren.',
      en: 'Have this version approved by the people it requires.',
    },
    finds: notApproved,
  },
  {
    code: 'S03',
    gates: FROM_G0,
    law: ['avg-5-1-a'],
    outcome: 'DENY',
    text: {
      nl: 'Contract of overeenkomst is nu niet geldig.',
      en: 'The contract or an agreement is not valid now.',
    },
    cure: {
      nl: 'Verleng of vervang wat verlopen is; wacht op wat nog niet getekend is of geldt.',
      en: 'Extend or replace what has lapsed; wait for what is not signed or valid yet.',
    },
    finds: notValid,
  },
  {
    code: 'S04',
    gates: FROM_G0,
    law: ['avg-26', 'avg-28'],
    outcome: 'DENY',
    text: {
      nl: 'De verstrekker is geen partij bij een overeenkomst die nodig is.',
      en: 'The provider is not party to an agreement that it needs.',
    },
    cure: {
      nl: 'Sluit een overeenkomst waarin de verstrekker partij is en neem haar op onder agreements.',
      en: 'Sign an agreement with the provider as a party and list it under agreements.',
    },
    finds: providerWithoutAgreement,
  },
  {
    code: 'S05',
    gates: FROM_G0,
    law: ['avg-5-1-a'],
    outcome: 'DENY',
    text: { nl: 'De bron is geschorst.', en: 'The source is suspended.' },
    cure: { nl: 'Laat twee personen de schorsing opheffen.', en: 'Have two people lift the suspension.' },
    finds: isSuspended,
  },
  {
    code: 'S05',
    gates: FROM_G0,
    law: ['avg-5-1-a'],
    outcome: 'DENY',
    text: {
      nl: 'Deze versie van het contract is ingetrokken.',
      en: 'This version of the contract is withdrawn.',
    },
    cure: {
      nl: 'Dien een nieuwe versie in die de verstrekker wil dragen.',
      en: 'Submit a new version that the provider stands behind.',
    },
    finds: isWithdrawn,
  },
  {
    code: 'S03',
    gates: FROM_G0,
    law: ['product'],
    outcome: 'DENY',
    text: {
      nl: 'Een fictieve overeenkomst of organisatie geldt alleen in de demo.',
      en: 'A fictitious agreement or organisation holds in the demo only.',
    },
    cure: {
      nl: 'Vervang haar door een bestaand besluit of een bestaande organisatie.',
      en: 'Replace it by an existing decision or organisation.',
    },
    finds: fictitious,
  },
  {
    code: 'T01',
    gates: FROM_G0,
    law: ['avg-5-1-e'],
    outcome: 'DENY',
    text: { nl: 'De bewaartermijn van deze zone is voorbij.', en: 'The retention of this zone has passed.' },
    cure: {
      nl: 'Sluis wist dit zelf. Bestaat het doel nog: lever opnieuw, of vraag een uitkomst opnieuw.',
      en: 'Sluis erases this by itself. If the purpose still stands: deliver again, or ask for a result again.',
    },
    finds: retentionPassed,
  },
];
