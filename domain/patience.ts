const SECOND = 1000;
const DAY = 24 * 3_600_000;

/** Milliseconds that people have where the asker says nothing, and the most that they ever have: a quarter of a year. */
const USUAL_WAIT = 30 * DAY;
const LONGEST_WAIT = 90 * DAY;

/** Milliseconds until a request expires: as asked, within what policy allows. */
export function decidingTime(asked: number = USUAL_WAIT): number {
  return Math.min(asked, LONGEST_WAIT);
}

const MOST_REMINDERS = 90;

/** Milliseconds between two reminders of people who have `term`: as asked, within the term, and not without end or pause. */
export function remindingTime(asked: number, term: number): number {
  return Math.min(Math.max(asked, term / MOST_REMINDERS, SECOND), term);
}

/** Milliseconds between two looks at what waits for a term or a hold: as asked, a second at least and a day at most. */
export function askingAgainTime(asked: number = DAY): number {
  return Math.min(Math.max(asked, SECOND), DAY);
}

/** Milliseconds that a sender has for all parts: as asked, a day at most. */
export function sendingTime(asked: number): number {
  return Math.min(asked, DAY);
}
