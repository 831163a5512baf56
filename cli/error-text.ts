import type { ErrorCode, SluisError } from '../domain/errors.js';
import type { Language } from './language.js';
import { ERRORS_EN } from './texts/errors-en.js';
import { ERRORS_NL } from './texts/errors-nl.js';
import { dutchMessage } from './texts/messages/dutch-message.js';

const ERRORS = { en: ERRORS_EN, nl: ERRORS_NL } as const;

/**
 * An error as people read it: what happened, to which id, and what to do next. Where the message itself names no command,
 * what its code advises stands below it; a message that has no Dutch stands below what its code means.
 */
export function errorText(
  { code, message }: Pick<SluisError, 'code' | 'message'>,
  language: Language,
): string {
  const { happened, next } = meaningOf(code, language);
  const dutch = language === 'nl' ? (dutchMessage(message) ?? `${happened}\n${message}`) : message;
  return namesNext(message) ? dutch : `${dutch}\n${next}`;
}

/** What a code means, whatever it was thrown about, and the line with what to do next. */
export function meaningOf(
  code: ErrorCode,
  language: Language,
): { readonly happened: string; readonly next: string } {
  const { happened, next } = ERRORS[language][code];
  return { happened, next: `→ ${next.replaceAll('`', '')}` };
}

/** Whether it says by itself what to type. */
export function namesNext(message: string): boolean {
  return (
    /\b(?:sluis|npm) [a-z]|--(?:reason|as|file|out) |\bdocs\//.test(message) ||
    /[;:,.] (?:name|choose|deliver|begin|coarsen|give|allow|restore|put|use|try) /i.test(message)
  );
}
