import type { ErrorCode } from '../../domain/errors.js';

/** What each code means, and what to do where a message names no command; `docs/errors.md` is made of the English ones. */
export interface ErrorTexts {
  readonly happened: string;
  readonly next: string;
}

/** A code without an explanation does not compile. */
export const ERRORS_EN: Readonly<Record<ErrorCode, ErrorTexts>> = {
  PolicyRefused: {
    happened: 'A gate said no, or no contract of the source is approved.',
    next: 'Read the rules with their cures: `sluis deliveries show ID`, `sluis runs show ID`, `sluis check CONTRACT`. Where S05 stopped a source: `sluis sources show SOURCE`.',
  },
  NotProtectable: {
    happened: 'A table could not be made safe, or did not survive the attack on its own file.',
    next: 'Coarsen the table, or allow more time; of two tables that give each other away, release one.',
  },
  SqlRefused: {
    happened: 'The SQL of a theme is outside the subset, or reads what theme.yaml does not declare.',
    next: 'Correct the statement at the line that the message names.',
  },
  KeyDestroyed: {
    happened: 'The key was destroyed on purpose; what it opened is gone for good.',
    next: 'Have the data delivered anew, should its contract still allow that.',
  },
  FourEyes: {
    happened:
      'This natural person submitted the request, decided on it in another role, or works for the provider.',
    next: 'Let another person decide; `sluis inbox` says which roles are missing.',
  },
  RoleMissing: {
    happened: 'The account does not have the role that the step takes.',
    next: 'Use an account of that role.',
  },
  DemoOnly: {
    happened: 'A demo account (`--as`) was used outside demo mode.',
    next: 'There is no other sign-on yet: this version runs in demo mode only.',
  },
  TokenRefused: {
    happened:
      'The intake does not know the attempt or its token, or the object store refused the credentials.',
    next: 'Deliver again; with a store of your own, see to the credentials of that zone.',
  },
  ContractInvalid: {
    happened:
      'A contract or linkage domain cannot be right, or its files are of a type that is not read yet.',
    next: 'Correct it at the line and column of the message, then `sluis check CONTRACT`.',
  },
  SourceMalformed: {
    happened: 'The delivered bytes are not what the contract says: encoding, shape, columns or values.',
    next: 'Give a whole and corrected file, or agree on a contract that fits it.',
  },
  SpecInvalid: {
    happened: 'The specification of a table, or a query, cannot be carried out.',
    next: 'Correct it where the message says; `docs/disclosure-control.md` describes table.yaml.',
  },
  ThemeInvalid: {
    happened: 'A theme.yaml, or the table that it asks for, cannot be right.',
    next: 'Correct it at the line and column of the message.',
  },
  UsageInvalid: {
    happened: 'An option, a file name or a variable cannot be used.',
    next: '`sluis COMMAND --help` has an example.',
  },
  AlreadyDecided: {
    happened: 'The role has decided on this request, or the key stands for another decision.',
    next: '`sluis inbox --all` shows what was decided; a new decision takes a new key.',
  },
  RequestClosed: {
    happened:
      'The request, review or intake no longer waits: it was decided, refused, sealed, or it expired. Or the run has ended.',
    next: '`sluis inbox --all`, `sluis runs`; submit or deliver anew where that is meant.',
  },
  StaleHash: {
    happened: 'The request changed after it was read; a decision holds for what was read only.',
    next: 'Read it again (`sluis inbox`) and decide on that.',
  },
  CatalogConflict: {
    happened: 'The catalog holds something else under this identity; nothing was overwritten.',
    next: 'Look at what is there: `sluis inbox --all`, `sluis audit log`.',
  },
  ObjectExists: {
    happened: 'The part was sent already or is arriving; a zone is written once.',
    next: 'Deliver anew: another attempt has a place and a key of its own.',
  },
  SourceUnknown: {
    happened: 'No contract of that source was ever submitted.',
    next: '`sluis sources`; submit one with `sluis onboard FILE`.',
  },
  ThemeUnknown: { happened: 'There is no folder of that name in `themes/`.', next: '`sluis themes list`.' },
  RequestUnknown: {
    happened: 'There is no request of that id.',
    next: '`sluis inbox`, `sluis inbox --all`.',
  },
  DeliveryUnknown: {
    happened: 'There is no delivery of that id, or nothing of it was kept.',
    next: '`sluis deliveries`.',
  },
  RunUnknown: { happened: 'There is no run of a theme of that id.', next: '`sluis runs`.' },
  ReleaseUnknown: { happened: 'There is no release of that id.', next: '`sluis results list`.' },
  DatasetUnknown: {
    happened:
      'There is no dataset, version, column or table of that name, or it stands in quarantine; or nothing of that name stands there.',
    next: '`sluis datasets`, `sluis results`, `sluis quarantine`.',
  },
  ObjectMissing: {
    happened: 'The store does not hold an object that was asked for.',
    next: '`sluis audit verify` names each object that is missing.',
  },
  KeyUnavailable: {
    happened: 'A key cannot be had now: key files unreadable, or wrapped under another key-encryption key.',
    next: 'See to the key folder of the vault and to `vault.kek`: put back what belongs there.',
  },
  StoreUnavailable: {
    happened: 'The object store did not answer, or a transfer broke off.',
    next: 'Try again; `sluis status`, and `s3.log` in the state folder.',
  },
  CatalogUnavailable: { happened: 'PostgreSQL did not answer.', next: '`sluis up`; `sluis status`.' },
  TemporalUnavailable: { happened: 'Temporal did not answer.', next: '`sluis up`; `sluis status`.' },
  ServerUnavailable: {
    happened: 'A server or worker could not be started, or went away.',
    next: 'Do what the message says; `sluis status` says where the logs are.',
  },
  DigestMismatch: {
    happened: 'Bytes are not what was sealed, or a published file does not read back as what was made.',
    next: '`sluis audit verify` names the object. Do not use it; find out who wrote to the zone.',
  },
  ChainBroken: {
    happened: 'The log does not fit what was signed, or the checkpoint or its key is gone.',
    next: '`sluis audit verify` names the place. Put back what was removed, from a copy of the same moment.',
  },
  AttackSucceeded: {
    happened: 'Hidden figures can be computed from the table.',
    next: 'Nothing was written. Coarsen the table or change its rules.',
  },
};
