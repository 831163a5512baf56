import { RAISED_PROPERTY_WIJKEN } from './areas.js';
import type { BlockMarket, OwnedHome } from './ownership.js';
import { ASSOCIATION, householdParty, isHousehold, type Party } from './parties.js';
import { randomOf } from './random.js';

export const PERMIT_TYPES = ['horeca', 'kamerverhuur', 'verbouw', 'bedrijf'] as const;
export type PermitType = (typeof PERMIT_TYPES)[number];

export interface Permit {
  readonly object: string;
  readonly wijk: string;
  readonly type: PermitType;
  readonly applicant: Party;
}

const KIND_PERMIT = 12;
/** Planted: rooms are let more often where homes are bought without means. */
const ROOMS = { raised: 0.45, elsewhere: 0.1 };
const REBUILDING = 0.04;
const TRADE = 0.06;
const CAFE = 0.25;

/** Permits of a block: the last owner lets rooms or rebuilds; whoever lives there trades from home. */
export function* permits({ homes }: BlockMarket, seed: number): Generator<Permit> {
  for (const owned of homes) {
    const { household, dwelling } = owned.home;
    const random = randomOf(seed, KIND_PERMIT, household.index);
    const owner = ownerOf(owned);
    const lives = householdParty(household);
    const place = { object: dwelling.object, wijk: dwelling.wijk };
    const isRaised = RAISED_PROPERTY_WIJKEN.includes(dwelling.wijk);
    const rooms = random.unit() < (isRaised ? ROOMS.raised : ROOMS.elsewhere);
    if (rooms && owner !== lives && owner !== ASSOCIATION)
      yield { ...place, type: 'kamerverhuur', applicant: owner };
    if (random.unit() < REBUILDING && isHousehold(owner))
      yield { ...place, type: 'verbouw', applicant: owner };
    const trade = random.unit() < CAFE ? 'horeca' : 'bedrijf';
    if (random.unit() < TRADE) yield { ...place, type: trade, applicant: lives };
  }
}

/** Who owns it on the last day of the registers. */
export function ownerOf({ first, transfers }: OwnedHome): Party {
  return transfers.at(-1)?.buyer ?? first;
}
