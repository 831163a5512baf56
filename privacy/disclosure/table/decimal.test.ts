import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asFraction, formatUnits, inUnits, parseDecimal } from './decimal.js';

describe('exact decimals', () => {
  it.each([
    ['12.50', { units: 125n, scale: 1 }],
    ['-0.05', { units: -5n, scale: 2 }],
    ['7', { units: 7n, scale: 0 }],
    ['1e3', { units: 1000n, scale: 0 }],
    ['1.5e-3', { units: 15n, scale: 4 }],
    ['1.5E+1', { units: 15n, scale: 0 }],
    ['1,5', null],
    ['', null],
    ['NaN', null],
    ['0.30000000000000004', null],
  ])('%s is read without rounding', (text, expected) => {
    expect(parseDecimal(text)).toEqual(expected);
  });

  it('are written as they were read', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat({ max: 9 }), (units, scale) => {
        const read = parseDecimal(formatUnits(units, scale));
        expect(read && inUnits(read, scale)).toBe(units);
      }),
    );
    expect(formatUnits(-5, 2)).toBe('-0.05');
  });

  it('give parameters as exact fractions', () => {
    expect(asFraction(12.5)).toEqual({ numerator: 125n, denominator: 10n });
  });
});
