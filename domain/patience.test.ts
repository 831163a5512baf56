import { describe, expect, it } from 'vitest';
import { askingAgainTime, decidingTime, remindingTime, sendingTime } from './patience.js';
import { DESTROY_WITHIN, quarantineTerm } from './quarantine.js';

const DAY = 24 * 3_600_000;

describe('what a client asks for is held within policy', () => {
  it('decides within a quarter of a year, and sends within a day', () => {
    expect([decidingTime(), decidingTime(DAY), decidingTime(4000 * DAY)]).toEqual([30 * DAY, DAY, 90 * DAY]);
    expect([sendingTime(700), sendingTime(4000 * DAY)]).toEqual([700, DAY]);
  });

  it('is reminded ninety times at most, and never past the term', () => {
    expect(remindingTime(1, 90 * DAY)).toBe(DAY);
    expect(remindingTime(7 * DAY, 30 * DAY)).toBe(7 * DAY);
    expect(remindingTime(4000 * DAY, 30 * DAY)).toBe(30 * DAY);
  });

  it('has nothing done more often than once a second, so that no workflow spins', () => {
    for (const asked of [0, -1, 1]) {
      expect(remindingTime(asked, 10_000)).toBe(1000);
      expect(askingAgainTime(asked)).toBe(1000);
    }
    expect(remindingTime(0, 900)).toBe(900);
    expect([askingAgainTime(), askingAgainTime(5000), askingAgainTime(4000 * DAY)]).toEqual([DAY, 5000, DAY]);
  });

  it('has nothing destroyed before its term, but where all data is made up', () => {
    for (const asked of [1, undefined, 4000 * DAY]) {
      expect(quarantineTerm(asked, 'production')).toBe(DESTROY_WITHIN);
      expect(quarantineTerm(asked, undefined)).toBe(DESTROY_WITHIN);
    }
    expect(quarantineTerm(1, 'demo')).toBe(1);
    expect(quarantineTerm(4000 * DAY, 'demo')).toBe(DESTROY_WITHIN);
  });
});
