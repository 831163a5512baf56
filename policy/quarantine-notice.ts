import type { Bilingual } from '../domain/verdict.js';
import { amsterdamDay } from './dates.js';
import { cite } from './law/cite.js';
import { type Organisation, organisationOf } from './organisations.js';

/** What a provider is told of: ids, days and rules, no value and no name of a column, which a file may choose itself. */
export interface NoticeFacts {
  readonly deliveryId: string;
  readonly sourceId: string;
  /** OINs, one at least: of what several deliver together each is told. */
  readonly providers: readonly string[];
  /** Instants, ISO 8601. */
  readonly since: string;
  readonly destroyBy: string;
  readonly codes: readonly string[];
  /** What the gates said, of the codes that are rules. */
  readonly rules: readonly NoticeRule[];
  readonly breachAssessment: 'opened' | 'not-needed';
}

export interface NoticeRule {
  readonly code: string;
  readonly text: Bilingual;
  readonly cure: Bilingual;
}

interface Words {
  readonly to: (providers: string) => string;
  readonly refused: (delivery: string, source: string, day: string) => string;
  readonly failed: (code: string) => string;
  readonly end: (day: string) => string;
  readonly breach: (law: string) => string;
  readonly todo: readonly string[];
}

const WORDS: Readonly<Record<keyof Bilingual, Words>> = {
  nl: {
    to: (providers) => `Aan: ${providers}`,
    refused: (delivery, source, day) =>
      `Uw levering ${delivery} aan bron ${source} is op ${day} geweigerd en staat in quarantaine: alleen de kluis kan haar lezen.`,
    failed: (code) => `${code}: het bestand kon niet worden verwerkt zoals het contract het beschrijft.`,
    end: (day) =>
      `Zij wordt uiterlijk ${day} vernietigd, met haar sleutel, tenzij een bewaarplicht is opgelegd.`,
    breach: (law) =>
      `Er kunnen persoonsgegevens zijn gekomen die niet mochten komen. Hier wordt beoordeeld of dat een datalek is; beoordeel dat ook bij u (${law}).`,
    todo: [
      'Herstel de oorzaak in uw uitvoer, en lever opnieuw: van deze levering gaat niets verder.',
      'Stuur het bestand niet langs een andere weg.',
      'Vragen: de steward van het meer. Noem het nummer van de levering en de regels, geen gegevens.',
    ],
  },
  en: {
    to: (providers) => `To: ${providers}`,
    refused: (delivery, source, day) =>
      `Your delivery ${delivery} to source ${source} was refused on ${day} and stands in quarantine: only the vault can read it.`,
    failed: (code) => `${code}: the file could not be processed as the contract describes it.`,
    end: (day) =>
      `It is destroyed by ${day} at the latest, with its key, unless a legal hold has been placed.`,
    breach: (law) =>
      `Personal data may have come that were not allowed to. Here it is assessed whether that is a breach; assess it at your side too (${law}).`,
    todo: [
      'Cure the cause in your export, and deliver again: nothing of this delivery goes on.',
      'Do not send the file by another way.',
      'Questions: the steward of the lake. Name the delivery and the rules, no data.',
    ],
  },
};

/** The text that a person passes on to the provider. Nothing is sent by itself. */
export function quarantineNotice(
  facts: NoticeFacts,
  known: readonly Organisation[],
  language: keyof Bilingual,
): string {
  const say = WORDS[language];
  const { deliveryId, sourceId, providers, rules } = facts;
  const ruled = new Set(rules.map(({ code }) => code));
  return [
    say.to(providers.map((oin) => `${organisationOf(oin, known)?.name ?? oin} (OIN ${oin})`).join(', ')),
    '',
    say.refused(deliveryId, sourceId, amsterdamDay(facts.since)),
    '',
    ...rules.map(({ code, text, cure }) => `- ${code}: ${text[language]} → ${cure[language]}`),
    ...facts.codes.filter((code) => !ruled.has(code)).map((code) => `- ${say.failed(code)}`),
    '',
    say.end(amsterdamDay(facts.destroyBy)),
    ...(facts.breachAssessment === 'opened' ? [say.breach(cite(['avg-33']))] : []),
    ...say.todo.map((line, at) => `${at + 1}. ${line}`),
    '',
  ].join('\n');
}
