import { YEARS } from './areas.js';
import { blocks } from './blocks.js';
import { ASSOCIATION_COMPANY, type Company } from './companies.js';
import { dateOf } from './days.js';
import { dwellingOf, wozValue } from './dwellings.js';
import { meterYears } from './energy.js';
import { type CitySize, households } from './households.js';
import { marketOf, type OwnedHome } from './ownership.js';
import { permits } from './permits.js';
import type { Row } from './rows.js';
import { verdicts } from './verdicts.js';

/** Every transfer of a home since the registers begin; the number of the deed is that of the home and its turn. */
export function* transferRows(city: CitySize): Generator<Row> {
  for (const { home, transfers } of ownedHomes(city)) {
    const { object } = home.dwelling;
    for (const [nth, { day, price, buyer, seller }] of transfers.entries()) {
      yield [object, dateOf(day), price, buyer, seller, `AKTE${object.slice(6)}${nth + 1}`];
    }
  }
}

/** Who owned each home from when until when; nothing stands under `tot` for the owner of now. */
export function* ownerRows(city: CitySize): Generator<Row> {
  for (const { home, first, since, transfers } of ownedHomes(city)) {
    let [owner, from] = [first, since];
    for (const { day, buyer } of transfers) {
      yield [home.dwelling.object, owner, dateOf(from), dateOf(day)];
      [owner, from] = [buyer, day];
    }
    yield [home.dwelling.object, owner, dateOf(from), ''];
  }
}

/** Mortgages of households, whole thousands of euros. */
export function* mortgageRows(city: CitySize): Generator<Row> {
  for (const { home, mortgage } of ownedHomes(city)) {
    if (mortgage > 0) yield [home.dwelling.object, mortgage];
  }
}

/** What each home is worth to the municipality a year, euros. */
export function* valueRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    const dwelling = dwellingOf(household, city.seed);
    for (const year of YEARS) {
      yield [dwelling.object, year, wozValue(dwelling, household, city.seed, year)];
    }
  }
}

/** Companies with their first director. */
export function* companyRows(city: CitySize): Generator<Row> {
  yield companyRow(ASSOCIATION_COMPANY);
  for (const block of blocks(city)) {
    for (const company of marketOf(block, city.seed).companies) yield companyRow(company);
  }
}

/** Outcomes of criminal cases. */
export function* verdictRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    for (const { bsn, date, outcome } of verdicts(household, city.seed)) yield [bsn, date, outcome];
  }
}

/** Power (kWh) and gas (m³) of each home a year. */
export function* energyRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    for (const { object, year, power, gas } of meterYears(household, city.seed)) {
      yield [object, year, power, gas];
    }
  }
}

/** Permits, by home and applicant. */
export function* permitRows(city: CitySize): Generator<Row> {
  for (const block of blocks(city)) {
    for (const { object, type, applicant } of permits(marketOf(block, city.seed), city.seed)) {
      yield [object, type, applicant];
    }
  }
}

/** Farms that were found and cleared. */
export function* clearingRows(city: CitySize): Generator<Row> {
  for (const household of households(city)) {
    for (const { object, year, found } of meterYears(household, city.seed)) {
      if (found) yield [object, year];
    }
  }
}

function* ownedHomes(city: CitySize): Generator<OwnedHome> {
  for (const block of blocks(city)) yield* marketOf(block, city.seed).homes;
}

function companyRow({ party, founded, country, director }: Company): Row {
  return [party, dateOf(founded), country, director];
}
