import { createWriteStream } from 'node:fs';
import { writeCsv } from '../demo/city/csv-lines.js';
import { randomOf } from '../demo/city/random.js';
import type { Row } from '../demo/city/rows.js';
import { MAX_PERSONS, testBsn } from '../demo/city/test-bsn.js';
import { SluisError } from '../domain/errors.js';

/** The delivered names of `contracts/register.yaml`. */
export const REGISTER_COLUMNS = [
  'bsn',
  'huishouden',
  'naam',
  'email',
  'postcode',
  'huisnummer',
  'toelichting',
  'geboortedatum',
  'geslacht',
  'buurt',
  'burgerlijke_staat',
  'jaar',
  'woningtype',
  'bouwjaar',
  'oppervlak',
  'inkomen',
  'vermogen',
  'waarde',
  'ingeschreven',
  'gewijzigd',
] as const;

const SEED = 1;
const KIND_CLASS = 101;
const KIND_PERSON = 102;
const DAY_MS = 86_400_000;
const SEXES = ['M', 'V', 'X'];
const STATES = ['gehuwd', 'ongehuwd', 'gescheiden', 'verweduwd'];
const DWELLINGS = ['appartement', 'tussenwoning', 'hoekwoning', 'vrijstaand'];

/** Neighbours in the file that share all that tells persons apart: no class is smaller, so no review stops the clock. */
export const CLASS_SIZE = 10;

/**
 * One row a person, the hardest case for what counts or sorts distinct values: as many citizen service numbers as rows.
 * A row rests on its number alone, so any range can be made again.
 * @param first number of the first person
 */
export function* registerRows(first: number, count: number): Generator<Row> {
  if (first + count > MAX_PERSONS)
    throw new SluisError('UsageInvalid', `there are test numbers for ${MAX_PERSONS} rows only`);
  for (let person = first; person < first + count; person += 1) yield rowOf(person, classOf(person));
}

/** Writes header and rows to a file, in constant memory. */
export async function writeRegister(path: string, first: number, count: number): Promise<void> {
  await writeCsv(REGISTER_COLUMNS, registerRows(first, count), createWriteStream(path));
}

interface PersonClass {
  readonly year: number;
  readonly sex: string;
  readonly buurt: string;
  readonly state: string;
  readonly dwelling: string;
  readonly built: number;
  readonly movedOn: string;
  readonly changedAt: string;
}

function classOf(person: number): PersonClass {
  const random = randomOf(SEED, KIND_CLASS, Math.floor(person / CLASS_SIZE));
  return {
    year: 1935 + random.below(85),
    sex: SEXES[random.below(40) === 0 ? 2 : random.below(2)] as string,
    buurt: `BU9999${twoDigits(1 + random.below(20))}${twoDigits(1 + random.below(10))}`,
    state: STATES[random.below(STATES.length)] as string,
    dwelling: DWELLINGS[random.below(DWELLINGS.length)] as string,
    built: 1750 + random.below(274),
    movedOn: dayIn(1990 + random.below(34), random.below(365)),
    changedAt: `${dayIn(2024, random.below(365))}T${twoDigits(random.below(24))}:${twoDigits(random.below(60))}:00`,
  };
}

function rowOf(person: number, shared: PersonClass): Row {
  const random = randomOf(SEED, KIND_PERSON, person);
  const number = String(person).padStart(7, '0');
  const letters = String.fromCharCode(65 + random.below(5)) + String.fromCharCode(65 + random.below(5));
  return [
    testBsn(person),
    `H${String(Math.floor(person / 2.2)).padStart(8, '0')}`,
    `Inwoner ${number}`,
    `inwoner${number}@gemeente.invalid`,
    `${1000 + random.below(9000)} ${letters}`,
    1 + random.below(240),
    random.below(4) === 0 ? `opgenomen bij ronde ${random.below(5000)}` : 'geen',
    dayIn(shared.year, random.below(365)),
    shared.sex,
    shared.buurt,
    shared.state,
    2024,
    shared.dwelling,
    shared.built,
    25 + random.below(250),
    random.below(120_000),
    random.below(900_000) - 60_000,
    `${90_000 + random.below(810_000)}.${twoDigits(random.below(100))}`,
    shared.movedOn,
    shared.changedAt,
  ];
}

function dayIn(year: number, day: number): string {
  return new Date(Date.UTC(year, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
