import { RAISED_ENERGY_WIJKEN, WIJKEN, YEARS } from '../areas.js';
import { meterYears } from '../energy.js';
import { type CitySize, households } from '../households.js';
import { Counts } from './counts.js';

const NAMES = ['homes', 'unused', 'heavy', 'farmsMetered', 'farmsStealing', 'found'] as const;

/** What was planted about energy. */
export interface EnergyTruth {
  readonly raisedWijken: readonly string[];
  /** Key: wijk and year. A farm that steals its power shows in no meter: `found` is all that anybody knows of it. */
  readonly meters: Readonly<Record<string, Readonly<Record<(typeof NAMES)[number], number>>>>;
}

export function energyTruth(city: CitySize): EnergyTruth {
  const counts = new Counts(
    NAMES,
    WIJKEN.flatMap((wijk) => YEARS.map((year) => `${wijk} ${year}`)),
  );
  for (const household of households(city)) {
    for (const { wijk, year, planted, found } of meterYears(household, city.seed)) {
      counts.add('homes', wijk, year);
      if (found) counts.add('found', wijk, year);
      if (planted === 'unused' || planted === 'heavy') counts.add(planted, wijk, year);
      if (planted === 'farm-metered') counts.add('farmsMetered', wijk, year);
      if (planted === 'farm-stealing') counts.add('farmsStealing', wijk, year);
    }
  }
  return { raisedWijken: RAISED_ENERGY_WIJKEN, meters: counts.all() };
}
