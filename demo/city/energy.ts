import { RAISED_ENERGY_WIJKEN, YEARS } from './areas.js';
import { type DwellingType, dwellingOf } from './dwellings.js';
import type { Household } from './households.js';
import { type Random, randomOf } from './random.js';

/** What the meters of one home counted in one year. */
export interface MeterYear {
  readonly object: string;
  readonly wijk: string;
  readonly year: number;
  /** Kilowatt hours. */
  readonly power: number;
  /** Cubic metres. */
  readonly gas: number;
  /** Known to tests only: nobody seems to live there, an ordinary heavy user, a farm that draws or steals its power. */
  readonly planted: 'unused' | 'heavy' | 'farm-metered' | 'farm-stealing' | null;
  /** The farm was found and cleared this year; it does not come back. */
  readonly found: boolean;
}

const KIND_ENERGY = 10;
const POWER: Readonly<Record<DwellingType, number>> = {
  appartement: 1500,
  tussenwoning: 1900,
  hoekwoning: 2100,
  vrijstaand: 2400,
};
const GAS: Readonly<Record<DwellingType, number>> = {
  appartement: 700,
  tussenwoning: 1000,
  hoekwoning: 1200,
  vrijstaand: 1800,
};
const POWER_A_PERSON = 300;
const NOISE = 0.15;
const UNUSED_CHANCE = 0.004;
/** A pump or a car: as far from the neighbours as a farm is, and far more often the reason. */
const HEAVY_CHANCE = 0.01;
const FARM_CHANCE = { raised: 0.03, elsewhere: 0.004 };
/** Most farms draw their power past the meter. */
const METERED = 0.4;
const FOUND = 0.4;

/** One a year of YEARS. */
export function meterYears(household: Household, seed: number): readonly MeterYear[] {
  const dwelling = dwellingOf(household, seed);
  const random = randomOf(seed, KIND_ENERGY, household.index);
  const state = random.unit();
  const always = state < UNUSED_CHANCE ? 'unused' : state < UNUSED_CHANCE + HEAVY_CHANCE ? 'heavy' : null;
  const isRaised = RAISED_ENERGY_WIJKEN.includes(dwelling.wijk);
  const farmChance = isRaised ? FARM_CHANCE.raised : FARM_CHANCE.elsewhere;
  let cleared = false;
  return YEARS.map((year) => {
    const isFarm = random.unit() < farmChance && always === null && !cleared;
    const isMetered = random.unit() < METERED;
    const found = random.unit() < FOUND && isFarm;
    cleared ||= found;
    const planted = isFarm ? (isMetered ? 'farm-metered' : 'farm-stealing') : always;
    const power = POWER[dwelling.type] + POWER_A_PERSON * household.members.length;
    const used = (amount: number) => Math.round(amount * around(random));
    return {
      object: dwelling.object,
      wijk: dwelling.wijk,
      year,
      power: used(power * timesOf(planted, random)),
      gas: planted === 'unused' ? 0 : used(GAS[dwelling.type] + 4 * dwelling.area),
      planted,
      found,
    } as const;
  });
}

/** How many times its ordinary power a home draws from the meter. */
function timesOf(planted: MeterYear['planted'], random: Random): number {
  const draw = random.unit();
  if (planted === 'unused') return 0;
  if (planted === 'heavy') return 3.2 + draw;
  return planted === 'farm-metered' ? 4 + 3 * draw : 1;
}

function around(random: Random): number {
  return 1 + NOISE * (2 * random.unit() - 1);
}
