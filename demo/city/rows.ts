import { wijkOf, YEARS } from './areas.js';
import { type CitySize, type Household, households } from './households.js';
import { type Random, randomOf } from './random.js';
import { registrations } from './suspects.js';
import type { TruthKeeper } from './truth.js';

/** One record, in the order of its file's header; no value of the city needs quoting. */
export type Row = readonly (string | number)[];

const KIND_DWELLING = 3;
const KIND_TAX = 4;
const KIND_SURVEY = 5;
const DWELLINGS = ['appartement', 'tussenwoning', 'hoekwoning', 'vrijstaand'] as const;

/** Registered inhabitants, once a year: who was born later is absent from the earlier years. */
export function* brpRows(city: CitySize, truth: TruthKeeper): Generator<Row> {
  for (const household of households(city)) {
    for (const person of household.members) {
      for (const [at, year] of YEARS.entries()) {
        if (person.birthYear > year) continue;
        const buurt = household.buurten[at]!;
        truth.inhabitant(wijkOf(buurt), year, year - person.birthYear);
        yield [person.bsn, household.id, year, buurt, person.birthYear];
      }
    }
  }
}

/** Registrations of suspects. */
export function* suspectRows(city: CitySize, truth: TruthKeeper): Generator<Row> {
  for (const household of households(city)) {
    for (const found of registrations(household, city.seed)) {
      truth.registration(found);
      yield [found.bsn, found.date, found.offence, found.gemeente];
    }
  }
}

/** One dwelling a household, where it lives in the last year: 16 digits, municipality 9999, type 01. Area in m². */
export function* bagRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    const random = randomOf(city.seed, KIND_DWELLING, household.index);
    const object = `999901${String(household.index + 1).padStart(10, '0')}`;
    const type = DWELLINGS[random.below(DWELLINGS.length)]!;
    yield [object, type, 35 + random.below(180), 1890 + random.below(130), household.buurten.at(-1)!];
  }
}

/** Income and wealth of each household a year, whole euros; wealth may be negative. */
export function* taxRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    const random = randomOf(city.seed, KIND_TAX, household.index);
    const level = incomeOf(household, random);
    const wealth = Math.round((skewed(random) - 0.2) * 90_000);
    for (const [at, year] of YEARS.entries()) {
      yield [household.id, year, Math.round(level * 1.03 ** at), wealth + at * Math.round(level / 50)];
    }
  }
}

/** Records of persons as a statistics office holds them: such a file must be refused. */
export function* cbsRows(city: CitySize): Generator<Row> {
  const year = YEARS.at(-1)!;
  for (const household of households(city)) {
    for (const person of household.members) {
      const random = randomOf(city.seed, KIND_SURVEY, person.index);
      const record = `R${String(person.index + 1).padStart(9, '0')}`;
      yield [record, year, household.buurten.at(-1)!, year - person.birthYear, 1 + random.below(10)];
    }
  }
}

function incomeOf(household: Household, random: Random): number {
  const earners = household.members.length > 1 ? 1.6 : 1;
  return 14_000 + skewed(random) * 22_000 * earners;
}

/** Exponential with mean 1: many small values, few large ones. */
function skewed(random: Random): number {
  return -Math.log(1 - random.unit());
}
