import type { CitySize } from '../households.js';
import { type CrimeTruth, crimeTruth } from './crime-truth.js';
import { type EnergyTruth, energyTruth } from './energy-truth.js';
import { type PropertyTruth, propertyTruth } from './property-truth.js';

/** What was planted in a city, by theme. It is in no source: tests measure with it what a theme finds. */
export interface CityTruth {
  readonly crime: CrimeTruth;
  readonly property: PropertyTruth;
  readonly energy: EnergyTruth;
  /** Wijken where all three patterns meet. */
  readonly together: readonly string[];
}

/** Counts what was planted, in constant memory, from the same plan that the files are written from. */
export function cityTruth(city: CitySize): CityTruth {
  const crime = crimeTruth(city);
  const property = propertyTruth(city);
  const energy = energyTruth(city);
  const together = crime.raisedWijken.filter(
    (wijk) => property.raisedWijken.includes(wijk) && energy.raisedWijken.includes(wijk),
  );
  return { crime, property, energy, together };
}
