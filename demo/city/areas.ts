import type { Random } from './random.js';

/** A municipality that does not exist: Statistics Netherlands gives no code 9999. */
export const GEMEENTE = 'GM9999';
/** Municipalities that do not exist either, where some offences take place; the first is the nearest. */
export const OTHER_GEMEENTEN = ['GM9998', 'GM9997', 'GM9996'] as const;
/** Year of the fictitious division of areas. */
export const GEOGRAPHY_YEAR = 2024;
export const YEARS = [2022, 2023, 2024] as const;

const BUURTEN_PER_WIJK = 5;
/** Relative numbers of households. The last wijk is small, so that a release has something to hide. */
const WIJK_WEIGHTS = [1, 1, 1, 1, 1, 1, 1, 0.3] as const;
const WEIGHT_SUM = WIJK_WEIGHTS.reduce<number>((sum, weight) => sum + weight, 0);

export const WIJKEN: readonly string[] = WIJK_WEIGHTS.map((_, at) => `WK9999${twoDigits(at + 1)}`);

/** Wijken with planted patterns, a list a theme; the third wijk stands on all three lists. */
export const RAISED_DRUGS_WIJKEN: readonly string[] = [WIJKEN[2]!, WIJKEN[5]!];
export const RAISED_PROPERTY_WIJKEN: readonly string[] = [WIJKEN[2]!, WIJKEN[4]!];
export const RAISED_ENERGY_WIJKEN: readonly string[] = [WIJKEN[2]!, WIJKEN[6]!];
/** Whose suspects go elsewhere more often. */
export const TRAVELLING_WIJK = WIJKEN[3]!;

/** Draws a buurt: the wijk by its weight, each buurt of a wijk alike. */
export function drawBuurt(random: Random): string {
  let left = random.unit() * WEIGHT_SUM;
  let wijk = 0;
  while (wijk < WIJK_WEIGHTS.length - 1 && left >= WIJK_WEIGHTS[wijk]!) left -= WIJK_WEIGHTS[wijk++]!;
  return `BU9999${twoDigits(wijk + 1)}${twoDigits(random.below(BUURTEN_PER_WIJK) + 1)}`;
}

/** The wijk that a buurt lies in: the codes nest. */
export function wijkOf(buurt: string): string {
  return `WK${buurt.slice(2, 8)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
