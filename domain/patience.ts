const DAY = 24 * 3_600_000;

/** Milliseconds that people have where the asker says nothing, and the most that they ever have: a quarter of a year. */
const USUAL_WAIT = 30 * DAY;
const LONGEST_WAIT = 90 * DAY;

/** Milliseconds until a request expires: as asked, within what policy allows. */
export function decidingTime(asked: number = USUAL_WAIT): number {
  return Math.min(asked, LONGEST_WAIT);
}

const MOST_REMINDERS = 90;

/** Milliseconds between two reminders of people who have `term`: as asked, within the term, and not without end. */
export function remindingTime(asked: number, term: number): number {
  return Math.min(Math.max(asked, term / MOST_REMINDERS), term);
}

/** Milliseconds that a sender has for all parts: as asked, a day at most. */
export function sendingTime(asked: number): number {
  return Math.min(asked, DAY);
}
