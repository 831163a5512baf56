import { SluisError } from '../../domain/errors.js';

/** As many test numbers as `testBsn` can give. */
export const MAX_PERSONS = 9_000_000;
/** Coprime to MAX_PERSONS, so that multiplying by it only shuffles: neighbours do not get neighbouring numbers. */
const SHUFFLE = 7_654_321;

/**
 * The test number of one person: nine digits, the first a 9 (no number of a living person does), passing the 11-proof
 * 9a+8b+7c+6d+5e+4f+3g+2h−i ≡ 0 (mod 11). Injective over 0 ≤ index < MAX_PERSONS.
 *
 * Of the ten values of the eighth digit at most one leaves the remainder 10, which no ninth digit can be; so each
 * six-digit stem has at least nine valid numbers, and the nine first are used.
 */
export function testBsn(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= MAX_PERSONS) {
    throw new SluisError('UsageInvalid', `there are test numbers for 0 to ${MAX_PERSONS - 1} persons only`);
  }
  const place = (index * SHUFFLE) % MAX_PERSONS;
  const stem = String(Math.floor(place / 9)).padStart(6, '0');
  return lastTwoDigits(`9${stem}`, place % 9);
}

function lastTwoDigits(stem: string, rank: number): string {
  let weighted = 0;
  for (let at = 0; at < 7; at++) weighted += (9 - at) * Number(stem[at]);
  let left = rank;
  for (let eighth = 0; eighth < 10; eighth++) {
    const ninth = (weighted + 2 * eighth) % 11;
    if (ninth === 10) continue;
    if (left === 0) return `${stem}${eighth}${ninth}`;
    left -= 1;
  }
  throw new SluisError('UsageInvalid', 'a stem of test numbers has no number of this rank');
}
