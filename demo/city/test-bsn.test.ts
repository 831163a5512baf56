import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PERSONS, testBsn } from './test-bsn.js';

/** The proof written out, apart from the code that makes the numbers. */
function passes(bsn: string): boolean {
  const [a, b, c, d, e, f, g, h, i] = [...bsn].map(Number) as number[];
  const sum = 9 * a! + 8 * b! + 7 * c! + 6 * d! + 5 * e! + 4 * f! + 3 * g! + 2 * h! - i!;
  return /^9\d{8}$/.test(bsn) && sum % 11 === 0;
}

describe('test numbers', () => {
  it('begin with 9 and pass the 11-proof, wherever in the range', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: MAX_PERSONS - 1 }), (index) => passes(testBsn(index))));
    expect([0, 1, MAX_PERSONS - 1].every((index) => passes(testBsn(index)))).toBe(true);
  });

  it('are never given twice', () => {
    const given = new Set(Array.from({ length: 200_000 }, (_, index) => testBsn(index)));
    expect(given.size).toBe(200_000);
    // Shuffled and ranked by a bijection: stems that meet again do so with another rank.
    const late = Array.from({ length: 100_000 }, (_, index) => testBsn(MAX_PERSONS - 1 - index));
    expect(late.some((bsn) => given.has(bsn))).toBe(false);
  });

  it('end where the range ends', () => {
    expect(() => testBsn(MAX_PERSONS)).toThrow(/test numbers/);
    expect(() => testBsn(-1)).toThrow(/test numbers/);
  });
});
