import type { DetectedKind } from '../../domain/profile.js';
import { bilingual } from '../language.js';

/** What the vault may find in a column. */
export const KINDS_NL: Readonly<Record<DetectedKind, string>> = {
  bsn: 'burgerservicenummer',
  iban: 'IBAN',
  email: 'e-mailadres',
  phone: 'telefoonnummer',
  'birth-date': 'geboortedatum',
  address: 'adres',
  coordinates: 'coördinaten',
  'number-plate': 'kenteken',
  name: 'naam',
  'person-key': 'persoonssleutel',
};

/** Columns that are missing, and values that are none of the type that was agreed. */
interface ValueTexts {
  readonly missing: (names: string, count: number) => string;
  readonly values: (column: string, count: number, type: string) => string;
  readonly decimal: (sign: string) => string;
  /** What the values are not, by `logicalType`, and what to look at. */
  readonly types: Readonly<Record<string, string>>;
  readonly more: (count: number) => string;
}

const DECLARE = 'correct them, or declare what stands for "no value" (missing of the field)';
const LEG_VAST = 'verbeter ze, of leg vast wat voor "geen waarde" staat (missing van het veld)';

export const VALUES = bilingual<ValueTexts>(
  {
    missing: (names, count) => (count === 1 ? `column ${names} is missing` : `columns are missing: ${names}`),
    values: (column, count, type) =>
      `column ${column}: ${count} ${count === 1 ? 'value is' : 'values are'} no ${type}`,
    decimal: (sign) => `decimal number; the contract says decimal sign ${sign} (format.decimal)`,
    types: {
      decimal: 'decimal number; look at the decimal sign of the contract (format.decimal)',
      integer: `whole number (format.thousands names the sign between groups of three); ${DECLARE}`,
      boolean: `true or false; ${DECLARE}`,
      date: `date; ${DECLARE}`,
      timestamp: `moment; ${DECLARE}`,
      code: `code of the list (codeList of the field); ${DECLARE}`,
      'area-code': `area code of the level that the contract names (geography); ${DECLARE}`,
      text: `text; ${DECLARE}`,
    },
    more: (count) => `… and ${count} more`,
  },
  {
    missing: (names, count) => (count === 1 ? `kolom ${names} ontbreekt` : `kolommen ontbreken: ${names}`),
    values: (column, count, type) =>
      `kolom ${column}: ${count} ${count === 1 ? 'waarde is' : 'waarden zijn'} geen ${type}`,
    decimal: (sign) => `decimaal getal; het contract zegt decimaalteken ${sign} (format.decimal)`,
    types: {
      decimal: 'decimaal getal; kijk naar het decimaalteken van het contract (format.decimal)',
      integer: `geheel getal (format.thousands noemt het teken tussen groepen van drie); ${LEG_VAST}`,
      boolean: `true of false; ${LEG_VAST}`,
      date: `datum; ${LEG_VAST}`,
      timestamp: `tijdstip; ${LEG_VAST}`,
      code: `code van de lijst (codeList van het veld); ${LEG_VAST}`,
      'area-code': `gebiedscode van het niveau dat het contract noemt (geography); ${LEG_VAST}`,
      text: `tekst; ${LEG_VAST}`,
    },
    more: (count) => `… en nog ${count}`,
  },
);
