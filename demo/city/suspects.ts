import { GEMEENTE, OTHER_GEMEENTEN, RAISED_DRUGS_WIJKEN, TRAVELLING_WIJK, wijkOf, YEARS } from './areas.js';
import type { Household, Person } from './households.js';
import { type Random, randomOf } from './random.js';

/** One registration of a suspect. A suspect is not an offender. */
export interface Registration {
  readonly bsn: string;
  /** ISO date. */
  readonly date: string;
  readonly offence: string;
  readonly gemeente: string;
  /** True for the first registration of this person; known to tests only, in no file. */
  readonly first: boolean;
  readonly wijk: string;
  readonly year: number;
  readonly age: number;
}

export const DRUGS = 'drugs';
const OTHER_OFFENCES = ['vermogen', 'geweld', 'vernieling'] as const;
/** Nobody under twelve is prosecuted. */
export const YOUNGEST = 12;
export const OLDEST_YOUNG = 23;

/** The planted pattern: wijken where the yearly chance of a first registration for drugs is three times as high. */
export const PLANTED_RATIO = 3;
const YOUNG_CHANCE = 0.04;
const OLD_CHANCE = 0.002;
const AGAIN_CHANCE = 0.3;
/** Some persons only ever come into contact for something else: their first registration is never for drugs. */
const OTHER_SHARE = 0.04;
const OTHER_CHANCE = 0.15;
/** Share of offences outside the city, and what the nearer municipalities take of it, cumulated. */
const ELSEWHERE = 0.1;
const ELSEWHERE_TRAVELLING = 0.3;
const DESTINATIONS = [0.6, 0.9, 1] as const;
const KIND_SUSPECT = 2;

/** The registrations of one household's members. The register begins with the first of YEARS: nobody was known before. */
export function* registrations(household: Household, seed: number): Generator<Registration> {
  for (const person of household.members) {
    const random = randomOf(seed, KIND_SUSPECT, person.index);
    const other = random.unit() < OTHER_SHARE ? OTHER_OFFENCES[random.below(OTHER_OFFENCES.length)]! : null;
    let known = false;
    for (const [at, year] of YEARS.entries()) {
      const age = year - person.birthYear;
      if (age < YOUNGEST) continue;
      const wijk = wijkOf(household.buurten[at]!);
      if (random.unit() >= chance(age, wijk, { known, other: other !== null })) continue;
      const times = random.unit() < AGAIN_CHANCE ? 2 : 1;
      for (let nth = 0; nth < times; nth++) {
        yield { ...registration(person, { year, wijk }, other ?? DRUGS, random), first: !known, age };
        known = true;
      }
    }
  }
}

function chance(age: number, wijk: string, person: { known: boolean; other: boolean }): number {
  if (person.other) return OTHER_CHANCE;
  if (person.known) return AGAIN_CHANCE;
  if (age > OLDEST_YOUNG) return OLD_CHANCE;
  return RAISED_DRUGS_WIJKEN.includes(wijk) ? PLANTED_RATIO * YOUNG_CHANCE : YOUNG_CHANCE;
}

function registration(
  person: Person,
  { year, wijk }: { year: number; wijk: string },
  offence: string,
  random: Random,
) {
  const month = String(1 + random.below(12)).padStart(2, '0');
  const day = String(1 + random.below(28)).padStart(2, '0');
  const gemeente = gemeenteOf(wijk, random.unit());
  return { bsn: person.bsn, year, wijk, date: `${year}-${month}-${day}`, offence, gemeente };
}

/** Where an offence took place, by a draw in [0, 1). */
function gemeenteOf(wijk: string, draw: number): string {
  const elsewhere = wijk === TRAVELLING_WIJK ? ELSEWHERE_TRAVELLING : ELSEWHERE;
  if (draw >= elsewhere) return GEMEENTE;
  return OTHER_GEMEENTEN[DESTINATIONS.findIndex((share) => draw < elsewhere * share)]!;
}
