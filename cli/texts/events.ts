import { EVENT_TYPES, type EventType } from '../../domain/names.js';
import type { Language } from '../language.js';

/** The types of the audit log in Dutch words; the log and JSON keep the names. */
const DUTCH: Readonly<Record<EventType, string>> = {
  linkageSubmitted: 'koppelingsdomein ingediend',
  contractSubmitted: 'contract ingediend',
  gateAsked: 'poort bevraagd',
  decisionRecorded: 'besluit vastgelegd',
  onboardingApproved: 'contract goedgekeurd',
  onboardingRejected: 'contract afgewezen',
  onboardingExpired: 'contract verlopen',
  onboardingRefused: 'contract geweigerd',
  reminderDue: 'herinnerd',
  deliveryOpened: 'levering geopend',
  deliveryAborted: 'levering afgebroken',
  deliveryLanded: 'levering binnengekomen',
  deliveryProfiled: 'levering bekeken',
  deliveryRefused: 'levering geweigerd',
  quarantined: 'in quarantaine gezet',
  pseudonymised: 'gepseudonimiseerd',
  curated: 'klaar voor thema’s',
  reviewRequested: 'oordeel gevraagd',
  runRequested: 'uitvoering gevraagd',
  runRefused: 'uitvoering geweigerd',
  runCancelled: 'uitvoering geannuleerd',
  analysed: 'thema berekend',
  releaseRequested: 'vrijgave gevraagd',
  protected: 'tabellen beschermd',
  protectedTablesRead: 'beschermde tabellen ingezien',
  releaseRefused: 'vrijgave geweigerd',
  releaseRejected: 'vrijgave afgewezen',
  releaseExpired: 'vrijgave verlopen',
  released: 'vrijgegeven',
  suspended: 'stilgezet',
  withdrawn: 'ingetrokken',
  holdPlaced: 'bewaarplicht opgelegd',
  liftingRequested: 'opheffing gevraagd',
  suspensionLifted: 'stilzetting opgeheven',
  holdLifted: 'bewaarplicht opgeheven',
  requestApproved: 'verzoek goedgekeurd',
  requestRejected: 'verzoek afgewezen',
  requestExpired: 'verzoek verlopen',
  requestRefused: 'verzoek geweigerd',
  providerTold: 'leverancier ingelicht',
  breachAssessed: 'als datalek beoordeeld',
  destroyed: 'vernietigd',
};

/** An event as people read it: in English by its own name. */
export function eventWord(type: string, language: Language): string {
  const known = EVENT_TYPES.find((one) => one === type);
  return language === 'nl' && known ? DUTCH[known] : type;
}
