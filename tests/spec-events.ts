import type { EventType } from '../domain/names.js';
import type { ProvisionId } from '../policy/law/provisions.js';

interface EventNote {
  readonly happened: string;
  /** What makes it worth a line in the log. */
  readonly law: readonly ProvisionId[];
}

/** What docs/SPEC.md says of each event; an event without a note does not compile. */
export const EVENT_NOTES: Readonly<Record<EventType, EventNote>> = {
  linkageSubmitted: {
    happened: 'A linkage domain was submitted, and two people are asked.',
    law: ['avg-26'],
  },
  contractSubmitted: {
    happened: 'A contract was submitted, and people are asked.',
    law: ['avg-5-2', 'avg-30'],
  },
  gateAsked: {
    happened: 'A gate answered, with every rule that spoke and the hash of its facts.',
    law: ['avg-5-2'],
  },
  decisionRecorded: { happened: 'A person decided in a role, with a reason.', law: ['avg-5-2'] },
  onboardingApproved: { happened: 'Everybody who was asked approved.', law: ['avg-5-1-a'] },
  onboardingRejected: { happened: 'One person rejected.', law: ['avg-5-2'] },
  onboardingExpired: { happened: 'Nobody decided in time.', law: ['avg-5-2'] },
  onboardingRefused: { happened: 'G0 refused it, and nobody was asked.', law: ['avg-5-2'] },
  reminderDue: { happened: 'Somebody has yet to decide.', law: ['avg-5-2'] },
  deliveryOpened: { happened: 'The intake of the vault was opened for one delivery.', law: ['avg-5-1-a'] },
  deliveryAborted: {
    happened: 'A delivery ended before it was profiled; nothing of it stays.',
    law: ['avg-5-1-e'],
  },
  deliveryLanded: { happened: 'The parts that the sender read stand encrypted in landing.', law: ['avg-32'] },
  deliveryProfiled: { happened: 'The vault counted shape, columns and classes.', law: ['avg-5-1-d'] },
  deliveryRefused: { happened: 'A gate or a step refused the delivery.', law: ['avg-5-2'] },
  quarantined: {
    happened:
      'What was refused or is past its retention, or the tables of a release that ended unpublished, are set apart, with the day of destruction and whether a breach is to be assessed.',
    law: ['avg-5-1-e', 'avg-33'],
  },
  providerTold: {
    happened: 'A person passed the notice of a quarantine on to those who deliver.',
    law: ['avg-5-1-a'],
  },
  breachAssessed: {
    happened: 'A privacy officer judged whether what came without being allowed is a breach.',
    law: ['avg-33'],
  },
  destroyed: {
    happened: 'What stood in quarantine is gone: objects by their digests, and the keys of a delivery.',
    law: ['avg-5-1-e'],
  },
  pseudonymised: {
    happened: 'Persons became pseudonyms; columns were dropped or made coarser.',
    law: ['avg-25', 'avg-89-1'],
  },
  curated: { happened: 'A dataset version is ready for themes, open or restricted.', law: ['avg-5-1-c'] },
  reviewRequested: {
    happened: 'A gate asked for a judgement of steward and privacy officer.',
    law: ['avg-5-2'],
  },
  runRequested: { happened: 'An analyst asked for a theme over exact versions.', law: ['avg-5-1-b'] },
  runRefused: { happened: 'G4 or the analysis refused the run.', law: ['avg-5-1-b'] },
  runCancelled: {
    happened: 'A person ended a run before its end, and the review that it waited for with it.',
    law: ['avg-5-1-a'],
  },
  analysed: { happened: 'A result stands unprotected, where no person reads.', law: ['avg-5-1-b'] },
  releaseRequested: { happened: 'An analyst asked to release a result.', law: ['avg-5-2'] },
  protected: {
    happened: 'The tables are protected, and the attack on them failed.',
    law: ['avg-rec-162', 'wpg-22', 'wjsg-15'],
  },
  protectedTablesRead: { happened: 'Somebody who decides read them first.', law: ['avg-5-2'] },
  releaseRefused: { happened: 'G5, protection or publication refused the release.', law: ['avg-rec-162'] },
  releaseRejected: { happened: 'A checker rejected it.', law: ['avg-5-2'] },
  releaseExpired: { happened: 'Nobody decided in time.', law: ['avg-5-2'] },
  released: { happened: 'Safe tables stand in the released zone.', law: ['avg-rec-162'] },
  suspended: { happened: 'A person stopped a source.', law: ['avg-5-1-a'] },
  withdrawn: { happened: 'A version of a contract was withdrawn, for good.', law: ['avg-5-1-a'] },
  holdPlaced: {
    happened: 'A person forbade that a delivery of a source, or what is past its retention, is destroyed.',
    law: ['avg-5-1-e'],
  },
  liftingRequested: {
    happened: 'A person asked another to lift what stands on a source.',
    law: ['avg-5-2'],
  },
  suspensionLifted: { happened: 'Two persons lifted a suspension.', law: ['avg-5-2'] },
  holdLifted: { happened: 'Two persons lifted a legal hold.', law: ['avg-5-2'] },
  requestApproved: { happened: 'Everybody who was asked in a review approved.', law: ['avg-5-2'] },
  requestRejected: { happened: 'One person rejected in a review, or would not lift.', law: ['avg-5-2'] },
  requestExpired: { happened: 'Nobody decided on a review or on lifting in time.', law: ['avg-5-2'] },
  requestRefused: {
    happened: 'What a review was about was stopped, and nobody needs to decide any more.',
    law: ['avg-5-1-a'],
  },
};
