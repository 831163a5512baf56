import type { UnitSummary } from './table/contributions.js';
import { asFraction } from './table/decimal.js';
import type { DisclosureRules, DominanceRule } from './table/table-spec.js';

/**
 * The sensitivity rules, each on one cell or union and one kind of unit, in the forms of the Handbook on Statistical
 * Disclosure Control (Hundepool et al., chapter 4). A rule answers with the protection level that its violation asks
 * for, in units of the table and at least 0, or null where it is not violated. Comparisons are exact.
 */
export type RuleName = 'frequency' | 'pPercent' | 'dominance' | 'pq' | 'allZero' | 'group';

export interface RuleHit {
  readonly rule: RuleName;
  readonly level: number;
}

type Boundary = DisclosureRules['boundary'];

/** 0 < N < n0. */
export function minimumFrequency({ n }: UnitSummary, n0: number): number | null {
  return n > 0 && n < n0 ? 0 : null;
}

/** X − x1 − x2 ≤ p/100 · x1: the second largest contributor can estimate the largest to within p %. */
export function pPercent(summary: UnitSummary, p: number, boundary: Boundary): number | null {
  const { numerator, denominator } = asFraction(p);
  return tooLittleRest(summary, numerator, 100n * denominator, boundary);
}

/** X − x1 − x2 ≤ p/q · x1: the same where everybody can estimate every contribution to within q % beforehand. */
export function priorPosterior(
  summary: UnitSummary,
  { p, q }: { readonly p: number; readonly q: number },
  boundary: Boundary,
): number | null {
  const upper = asFraction(p);
  const lower = asFraction(q);
  return tooLittleRest(
    summary,
    upper.numerator * lower.denominator,
    lower.numerator * upper.denominator,
    boundary,
  );
}

/** x1 + … + xn ≥ k/100 · X. */
export function dominance(summary: UnitSummary, { n, k }: DominanceRule, boundary: Boundary): number | null {
  if (summary.n === 0) return null;
  const { numerator, denominator } = asFraction(k);
  const largest = summary.top.slice(0, n).reduce((sum, amount) => sum + amount, 0n);
  const excess = 100n * denominator * largest - numerator * summary.size;
  return violated(excess, boundary) ? levelOf(excess, numerator) : null;
}

/** Every contribution is 0: a published 0 tells everybody's. */
export function allZero({ n, top }: UnitSummary): number | null {
  return n > 0 && (top[0] ?? 0n) === 0n ? 0 : null;
}

/** All rules that a cell or union violates, asked for every kind of unit; p % and its like only of sums. */
export function violatedRules(
  units: readonly UnitSummary[],
  rules: DisclosureRules,
  table: 'counts' | 'sums',
): readonly RuleHit[] {
  return units.flatMap((unit) => {
    const hits: [RuleName, number | null][] = [['frequency', minimumFrequency(unit, rules.minFrequency)]];
    if (table === 'sums') {
      hits.push(['pPercent', pPercent(unit, rules.pPercent, rules.boundary)], ['allZero', allZero(unit)]);
      if (rules.pq) hits.push(['pq', priorPosterior(unit, rules.pq, rules.boundary)]);
      for (const rule of rules.dominance) hits.push(['dominance', dominance(unit, rule, rules.boundary)]);
    }
    return hits.flatMap(([rule, level]) => (level === null ? [] : [{ rule, level }]));
  });
}

/** X − x1 − x2 ≤ numerator/denominator · x1. */
function tooLittleRest(
  { n, size, top }: UnitSummary,
  numerator: bigint,
  denominator: bigint,
  boundary: Boundary,
): number | null {
  if (n === 0) return null;
  const [first = 0n, second = 0n] = top;
  const excess = numerator * first - denominator * (size - first - second);
  return violated(excess, boundary) ? levelOf(excess, denominator) : null;
}

function violated(excess: bigint, boundary: Boundary): boolean {
  return boundary === 'unsafe' ? excess >= 0n : excess > 0n;
}

function levelOf(excess: bigint, denominator: bigint): number {
  return Math.max(0, Number(excess) / Number(denominator));
}
