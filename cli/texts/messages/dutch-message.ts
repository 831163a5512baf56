import { ASKING } from './asking.js';
import { DECIDING } from './deciding.js';
import { DELIVERING } from './delivering.js';
import { PROTECTING } from './protecting.js';
import { SERVING } from './serving.js';
import { SQL_REFUSALS } from './sql-refusals.js';
import { dutchWords } from './words.js';

/**
 * Messages in English with `{}` where an id, code, count or path stands, and the same in Dutch with its number. An error
 * comes from a worker as a code and a sentence: what it was made of is found again by its fixed words.
 */
export const DUTCH_MESSAGES: Readonly<Record<string, string>> = {
  ...ASKING,
  ...DECIDING,
  ...DELIVERING,
  ...PROTECTING,
  ...SERVING,
};

const COMPILED = Object.entries({ ...DUTCH_MESSAGES, ...SQL_REFUSALS })
  .map(([english, dutch]) => ({ pattern: patternOf(english), fixed: english.length, dutch }))
  // Of two that fit, the one with more words of its own.
  .sort((a, b) => b.fixed - a.fixed);

/** The place in a statement before the reason why it is refused. */
const PLACE = /^Line (\d+): /;

/** The message in Dutch, with the same ids; null where only its code has a Dutch text. */
export function dutchMessage(message: string): string | null {
  const place = PLACE.exec(message);
  if (place) {
    const reason = dutchMessage(message.slice(place[0].length));
    return reason === null ? null : `Regel ${place[1]}: ${reason}`;
  }
  for (const { pattern, dutch } of COMPILED) {
    const found = pattern.exec(message);
    if (found) return dutch.replaceAll(/\{(\d+)\}/g, (_, at: string) => dutchWords(found[Number(at)] ?? ''));
  }
  return null;
}

function patternOf(english: string): RegExp {
  const fixed = english.split('{}').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${fixed.join('(.+?)')}$`, 's');
}
