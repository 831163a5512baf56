const DAY = 24 * 3_600_000;

/** Milliseconds that people have where the asker says nothing, and the most that they ever have: a quarter of a year. */
const USUAL_WAIT = 30 * DAY;
const LONGEST_WAIT = 90 * DAY;

/** Milliseconds until a request expires: as asked, within what policy allows. */
export function decidingTime(asked: number = USUAL_WAIT): number {
  return Math.min(asked, LONGEST_WAIT);
}
