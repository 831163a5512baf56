import { describe, expect, it } from 'vitest';
import { amsterdamDay, dayAfter, endOfAmsterdamDay, within } from './dates.js';

describe('the calendar of Amsterdam', () => {
  it.each([
    ['2024-12-31T22:59:59Z', '2024-12-31'],
    ['2024-12-31T23:00:00Z', '2025-01-01'],
    ['2024-07-01T21:59:59Z', '2024-07-01'],
    ['2024-07-01T22:00:00Z', '2024-07-02'],
    ['2024-03-31T00:59:59Z', '2024-03-31'],
    ['2024-10-27T22:59:59Z', '2024-10-27'],
    ['2024-10-27T23:00:00Z', '2024-10-28'],
  ])('%s is in %s', (instant, day) => {
    expect(amsterdamDay(instant)).toBe(day);
  });

  it('agrees with the time zone database in every hour around the changes of the clock', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });
    for (const year of [1996, 2000, 2012, 2024, 2026]) {
      for (let hour = 0; hour < 366 * 24; hour += 1) {
        const at = new Date(Date.UTC(year, 0, 1, hour));
        if (at.getUTCHours() > 20) expect(amsterdamDay(at.toISOString())).toBe(format.format(at));
      }
    }
  });

  it('ends each day in its last millisecond, also where the clock changes', () => {
    for (let at = Date.UTC(2024, 0, 1, 12); at < Date.UTC(2028, 0, 1); at += 24 * 3_600_000) {
      const day = new Date(at).toISOString().slice(0, 10);
      const end = Date.parse(endOfAmsterdamDay(day));
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });
      const tomorrow = new Date(at + 24 * 3_600_000).toISOString().slice(0, 10);
      expect([format.format(end), format.format(end + 1)]).toEqual([day, tomorrow]);
    }
  });

  it('counts both ends of a period', () => {
    expect(within('2024-01-01', '2024-01-01', '2024-01-01')).toBe(true);
    expect(within('2024-01-02', '2024-01-01', '2024-01-01')).toBe(false);
  });

  it.each([
    ['2024-01-31', 'P1M', '2024-02-29'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2024-12-31', 'P1D', '2025-01-01'],
    ['2024-01-15', 'P1Y2M14D', '2025-03-29'],
  ])('%s and %s later is %s', (day, duration, later) => {
    expect(dayAfter(day, duration)).toBe(later);
  });

  it('refuses an instant and a duration that are none', () => {
    expect(() => amsterdamDay('yesterday')).toThrow(/ISO 8601/);
    expect(() => dayAfter('2024-01-01', 'P')).toThrow(/duration/);
  });
});
