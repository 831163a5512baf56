import { RAISED_PROPERTY_WIJKEN, wijkOf, YEARS } from './areas.js';
import type { Household } from './households.js';
import { type Random, randomOf } from './random.js';

/** Income and wealth of a household in one year, whole euros; wealth (own home apart) may be negative. */
export interface TaxYear {
  readonly year: number;
  readonly income: number;
  readonly wealth: number;
}

const KIND_TAX = 4;
const KIND_STRAW = 7;
/** Chance of a household that has nothing and yet owns a home, in the raised wijken and elsewhere. */
const STRAW_CHANCE = { raised: 0.02, elsewhere: 0.002 };

/** One a year of YEARS. */
export function taxYears(household: Household, seed: number): readonly TaxYear[] {
  if (isWindhapper(household, seed)) return YEARS.map((year) => ({ year, income: 0, wealth: 0 }));
  const random = randomOf(seed, KIND_TAX, household.index);
  const level = incomeOf(household, random);
  const wealth = Math.round((skewed(random) - 0.2) * 90_000);
  return YEARS.map((year, at) => ({
    year,
    income: Math.round(level * 1.03 ** at),
    wealth: wealth + at * Math.round(level / 50),
  }));
}

/** Planted: no income and no wealth in any year, and the owner of at least one home. */
export function isWindhapper(household: Household, seed: number): boolean {
  const isRaised = RAISED_PROPERTY_WIJKEN.includes(wijkOf(household.buurten.at(-1)!));
  const chance = isRaised ? STRAW_CHANCE.raised : STRAW_CHANCE.elsewhere;
  return randomOf(seed, KIND_STRAW, household.index).unit() < chance;
}

function incomeOf(household: Household, random: Random): number {
  const earners = household.members.length > 1 ? 1.6 : 1;
  return 14_000 + skewed(random) * 22_000 * earners;
}

/** Exponential with mean 1: many small values, few large ones. */
function skewed(random: Random): number {
  return -Math.log(1 - random.unit());
}
