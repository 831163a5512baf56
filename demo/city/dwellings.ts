import { wijkOf } from './areas.js';
import { dayOf, FIRST_DAY, yearOf } from './days.js';
import type { Household } from './households.js';
import { randomOf } from './random.js';

const DWELLINGS = ['appartement', 'tussenwoning', 'hoekwoning', 'vrijstaand'] as const;
export type DwellingType = (typeof DWELLINGS)[number];

/** The home of one household in the last year. */
export interface Dwelling {
  /** 16 digits: municipality 9999, type 01 (a residential object). */
  readonly object: string;
  readonly type: DwellingType;
  /** m². */
  readonly area: number;
  readonly built: number;
  readonly buurt: string;
  readonly wijk: string;
}

const KIND_DWELLING = 3;
const KIND_VALUE = 6;
const FIXED_PART = 70_000;
const PER_SQUARE_METRE = 1_300;
const BASE_YEAR = 2022;
const GROWTH = 1.03;
const WOZ_NOISE = 0.05;

export function dwellingOf(household: Household, seed: number): Dwelling {
  const random = randomOf(seed, KIND_DWELLING, household.index);
  const buurt = household.buurten.at(-1)!;
  return {
    object: `999901${String(household.index + 1).padStart(10, '0')}`,
    type: DWELLINGS[random.below(DWELLINGS.length)]!,
    area: 35 + random.below(180),
    built: 1890 + random.below(130),
    buurt,
    wijk: wijkOf(buurt),
  };
}

/** Level of prices in a year against 2022; the fictitious market grows 3 % a year. */
export function priceIndex(year: number): number {
  return GROWTH ** (year - BASE_YEAR);
}

/** What the home would fetch in a year, euros. */
export function marketValue({ area }: Dwelling, year: number): number {
  return (FIXED_PART + PER_SQUARE_METRE * area) * priceIndex(year);
}

/** What the municipality says it is worth in a year, whole thousands of euros; within 5 % of the market. */
export function wozValue(dwelling: Dwelling, household: Household, seed: number, year: number): number {
  const noise = 1 + WOZ_NOISE * (2 * randomOf(seed, KIND_VALUE, household.index).unit() - 1);
  return Math.round((marketValue(dwelling, year) * noise) / 1000) * 1000;
}

/** First day on which somebody can have owned it, as far as the register goes back. */
export function firstDay({ built }: Dwelling): number {
  return built < yearOf(FIRST_DAY) ? FIRST_DAY : dayOf(built + 1, 0);
}
