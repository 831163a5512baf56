import { drawBuurt, YEARS } from './areas.js';
import { randomOf } from './random.js';
import { testBsn } from './test-bsn.js';

export interface Person {
  readonly index: number;
  readonly bsn: string;
  readonly birthYear: number;
}

export interface Household {
  readonly index: number;
  readonly id: string;
  readonly members: readonly Person[];
  /** Where it lives in each of YEARS. */
  readonly buurten: readonly string[];
}

export interface CitySize {
  readonly persons: number;
  readonly seed: number;
}

const LAST_YEAR = YEARS[YEARS.length - 1]!;
const MOVES_A_YEAR = 0.05;
const KIND_HOUSEHOLD = 1;
/** Cumulative shares of households of 1, 2, 3, 4 and 5 persons. */
const SIZES = [0.36, 0.66, 0.79, 0.93, 1] as const;

/** All households in order, made one at a time from their index and forgotten again. */
export function* households({ persons, seed }: CitySize): Generator<Household> {
  let index = 0;
  for (let made = 0; made < persons; index++) {
    const household = makeHousehold(seed, index, made, persons - made);
    made += household.members.length;
    yield household;
  }
}

function makeHousehold(seed: number, index: number, firstPerson: number, atMost: number): Household {
  const random = randomOf(seed, KIND_HOUSEHOLD, index);
  const draw = random.unit();
  const size = Math.min(atMost, SIZES.findIndex((share) => draw < share) + 1);
  const buurten = [drawBuurt(random)];
  while (buurten.length < YEARS.length) {
    buurten.push(random.unit() < MOVES_A_YEAR ? drawBuurt(random) : buurten.at(-1)!);
  }
  const members: Person[] = [];
  for (let at = 0; at < size; at++) {
    // The first is grown up; the third and later are children or young adults.
    const age = at === 0 ? 18 + random.below(70) : at === 1 ? 15 + random.below(70) : random.below(26);
    const person = firstPerson + at;
    members.push({ index: person, bsn: testBsn(person), birthYear: LAST_YEAR - age });
  }
  return { index, id: `H${String(index + 1).padStart(8, '0')}`, members, buurten };
}
