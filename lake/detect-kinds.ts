import { DETECTED_KINDS, type DetectedKind } from '../domain/profile.js';
import { type HeaderHint, headerHints } from './detect-header.js';
import type { ValueTest } from './detect-values.js';

/** What was counted in one column, over its distinct values. */
export interface ColumnEvidence {
  /** Delivered name; its words are evidence too. */
  readonly header: string;
  readonly distinct: number;
  readonly tests: Readonly<Record<ValueTest, number>>;
}

type Hinted = ColumnEvidence & { readonly hints: ReadonlySet<HeaderHint> };

/** Share of nine-digit numbers that pass the 11-proof by chance. */
const CHANCE = 1 / 11;
/** Standard errors: one false alarm in 30,000 columns of random numbers. */
const Z = 4;
const MIN_NUMBERS = 20;

/**
 * Decides which kinds of identifying content each column holds (rule C03), in the order of the columns. An empty column
 * holds nothing, whatever its name says.
 */
export function detectKinds(columns: readonly ColumnEvidence[]): readonly (readonly DetectedKind[])[] {
  const hinted = columns.map((column) => ({ ...column, hints: headerHints(column.header) }));
  const found = hinted.map((column) => new Set(column.distinct === 0 ? [] : ofOneColumn(column)));
  for (const at of addresses(hinted)) found[at]?.add('address');
  for (const at of coordinates(hinted)) found[at]?.add('coordinates');
  return found.map((kinds) => DETECTED_KINDS.filter((kind) => kinds.has(kind)));
}

/**
 * Whether dates to the day stand in a column: a tenth of its distinct values have the form of one. Of numbers of eight
 * digits that begin as a year does, one in 27 has it by chance.
 */
export function holdsDates({ distinct, tests }: Pick<ColumnEvidence, 'distinct' | 'tests'>): boolean {
  return tests.date > 0 && tests.date * 10 >= distinct;
}

function ofOneColumn(column: Hinted): readonly DetectedKind[] {
  const { hints, tests, distinct } = column;
  const rules: Readonly<Partial<Record<DetectedKind, boolean>>> = {
    bsn: hints.has('bsn') || passesElevenProof(tests.digits, tests.elevenProof),
    iban: tests.iban > 0,
    email: tests.email > 0,
    phone: (hints.has('phone') && tests.phone > 0) || mostly(column, 'phone', 3),
    'birth-date':
      hints.has('birth-date') ||
      (mostly(column, 'date', 50) && tests.earlyDate * 10 >= distinct && tests.lateDate * 10 >= distinct),
    address: hints.has('address') || mostly(column, 'fullAddress', 3),
    coordinates: mostly(column, 'point', 1),
    'number-plate': (hints.has('number-plate') && tests.plate > 0) || mostly(column, 'plate', 5),
    name: hints.has('name'),
    'person-key': hints.has('person-key'),
  };
  return DETECTED_KINDS.filter((kind) => rules[kind]);
}

/**
 * Is the share that passes clearly above chance? Lower bound of the Wilson score interval (E. B. Wilson, J. Am. Stat.
 * Assoc. 22, 1927) against 1/11. Other numbers with the same check digit pass too: a contract may declare the kind.
 */
export function passesElevenProof(numbers: number, passing: number): boolean {
  if (numbers < MIN_NUMBERS) return false;
  const share = passing / numbers;
  const z2 = (Z * Z) / numbers;
  const centre = share + z2 / 2;
  const spread = Z * Math.sqrt((share * (1 - share)) / numbers + z2 / (4 * numbers));
  return (centre - spread) / (1 + z2) > CHANCE;
}

/** At least half of the distinct values, and not fewer than `least` of them. */
function mostly({ tests, distinct }: ColumnEvidence, test: ValueTest, least: number): boolean {
  return tests[test] >= least && tests[test] * 2 >= distinct;
}

/** A postcode of six characters with a house number, or with cells that end in one, in one file, are an address. */
function addresses(columns: readonly Hinted[]): readonly number[] {
  const postcodes = places(columns, (column) => mostly(column, 'postcode', 1));
  const named = places(columns, (column) => column.hints.has('house-number'));
  const numbers = named.length > 0 ? named : places(columns, (column) => mostly(column, 'street', 10));
  return pair(postcodes, numbers);
}

/** Both halves of a place, in degrees or in metres of the Dutch grid (RD). */
function coordinates(columns: readonly Hinted[]): readonly number[] {
  const degrees = pair(
    places(columns, (column) => isAxis(column, 'longitude', 'x')),
    places(columns, (column) => isAxis(column, 'latitude', 'y')),
  );
  const metres = pair(
    places(columns, (column) => isAxis(column, 'rdX', 'x')),
    places(columns, (column) => isAxis(column, 'rdY', 'y')),
  );
  return [...degrees, ...metres];
}

/** Nearly all values lie in the range, and the name says so or there are enough of them with a fraction. */
function isAxis({ tests, distinct, hints }: Hinted, test: ValueTest, hint: 'x' | 'y'): boolean {
  const inRange = tests[test] * 100 >= distinct * 95;
  return inRange && (hints.has(hint) || (distinct >= 10 && tests.fraction * 2 >= distinct));
}

function pair(xs: readonly number[], ys: readonly number[]): readonly number[] {
  return xs.length > 0 && ys.length > 0 ? [...xs, ...ys] : [];
}

function places(columns: readonly Hinted[], test: (column: Hinted) => boolean): readonly number[] {
  return columns.flatMap((column, at) => (column.distinct > 0 && test(column) ? [at] : []));
}
