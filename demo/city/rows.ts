import { YEARS } from './areas.js';
import { dwellingOf } from './dwellings.js';
import { type CitySize, households } from './households.js';
import { randomOf } from './random.js';
import { registrations } from './suspects.js';
import { taxYears } from './taxes.js';

/** One record, in the order of its file's header; no value of the city needs quoting. */
export type Row = readonly (string | number)[];

const KIND_SURVEY = 5;

/** Registered inhabitants, once a year: who was born later is absent from the earlier years. */
export function* brpRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    for (const person of household.members) {
      for (const [at, year] of YEARS.entries()) {
        if (person.birthYear > year) continue;
        yield [person.bsn, household.id, year, household.buurten[at]!, person.birthYear];
      }
    }
  }
}

/** Registrations of suspects. */
export function* suspectRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    for (const { bsn, date, offence, gemeente } of registrations(household, city.seed)) {
      yield [bsn, date, offence, gemeente];
    }
  }
}

/** One dwelling a household, where it lives in the last year. Area in m². */
export function* bagRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    const { object, type, area, built, buurt } = dwellingOf(household, city.seed);
    yield [object, type, area, built, buurt];
  }
}

/** Income and wealth of each household a year, whole euros; wealth may be negative. */
export function* taxRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    for (const { year, income, wealth } of taxYears(household, city.seed)) {
      yield [household.id, year, income, wealth];
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
