import { RAISED_PROPERTY_WIJKEN, YEARS } from './areas.js';
import type { Block } from './blocks.js';
import { dayOf, yearOf } from './days.js';
import { type Dwelling, dwellingOf, firstDay, marketValue, wozValue } from './dwellings.js';
import type { Household } from './households.js';
import { type Random, randomOf } from './random.js';
import { isWindhapper, taxYears } from './taxes.js';

/** A home and the household that lives in it. */
export interface Home {
  readonly household: Household;
  readonly dwelling: Dwelling;
  /** Draws that belong to this home alone; each step takes its own. */
  readonly random: Random;
}

/** A home that a household owns in the end. Euros; a mortgage of 0 is none. */
export interface Purchase {
  readonly home: Home;
  readonly buyer: Household;
  readonly day: number;
  readonly price: number;
  readonly mortgage: number;
  /** Planted: bought in YEARS for far more than the buyer's means; known to tests only. */
  readonly unexplained: boolean;
}

/** A household may borrow this many times its income, and this share of what the home is worth. */
export const LOAN_TO_INCOME = 4.5;
export const LOAN_TO_VALUE = 1;
/** Means of ordinary buyers exceed the price by this; planted prices exceed the means by that. Nothing lies between. */
const MARGIN = 5_000;
const UNEXPLAINED = 75_000;

const KIND_MARKET = 9;
const WOULD_OWN = 0.62;
const RECENT = 0.3;
const INVESTS = 0.15;
const LETS_FROM_OWNER = 0.25;
/** Chance that somebody buys in spite of missing means. */
const PLANTED_CHANCE = { raised: 0.35, elsewhere: 0.04 };
const PRICE_NOISE = 0.04;
const FIRST_WINDOW_DAY = dayOf(YEARS[0], 0);

export interface BlockPurchases {
  readonly purchases: readonly Purchase[];
  /** Homes that no household owns. */
  readonly others: readonly Home[];
}

interface Wish {
  readonly home: Home;
  readonly buyer: Household;
  readonly day: number;
  readonly price: number;
}

/** Who bought which home of the block. Purchases of YEARS are decided in order of their days, since homes are means. */
export function purchasesOf(block: Block, seed: number): BlockPurchases {
  const homes = block.households.map((household) => ({
    household,
    dwelling: dwellingOf(household, seed),
    random: randomOf(seed, KIND_MARKET, household.index),
  }));
  const { wishes, others } = wishesOf(homes, seed);
  const held = new Map<Household, Purchase[]>();
  const purchases: Purchase[] = [];
  for (const wish of wishes.sort(
    (a, b) => a.day - b.day || a.home.household.index - b.home.household.index,
  )) {
    const made = decide(wish, held.get(wish.buyer) ?? [], seed);
    if (made === null) others.push(wish.home);
    else {
      purchases.push(made);
      held.set(wish.buyer, [...(held.get(wish.buyer) ?? []), made]);
    }
  }
  return { purchases, others };
}

function wishesOf(homes: readonly Home[], seed: number): { wishes: Wish[]; others: Home[] } {
  const wishes: Wish[] = [];
  const investors: Household[] = [];
  const rented: Home[] = [];
  for (const home of homes) {
    const isStraw = isWindhapper(home.household, seed);
    if (home.random.unit() >= WOULD_OWN && !isStraw) {
      rented.push(home);
      continue;
    }
    wishes.push(wishFor(home, home.household, movedIn(home.household)));
    if (isStraw || home.random.unit() < INVESTS) investors.push(home.household);
  }
  const others: Home[] = [];
  for (const home of rented) {
    const isLet = investors.length > 0 && home.random.unit() < LETS_FROM_OWNER;
    if (isLet) wishes.push(wishFor(home, investors[home.random.below(investors.length)]!, null));
    else others.push(home);
  }
  return { wishes, others };
}

function wishFor(home: Home, buyer: Household, moved: number | null): Wish {
  const { random, dwelling } = home;
  const isRecent = random.unit() < RECENT;
  const nth = random.below(365);
  const earliest = firstDay(dwelling);
  const earlier = earliest + random.below(Math.max(1, FIRST_WINDOW_DAY - earliest));
  const recent = dayOf(moved ?? YEARS[random.below(YEARS.length)]!, nth);
  const day = moved !== null || isRecent ? recent : earlier;
  return { home, buyer, day, price: priceOf(home, day, 1) };
}

/** What the home fetches on a day: the market, a few per cent more or less, and the factor of a planted jump. */
export function priceOf({ dwelling, random }: Home, day: number, factor: number): number {
  const noise = 1 + PRICE_NOISE * (2 * random.unit() - 1);
  return Math.round((marketValue(dwelling, yearOf(day)) * noise * factor) / 500) * 500;
}

/** The year in which a household came to the buurt of its last year, or null where it has always lived there. */
function movedIn({ buurten }: Household): number | null {
  const from = buurten.findLastIndex((buurt, at) => at > 0 && buurt !== buurten[at - 1]);
  return from < 0 ? null : YEARS[from]!;
}

function decide(wish: Wish, held: readonly Purchase[], seed: number): Purchase | null {
  const { home, buyer, day, price } = wish;
  const year = yearOf(day);
  const taxed = taxYears(buyer, seed).find((one) => one.year === year);
  if (!taxed) {
    const isFree = isWindhapper(buyer, seed) || home.random.unit() < 0.2;
    const mortgage = isFree ? 0 : thousands(price * (0.2 + 0.6 * home.random.unit()));
    return { ...wish, mortgage, unexplained: false };
  }
  const earlier = held.filter((one) => one.day < day);
  const surplus = earlier.reduce((sum, one) => {
    const worth = wozValue(one.home.dwelling, one.home.household, seed, year);
    return sum + Math.max(0, worth - one.mortgage);
  }, 0);
  const worth = wozValue(home.dwelling, home.household, seed, year);
  const loan = Math.min(LOAN_TO_INCOME * taxed.income, LOAN_TO_VALUE * worth);
  const missing = price - Math.max(0, taxed.wealth) - surplus - loan;
  if (missing <= -MARGIN) {
    const mortgage = thousands(Math.min(loan, price * (0.3 + 0.7 * home.random.unit())));
    return { ...wish, mortgage: home.random.unit() < 0.1 ? 0 : mortgage, unexplained: false };
  }
  const isRaised = RAISED_PROPERTY_WIJKEN.includes(home.dwelling.wijk);
  const chance = isRaised ? PLANTED_CHANCE.raised : PLANTED_CHANCE.elsewhere;
  const isPlanted = isWindhapper(buyer, seed) || home.random.unit() < chance;
  return isPlanted && missing >= UNEXPLAINED ? { ...wish, mortgage: 0, unexplained: true } : null;
}

function thousands(euros: number): number {
  return Math.round(euros / 1000) * 1000;
}
