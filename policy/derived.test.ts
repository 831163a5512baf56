import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  derive,
  isCoarseEnough,
  joinLevels,
  LABELS,
  LEVELS,
  NOTHING,
  permits,
  type Terms,
} from './derived.js';

const DPV = 'https://w3id.org/dpv#';
const purpose = fc.constantFrom(
  `${DPV}ProvideOfficialStatistics`,
  `${DPV}ResearchAndDevelopment`,
  `${DPV}AcademicResearch`,
);
const theme = fc.constantFrom('drugs', 'vastgoed');
const controller = fc.constantFrom('00000001002308836000', '00000001002564440000');
const permission = fc.record({ purpose, theme, controller });
const day = fc.constantFrom('2024-01-01', '2025-06-30', '2030-12-31');
const restriction = fc.record({
  id: fc.constantFrom('a', 'b'),
  kind: fc.constant('theme' as const),
  effect: fc.constant('deny' as const),
  values: fc.constant(['drugs']),
  reason: fc.constant('agreed'),
});

/** Each through `derive` with itself, which brings lists into their normal form. */
const terms: fc.Arbitrary<Terms> = fc
  .record({
    permissions: fc.array(permission, { maxLength: 5 }),
    recipients: fc.subarray(['1', '2', '3']),
    validity: fc.record({ from: day, until: day }),
    restrictions: fc.uniqueArray(restriction, { selector: ({ id }) => id }),
    regimes: fc.subarray(['AVG', 'AWR', 'OPEN', 'WPG'] as const),
    labels: fc.subarray([...LABELS]),
    minCell: fc.integer({ min: 10, max: 20 }),
    minLevel: fc.constantFrom(...LEVELS),
  })
  .map((one) => derive([one, one]));

describe('the terms of derived data', () => {
  it('do not depend on the order or the grouping of the inputs', () => {
    fc.assert(
      fc.property(terms, terms, terms, (a, b, c) => {
        expect(derive([c, a, b])).toEqual(derive([a, b, c]));
        expect(derive([a, derive([b, c])])).toEqual(derive([derive([a, b]), c]));
      }),
    );
  });

  it('permit only what every input permits, as one triple', () => {
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 4 }), permission, (inputs, asked) => {
        expect(permits(derive(inputs), asked)).toBe(inputs.every((one) => permits(one, asked)));
      }),
    );
  });

  it('are never widened by another input', () => {
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        const made = derive([a, b]);
        expect(a.restrictions.every(({ id }) => made.restrictions.some((one) => one.id === id))).toBe(true);
        expect(a.regimes.every((regime) => made.regimes.includes(regime))).toBe(true);
        expect(a.labels.every((label) => made.labels.includes(label))).toBe(true);
        expect(made.recipients.every((oin) => a.recipients.includes(oin))).toBe(true);
        expect(made.minCell).toBeGreaterThanOrEqual(a.minCell);
        expect(isCoarseEnough(made.minLevel, a.minLevel)).toBe(true);
        expect(made.validity.until <= a.validity.until && made.validity.from >= a.validity.from).toBe(true);
      }),
    );
  });

  it('of nothing permit nothing', () => {
    fc.assert(
      fc.property(terms, permission, (a, asked) => {
        expect(permits(derive([]), asked)).toBe(false);
        expect(permits(derive([a, NOTHING]), asked)).toBe(false);
      }),
    );
  });
});

describe('levels', () => {
  it.each([
    ['buurt', 'wijk', 'wijk'],
    ['gemeente', 'riec', 'riec'],
    ['riec', 'politie-eenheid', 'land'],
    ['pc4', 'wijk', 'land'],
    ['pc4', 'pc4', 'pc4'],
  ] as const)('of %s and %s is %s', (a, b, joined) => {
    expect(joinLevels(a, b)).toBe(joined);
    expect(joinLevels(b, a)).toBe(joined);
  });
});
