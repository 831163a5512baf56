import { WIJKEN, YEARS } from './areas.js';
import {
  DRUGS,
  OLDEST_YOUNG,
  PLANTED_RATIO,
  RAISED_WIJKEN,
  type Registration,
  YOUNGEST,
} from './suspects.js';

/** What was planted, counted while it was made. Only tests read it; it is in no file. */
export interface CityTruth {
  readonly raisedWijken: readonly string[];
  /** Chance in a raised wijk against the chance elsewhere. */
  readonly plantedRatio: number;
  readonly inflow: readonly InflowCell[];
}

/** Persons of 12 to 23 (year minus year of birth) in one wijk and year. */
export interface InflowCell {
  readonly wijk: string;
  readonly year: number;
  readonly inhabitants: number;
  /** Whose first registration as a suspect, of any offence, was in this year. */
  readonly firstTime: number;
  /** The same, the offence being drugs. */
  readonly firstTimeDrugs: number;
}

export interface TruthKeeper {
  inhabitant(wijk: string, year: number, age: number): void;
  registration(found: Registration): void;
  truth(): CityTruth;
}

type Counts = { -readonly [K in keyof InflowCell]: InflowCell[K] };

/** Counts as the rows pass by: one number a wijk and year, whatever the size of the city. */
export function truthKeeper(): TruthKeeper {
  const cells: Counts[] = WIJKEN.flatMap((wijk) =>
    YEARS.map((year) => ({ wijk, year, inhabitants: 0, firstTime: 0, firstTimeDrugs: 0 })),
  );
  const byKey = new Map(cells.map((cell) => [`${cell.wijk} ${cell.year}`, cell]));
  const cellOf = (wijk: string, year: number): Counts => byKey.get(`${wijk} ${year}`)!;
  const young = (age: number): boolean => age >= YOUNGEST && age <= OLDEST_YOUNG;
  return {
    inhabitant(wijk, year, age) {
      if (young(age)) cellOf(wijk, year).inhabitants += 1;
    },
    registration({ wijk, year, age, first, offence }) {
      if (!first || !young(age)) return;
      cellOf(wijk, year).firstTime += 1;
      if (offence === DRUGS) cellOf(wijk, year).firstTimeDrugs += 1;
    },
    truth: () => ({ raisedWijken: RAISED_WIJKEN, plantedRatio: PLANTED_RATIO, inflow: cells }),
  };
}
