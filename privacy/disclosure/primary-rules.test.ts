import { describe, expect, it } from 'vitest';
import {
  allZero,
  dominance,
  minimumFrequency,
  pPercent,
  priorPosterior,
  violatedRules,
} from './primary-rules.js';
import type { UnitSummary } from './table/contributions.js';
import type { DisclosureRules } from './table/table-spec.js';

const cell = (...amounts: readonly number[]): UnitSummary => ({
  n: amounts.length,
  size: BigInt(amounts.reduce((sum, amount) => sum + amount, 0)),
  top: [...amounts].sort((a, b) => b - a).map(BigInt),
});
const units = (n: number): UnitSummary => ({ n, size: BigInt(n), top: [1n, 1n] });

describe('minimum frequency', () => {
  it.each([
    [0, null],
    [1, 0],
    [9, 0],
    [10, null],
  ])('of %i units', (n, level) => expect(minimumFrequency(units(n), 10)).toBe(level));
});

describe('p %', () => {
  // 100 + 50 + rest: the threshold for p = 10 is a rest of 10.
  it.each([
    [9, 'unsafe', 1],
    [10, 'unsafe', 0],
    [11, 'unsafe', null],
    [9, 'safe', 1],
    [10, 'safe', null],
  ] as const)('with a rest of %i where the boundary is %s', (rest, boundary, level) => {
    expect(pPercent(cell(100, 50, rest), 10, boundary)).toBe(level);
  });

  it('finds cells of one and two contributors, with their whole level', () => {
    expect(pPercent(cell(200), 10, 'unsafe')).toBe(20);
    expect(pPercent(cell(200, 100), 12.5, 'unsafe')).toBe(25);
  });

  it('subtracts unweighted contributions from the weighted sum', () => {
    // X̂ = 155, x1 = 100, x2 = 50: 5 ≤ 10
    expect(pPercent({ n: 3, size: 155n, top: [100n, 50n] }, 10, 'unsafe')).toBe(5);
    expect(pPercent({ n: 3, size: 161n, top: [100n, 50n] }, 10, 'unsafe')).toBeNull();
  });

  it('says nothing of an empty cell', () => expect(pPercent(cell(), 10, 'unsafe')).toBeNull());
});

describe('(n,k) dominance', () => {
  // 60 + 25 of 100: exactly 85 %.
  it.each([
    [[60, 26, 14], 'unsafe', (100 / 85) * 86 - 100],
    [[60, 25, 15], 'unsafe', 0],
    [[60, 25, 15], 'safe', null],
    [[60, 24, 16], 'unsafe', null],
  ] as const)('of %j where the boundary is %s', (amounts, boundary, level) => {
    const found = dominance(cell(...amounts), { n: 2, k: 85 }, boundary);
    if (level === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(level, 9);
  });
});

describe('(p,q)', () => {
  // p/q = 0.2: the threshold for a largest of 100 is a rest of 20.
  it.each([
    [19, 'unsafe', 1],
    [20, 'unsafe', 0],
    [20, 'safe', null],
    [21, 'unsafe', null],
  ] as const)('with a rest of %i where the boundary is %s', (rest, boundary, level) => {
    expect(priorPosterior(cell(100, 50, rest), { p: 10, q: 50 }, boundary)).toBe(level);
  });
});

describe('a cell of zeros', () => {
  it('discloses everybody in it', () => {
    expect(allZero(cell(0, 0, 0))).toBe(0);
    expect(allZero(cell(0, 0, 1))).toBeNull();
    expect(allZero(cell())).toBeNull();
  });
});

describe('all rules together', () => {
  const rules: DisclosureRules = {
    minFrequency: 10,
    pPercent: 10,
    dominance: [{ n: 1, k: 50 }],
    pq: { p: 20, q: 100 },
    groupDisclosure: { share: 0.9, zero: false },
    boundary: 'unsafe',
  };

  it('ask every kind of unit', () => {
    const persons = cell(...Array.from({ length: 20 }, () => 5));
    expect(violatedRules([persons], rules, 'sums')).toEqual([]);
    const owners = cell(80, 10, 10);
    expect(violatedRules([persons, owners], rules, 'sums')).toEqual([
      { rule: 'frequency', level: 0 },
      { rule: 'pq', level: 6 },
      { rule: 'dominance', level: 60 },
    ]);
  });

  it('ask only the frequency of counts', () => {
    expect(violatedRules([cell(100, 1, 1)], rules, 'counts')).toEqual([{ rule: 'frequency', level: 0 }]);
  });
});
