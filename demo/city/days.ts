const DAY_MS = 86_400_000;
const FIRST_YEAR = 2005;

/** Day 0 is the first of January 2005, where the registers of the city begin. */
const START = Date.UTC(FIRST_YEAR, 0, 1);

export const FIRST_DAY = 0;

/** Number of a day; `nth` counts from 0 within the year. */
export function dayOf(year: number, nth: number): number {
  return Math.round((Date.UTC(year, 0, 1) - START) / DAY_MS) + nth;
}

/** The day of an ISO date. */
export function dayOfDate(date: string): number {
  return Math.round((Date.parse(date) - START) / DAY_MS);
}

/** ISO date of a day. */
export function dateOf(day: number): string {
  return new Date(START + day * DAY_MS).toISOString().slice(0, 10);
}

export function yearOf(day: number): number {
  return new Date(START + day * DAY_MS).getUTCFullYear();
}
