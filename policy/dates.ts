import { SluisError } from '../domain/errors.js';
import type { IsoDate, IsoDuration } from './contract.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Calendar day in Europe/Amsterdam of an instant (summer time by Directive 2000/84/EC: last Sundays, 01:00 UTC). */
export function amsterdamDay(instant: string): IsoDate {
  const at = Date.parse(instant);
  if (Number.isNaN(at))
    throw new SluisError('UsageInvalid', 'the instant of a verdict is not an ISO 8601 date and time');
  const year = new Date(at).getUTCFullYear();
  const isSummer = at >= lastSundayAtOne(year, 2) && at < lastSundayAtOne(year, 9);
  return new Date(at + (isSummer ? 2 : 1) * HOUR).toISOString().slice(0, 10);
}

/** Last millisecond of a calendar day in Europe/Amsterdam, as an instant in UTC. */
export function endOfAmsterdamDay(day: IsoDate): string {
  const isoAt = (at: number) => new Date(at).toISOString();
  // Midnight of summer time; clocks change in the small hours, so otherwise it is an hour later.
  const summer = Date.parse(`${day}T22:00:00.000Z`);
  return isoAt((amsterdamDay(isoAt(summer)) === day ? summer + HOUR : summer) - 1);
}

function lastSundayAtOne(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * DAY;
}

/** Both ends inclusive. */
export function within(day: IsoDate, from: IsoDate, until: IsoDate): boolean {
  return from <= day && day <= until;
}

/** The day a duration of years, months and days later; the last of a month stays within its month. */
export function dayAfter(day: IsoDate, duration: IsoDuration): IsoDate {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(duration);
  if (!parts || duration === 'P') {
    throw new SluisError(
      'ContractInvalid',
      `${duration} is no duration of years, months and days (P1Y6M, P14D)`,
    );
  }
  const [years, months, days] = [parts[1], parts[2], parts[3]].map((part) => Number(part ?? 0));
  const [y, m, d] = day.split('-').map(Number);
  const month = (y ?? 0) * 12 + (m ?? 1) - 1 + (years ?? 0) * 12 + (months ?? 0);
  const lastOfMonth = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  const start = Date.UTC(Math.floor(month / 12), month % 12, Math.min(d ?? 1, lastOfMonth));
  return new Date(start + (days ?? 0) * DAY).toISOString().slice(0, 10);
}
