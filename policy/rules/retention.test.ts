import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { about, brp, fires, input, kwb, run } from '../testing/asked.js';

type Zone = keyof Contract['retention'];
const keeping = (zone: Zone, duration: string, contract = brp): Contract => ({
  ...contract,
  retention: { ...contract.retention, [zone]: duration },
});

describe('how long a contract may keep', () => {
  it.each<[Zone, string, string]>([
    ['landing', 'P90D', 'P100D'],
    ['landing', 'P3M', 'P4M'],
    ['pseudonymised', 'P5Y', 'P5Y1D'],
    ['curated', 'P120M', 'P121M'],
    ['result', 'P10Y', 'P999Y'],
  ])('S01 takes %s for %s, and refuses %s', (zone, most, more) => {
    expect(fires('S01 DENY', 'G0', about(keeping(zone, most)))).toBe(false);
    expect(fires('S01 DENY', 'G0', about(keeping(zone, more)))).toBe(true);
    expect(fires('S01 DENY', 'G0', about(keeping(zone, more, kwb)))).toBe(true);
  });

  it('T01 keeps a restricted dataset for half a year at most, whatever its contract says', () => {
    const since = (storedAt: string, restricted: boolean, contract = brp) =>
      fires(
        'T01 DENY',
        'G4',
        run({
          inputs: [
            input(contract, { restricted, retention: { zone: 'curated', storedAt, legalHold: false } }),
          ],
        }),
      );
    expect(since('2026-05-23T12:00:00Z', true)).toBe(true);
    expect(since('2026-05-24T12:00:00Z', true)).toBe(false);
    expect(since('2026-05-23T12:00:00Z', false)).toBe(false);
    expect(since('2026-11-01T12:00:00Z', true, keeping('curated', 'P7D'))).toBe(true);
  });
});
