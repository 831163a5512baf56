import { ASKING } from './asking.js';
import { DECIDING } from './deciding.js';
import { DELIVERING } from './delivering.js';
import { dutchProblems } from './dutch-problems.js';
import { PROTECTING } from './protecting.js';
import { READING } from './reading.js';
import { SERVING } from './serving.js';
import { SQL_REFUSALS } from './sql-refusals.js';
import { translator } from './translate.js';
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
  ...READING,
  ...SERVING,
};

const translate = translator({ ...DUTCH_MESSAGES, ...SQL_REFUSALS }, dutchWords);

/** The place in a statement before the reason why it is refused. */
const PLACE = /^Line (\d+): /;

/** The message in Dutch, with the same ids; null where only its code has a Dutch text. */
export function dutchMessage(message: string): string | null {
  const place = PLACE.exec(message);
  if (place) {
    const reason = dutchMessage(message.slice(place[0].length));
    return reason === null ? null : `Regel ${place[1]}: ${reason}`;
  }
  return translate(message) ?? dutchProblems(message);
}
