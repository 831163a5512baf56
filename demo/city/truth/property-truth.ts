import { RAISED_PROPERTY_WIJKEN, WIJKEN, YEARS } from '../areas.js';
import { type Block, blocks } from '../blocks.js';
import { yearOf } from '../days.js';
import type { CitySize } from '../households.js';
import { type BlockMarket, DOORSLUIS_TRANSFERS, marketOf, type OwnedHome } from '../ownership.js';
import { householdParty, isHousehold } from '../parties.js';
import { ownerOf, PERMIT_TYPES, permits } from '../permits.js';
import { isWindhapper } from '../taxes.js';
import { Counts } from './counts.js';

const PURCHASES = ['purchases', 'unexplained', 'withoutMortgage'] as const;
const TRANSFERS = ['transfers', 'chains', 'youngBuyers'] as const;
const HOMES = ['homes', 'doorsluis', ...PERMIT_TYPES] as const;
const STRAW = ['windhappers', 'withMore'] as const;
type CountsOf<Names extends readonly string[]> = Readonly<
  Record<string, Readonly<Record<Names[number], number>>>
>;

/** What was planted about homes and those who buy them; wijken are those of the home, but for `straw`. */
export interface PropertyTruth {
  readonly raisedWijken: readonly string[];
  /** Key: wijk and year. Purchases by households; those far beyond the buyer's means; those with no mortgage. */
  readonly purchases: CountsOf<typeof PURCHASES>;
  /** Key: wijk and year. All transfers; resales within 180 days at a jump; buyers that are companies under a year old. */
  readonly transfers: CountsOf<typeof TRANSFERS>;
  /** Key: wijk. Homes; those with five or more transfers in twenty years; permits by type. */
  readonly homes: CountsOf<typeof HOMES>;
  /** Key: wijk where they live. Households with no income and no wealth that own a home; that own two or more. */
  readonly straw: CountsOf<typeof STRAW>;
}

export function propertyTruth(city: CitySize): PropertyTruth {
  const cells = WIJKEN.flatMap((wijk) => YEARS.map((year) => `${wijk} ${year}`));
  const purchases = new Counts(PURCHASES, cells);
  const transfers = new Counts(TRANSFERS, cells);
  const homes = new Counts(HOMES, WIJKEN);
  const straw = new Counts(STRAW, WIJKEN);
  for (const block of blocks(city)) {
    const market = marketOf(block, city.seed);
    const founded = new Map(market.companies.map((company) => [company.party, company.founded]));
    for (const owned of market.homes) {
      countPurchase(owned, purchases);
      countTransfers(owned, founded, transfers);
      homes.add('homes', owned.home.dwelling.wijk);
      if (owned.transfers.length >= DOORSLUIS_TRANSFERS) homes.add('doorsluis', owned.home.dwelling.wijk);
    }
    for (const { type, wijk } of permits(market, city.seed)) homes.add(type, wijk);
    countStraw(block, market, city.seed, straw);
  }
  return {
    raisedWijken: RAISED_PROPERTY_WIJKEN,
    purchases: purchases.all(),
    transfers: transfers.all(),
    homes: homes.all(),
    straw: straw.all(),
  };
}

function countPurchase({ purchase }: OwnedHome, counts: Counts<(typeof PURCHASES)[number]>): void {
  if (purchase === null) return;
  const { wijk } = purchase.home.dwelling;
  const year = yearOf(purchase.day);
  if (!inWindow(year)) return;
  counts.add('purchases', wijk, year);
  if (purchase.unexplained) counts.add('unexplained', wijk, year);
  if (purchase.mortgage === 0) counts.add('withoutMortgage', wijk, year);
}

function countTransfers(
  { home, transfers, planted }: OwnedHome,
  founded: ReadonlyMap<string, number>,
  counts: Counts<(typeof TRANSFERS)[number]>,
): void {
  const { wijk } = home.dwelling;
  for (const { day, buyer } of transfers) {
    const year = yearOf(day);
    if (!inWindow(year)) continue;
    counts.add('transfers', wijk, year);
    if (planted === 'chain' && day === transfers.at(-1)!.day) counts.add('chains', wijk, year);
    if (day - (founded.get(buyer) ?? Number.NEGATIVE_INFINITY) < 365) counts.add('youngBuyers', wijk, year);
  }
}

function countStraw(
  { households }: Block,
  { homes }: BlockMarket,
  seed: number,
  counts: Counts<(typeof STRAW)[number]>,
): void {
  const owners = homes.map(ownerOf).filter(isHousehold);
  for (const household of households) {
    if (!isWindhapper(household, seed)) continue;
    const owns = owners.filter((owner) => owner === householdParty(household)).length;
    const wijk = `WK${household.buurten.at(-1)!.slice(2, 8)}`;
    if (owns >= 1) counts.add('windhappers', wijk);
    if (owns >= 2) counts.add('withMore', wijk);
  }
}

function inWindow(year: number): boolean {
  return year >= YEARS[0] && year <= YEARS.at(-1)!;
}
