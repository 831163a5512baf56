import { RAISED_DRUGS_WIJKEN, TRAVELLING_WIJK, WIJKEN, wijkOf, YEARS } from '../areas.js';
import { type CitySize, type Household, households } from '../households.js';
import {
  DRUGS,
  OLDEST_YOUNG,
  PLANTED_RATIO,
  type Registration,
  registrations,
  YOUNGEST,
} from '../suspects.js';
import { verdicts } from '../verdicts.js';
import { Counts } from './counts.js';

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

export interface CrimeTruth {
  readonly raisedWijken: readonly string[];
  /** Chance in a raised wijk against the chance elsewhere. */
  readonly plantedRatio: number;
  readonly inflow: readonly InflowCell[];
  /** Whose suspects go elsewhere three times as often. */
  readonly travellingWijk: string;
  /** Key: wijk of residence and municipality of the offence. */
  readonly residenceByOffence: Readonly<Record<string, { readonly registrations: number }>>;
  /** Key: wijk of residence and year. Persons, and those of them who were registered in an earlier year too. */
  readonly repeat: Readonly<Record<string, { readonly suspects: number; readonly again: number }>>;
  /** Key: outcome and year of the verdict. */
  readonly verdicts: Readonly<Record<string, { readonly cases: number }>>;
  /** Key: wijk and year of the registration. Persons with a conviction that came of it. */
  readonly convicted: Readonly<Record<string, { readonly persons: number }>>;
}

const cells = WIJKEN.flatMap((wijk) => YEARS.map((year) => `${wijk} ${year}`));

export function crimeTruth(city: CitySize): CrimeTruth {
  const inflow = new Counts(['inhabitants', 'firstTime', 'firstTimeDrugs'], cells);
  const matrix = new Counts(['registrations'], []);
  const repeat = new Counts(['suspects', 'again'], cells);
  const outcomes = new Counts(['cases'], []);
  const convicted = new Counts(['persons'], cells);
  for (const household of households(city)) {
    countInhabitants(household, inflow);
    const found = [...registrations(household, city.seed)];
    for (const one of found) {
      matrix.add('registrations', one.wijk, one.gemeente);
      if (!one.first || !isYoung(one.age)) continue;
      inflow.add('firstTime', one.wijk, one.year);
      if (one.offence === DRUGS) inflow.add('firstTimeDrugs', one.wijk, one.year);
    }
    countRepeat(found, repeat);
    const decided = [...verdicts(household, city.seed)];
    for (const { outcome, date } of decided) outcomes.add('cases', outcome, date.slice(0, 4));
    const guilty = decided.filter(({ outcome }) => outcome === 'veroordeling');
    const persons = new Set(guilty.map(({ bsn, wijk, registered }) => `${bsn} ${wijk} ${registered}`));
    for (const person of persons) convicted.add('persons', ...person.split(' ').slice(1));
  }
  return {
    raisedWijken: RAISED_DRUGS_WIJKEN,
    plantedRatio: PLANTED_RATIO,
    inflow: inflowCells(inflow),
    travellingWijk: TRAVELLING_WIJK,
    residenceByOffence: matrix.all(),
    repeat: repeat.all(),
    verdicts: outcomes.all(),
    convicted: convicted.all(),
  };
}

function inflowCells(counts: Counts<'inhabitants' | 'firstTime' | 'firstTimeDrugs'>): readonly InflowCell[] {
  return Object.entries(counts.all()).map(([key, cell]) => {
    const [wijk = '', year] = key.split(' ');
    return { wijk, year: Number(year), ...cell };
  });
}

function countInhabitants(
  household: Household,
  counts: Counts<'inhabitants' | 'firstTime' | 'firstTimeDrugs'>,
) {
  for (const { birthYear } of household.members) {
    for (const [at, year] of YEARS.entries()) {
      if (isYoung(year - birthYear)) counts.add('inhabitants', wijkOf(household.buurten[at]!), year);
    }
  }
}

function countRepeat(found: readonly Registration[], counts: Counts<'suspects' | 'again'>): void {
  const years = new Map<string, Map<number, string>>();
  for (const { bsn, year, wijk } of found) years.set(bsn, (years.get(bsn) ?? new Map()).set(year, wijk));
  for (const [, byYear] of years) {
    for (const [year, wijk] of byYear) {
      counts.add('suspects', wijk, year);
      if ([...byYear.keys()].some((earlier) => earlier < year)) counts.add('again', wijk, year);
    }
  }
}

function isYoung(age: number): boolean {
  return age >= YOUNGEST && age <= OLDEST_YOUNG;
}
