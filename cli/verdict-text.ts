import pc from 'picocolors';
import type { Hit, Outcome, Verdict } from '../domain/verdict.js';
import { findingTexts, placesText } from './finding-text.js';
import type { Language } from './language.js';

const NAMES: Readonly<Record<Outcome, (text: string) => string>> = {
  ALLOW: pc.green,
  CONDITIONS: pc.cyan,
  REVIEW: pc.yellow,
  DENY: pc.red,
};

const NONE: Readonly<Record<Language, string>> = {
  nl: 'geen regel heeft bezwaar',
  en: 'no rule objects',
};
const CAVEAT: Readonly<Record<Language, string>> = {
  nl: 'Wetten [T] in de tekst die in mei 2017 gold, [K] niet bevestigd; [P] productkeuze. Sluis geeft geen juridisch advies.',
  en: 'Statutes [T] in the consolidation of May 2017, [K] not confirmed; [P] choice of the product. Sluis gives no legal advice.',
};

/** A verdict as people read it: the outcome, every rule with its law and cure, and what it is not. */
export function verdictText(verdict: Verdict, language: Language = 'en'): string {
  const lines = [`${verdict.gate}: ${NAMES[verdict.outcome](verdict.outcome)}`];
  if (verdict.hits.length === 0) lines.push(`  ${NONE[language]}`);
  for (const hit of verdict.hits) lines.push(...hitLines(hit, language));
  if (verdict.fictitious) lines.push('  FICTIEF – geen bestaand besluit');
  lines.push(pc.dim(`  ${CAVEAT[language]}`));
  return lines.join('\n');
}

/** One rule with its places, law and cure. */
export function hitLines(hit: Hit, language: Language): string[] {
  return [
    `  ${NAMES[hit.outcome](hit.outcome.padEnd(10))} ${pc.bold(hit.code)} ${hit.text[language]}${placesText(hit, language)}`,
    pc.dim(`             ${hit.law}`),
    ...findingTexts(hit, language).map((text) => `             ${text}`),
    ...(hit.outcome === 'CONDITIONS' ? [] : [`             → ${hit.cure[language]}`]),
  ];
}
