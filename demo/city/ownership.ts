import { RAISED_PROPERTY_WIJKEN, YEARS } from './areas.js';
import type { Block } from './blocks.js';
import { BlockCompanies, type Company } from './companies.js';
import { dayOf } from './days.js';
import { firstDay } from './dwellings.js';
import { ASSOCIATION, formerOwner, householdParty, type Party } from './parties.js';
import { type Home, type Purchase, priceOf, purchasesOf } from './purchases.js';

export interface Transfer {
  readonly day: number;
  readonly price: number;
  readonly seller: Party;
  readonly buyer: Party;
}

/** One home with all its owners since the registers begin. */
export interface OwnedHome {
  readonly home: Home;
  /** Who owned it on `since`, before any transfer. */
  readonly first: Party;
  readonly since: number;
  readonly transfers: readonly Transfer[];
  /** Euros; 0 is none. */
  readonly mortgage: number;
  /** How the household came by it; null where no household owns it. */
  readonly purchase: Purchase | null;
  /** Planted; known to tests only. */
  readonly planted: 'chain' | 'doorsluis' | null;
}

export interface BlockMarket {
  readonly homes: readonly OwnedHome[];
  readonly companies: readonly Company[];
}

/** A chain: sold on within this many days; ordinary owners stay for longer than ORDINARY_STAY. */
export const CHAIN_DAYS = 180;
/** A doorsluiswoning: transfers since the registers begin, twenty years. */
export const DOORSLUIS_TRANSFERS = 5;
const MOST_ORDINARY = 2;
const ORDINARY_STAY = 400;
const COMPANY_SHARE = 0.25;
const CHAIN_CHANCE = { raised: 0.5, elsewhere: 0.08 };
const DOORSLUIS_CHANCE = { raised: 0.6, elsewhere: 0.1 };
const WINDOW = dayOf(YEARS.at(-1)! + 1, 0) - dayOf(YEARS[0], 0);

export function marketOf(block: Block, seed: number): BlockMarket {
  const companies = new BlockCompanies(block, seed);
  const { purchases, others } = purchasesOf(block, seed);
  const homes = [
    ...purchases.map((purchase) => owned(purchase)),
    ...others.map((home) => notOwnedByHousehold(home, companies)),
  ];
  homes.sort((a, b) => a.home.household.index - b.home.household.index);
  return { homes, companies: companies.all };
}

function owned(purchase: Purchase): OwnedHome {
  const { home, buyer, day, price, mortgage } = purchase;
  const last = { day, price, buyer: householdParty(buyer) };
  return { ...historyOf(home, ordinaryDays(home, day), last), mortgage, purchase, planted: null };
}

function notOwnedByHousehold(home: Home, companies: BlockCompanies): OwnedHome {
  const { random, dwelling } = home;
  const nobody = { mortgage: 0, purchase: null };
  if (random.unit() >= COMPANY_SHARE) {
    return { ...nobody, home, first: ASSOCIATION, since: firstDay(dwelling), transfers: [], planted: null };
  }
  const buyer = companies.landlord(random.unit());
  const day = dayOf(YEARS[0], random.below(WINDOW));
  const isRaised = RAISED_PROPERTY_WIJKEN.includes(dwelling.wijk);
  const of = (chance: { raised: number; elsewhere: number }) => (isRaised ? chance.raised : chance.elsewhere);
  if (random.unit() < of(CHAIN_CHANCE)) return { ...nobody, ...chainOf(home, day, buyer, companies) };
  const last = { day, price: priceOf(home, day, 1), buyer };
  const isDoorsluis = random.unit() < of(DOORSLUIS_CHANCE);
  const days = isDoorsluis ? manyDays(home, day) : ordinaryDays(home, day);
  const planted = days.length + 1 >= DOORSLUIS_TRANSFERS ? ('doorsluis' as const) : null;
  return { ...nobody, ...historyOf(home, days, last), planted };
}

/** A → B → C: B is a company of less than a year, and the price jumps within four months. */
function chainOf(home: Home, day: number, buyer: Party, companies: BlockCompanies) {
  const { random } = home;
  const first = day - 20 - random.below(100);
  const between = companies.foundFor(first - 10 - random.below(290));
  if (between === null || first < firstDay(home.dwelling)) {
    const last = { day, price: priceOf(home, day, 1), buyer };
    return { ...historyOf(home, [], last), planted: null };
  }
  const start = { day: first, price: priceOf(home, first, 1), buyer: between };
  const history = historyOf(home, ordinaryDays(home, first), start);
  const resold = { day, price: priceOf(home, day, 1.4 + 0.4 * random.unit()), seller: between, buyer };
  return { ...history, transfers: [...history.transfers, resold], planted: 'chain' as const };
}

function historyOf(home: Home, days: readonly number[], last: Omit<Transfer, 'seller'>) {
  const { household, dwelling } = home;
  const outsiders = days.map((_, nth) => formerOwner(household.index, nth + 1));
  const first = formerOwner(household.index, 0);
  const transfers = [...days, last.day].map((day, nth): Transfer => {
    const seller = outsiders[nth - 1] ?? first;
    const buyer = outsiders[nth];
    return buyer === undefined ? { ...last, seller } : { day, price: priceOf(home, day, 1), seller, buyer };
  });
  return { home, first, since: firstDay(dwelling), transfers };
}

/** Days of up to two transfers before the last; whoever bought stayed for more than a year. */
function ordinaryDays(home: Home, last: number): number[] {
  const first = firstDay(home.dwelling);
  const room = Math.floor((last - first) / ORDINARY_STAY) - 1;
  return spread(home, first, last, Math.max(0, Math.min(room, home.random.below(MOST_ORDINARY + 1))));
}

/** Days of four to six transfers before the last, none within the days of a chain; fewer in a young home. */
function manyDays(home: Home, last: number): number[] {
  const first = firstDay(home.dwelling);
  const room = Math.floor((last - first) / (2 * CHAIN_DAYS)) - 1;
  return spread(
    home,
    first,
    last,
    Math.max(0, Math.min(room, DOORSLUIS_TRANSFERS - 1 + home.random.below(3))),
  );
}

/** Days at even distances, each earlier by up to a tenth of the distance. */
function spread(home: Home, first: number, last: number, count: number): number[] {
  const distance = (last - first) / (count + 1);
  return Array.from({ length: count }, (_, nth) =>
    Math.round(first + distance * (nth + 1 - home.random.unit() / 10)),
  );
}
