import type { ReadPlan } from '../domain/treatment-plan.js';
import { literal } from './sql-text.js';

/**
 * Tests of one distinct, trimmed value `v`, as SQL that is true, false or null. Each begins with the length in bytes or
 * the first character: patterns are dear and most values are short numbers. `x`, `number` and `year` are its forms.
 */
export type ValueTest =
  | 'digits'
  | 'elevenProof'
  | 'iban'
  | 'email'
  | 'phone'
  | 'date'
  | 'earlyDate'
  | 'lateDate'
  | 'postcode'
  | 'street'
  | 'fullAddress'
  | 'plate'
  | 'latitude'
  | 'longitude'
  | 'rdX'
  | 'rdY'
  | 'fraction'
  | 'point';

const between = (from: number, to: number) => `strlen(v) BETWEEN ${from} AND ${to}`;
const when = (prefilter: string, test: string) => `CASE WHEN ${prefilter} THEN ${test} ELSE false END`;
const full = (pattern: string) => `regexp_full_match(v, '${pattern}')`;

const STARTS_DIGIT = `ascii(v) BETWEEN 48 AND 57`;
const NINE = '[0-9]{8,9}|[0-9]{3}[. ][0-9]{3}[. ][0-9]{3}|[0-9]{4}[. ][0-9]{2}[. ][0-9]{3}';
/** 11-proof of the BSN: weights 9…2 and −1 from the left of nine digits; zero is none. */
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1];
const WEIGHED = WEIGHTS.map((weight, at) => `${weight} * ((number // ${10 ** (8 - at)}) % 10)`).join(' + ');

/** ISO 13616: the first four characters go to the end, letters become 10…35, the number modulo 97 is 1. */
const COMPACT = `upper(replace(v, ' ', ''))`;
const MOVED = `list_aggregate(list_transform(string_split(substr(${COMPACT}, 5) || left(${COMPACT}, 4), ''),
  lambda c: CASE WHEN ascii(c) >= 65 THEN CAST(ascii(c) - 55 AS VARCHAR) ELSE c END), 'string_agg', '')`;
const MOD_97 = `CAST(CAST(CAST(left(${MOVED}, 30) AS HUGEINT) % 97 AS VARCHAR) || substr(${MOVED}, 31) AS HUGEINT) % 97 = 1`;
/** The first two characters of the compact form are no digits, the third is one: told without making that form. */
const IBAN_START = `regexp_matches(v, '^[^0-9 ] *[^0-9 ] *[0-9]')`;
const IBAN_SHAPE = `regexp_full_match(${COMPACT}, '[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}')`;

const ISO = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const DUTCH = '[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}';
const PACKED = '(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])';
const TIME = '[T ][0-9:]{5,8}(?:[.][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?';
const DATE = `(?:${ISO}|${DUTCH})(?:${TIME})?|${PACKED}`;
/** The series of the RDW. Written together, XX9999 and 9999XX are also municipality codes and postcodes: only with dashes. */
const PLATES = [
  'XX-99-99',
  '99-99-XX',
  '99-XX-99',
  'XX-99-XX',
  'XX-XX-99',
  '99-XX-XX',
  '99-XXX-9',
  '9-XXX-99',
  'XX-999-X',
  'X-999-XX',
  'XXX-99-X',
  'X-99-XXX',
  '9-XX-999',
  '999-XX-9',
];
const pattern = (plate: string) => plate.replaceAll('X', '[A-Z]').replaceAll('9', '[0-9]');
const PLATE = [...PLATES, ...PLATES.slice(2).map((plate) => plate.replaceAll('-', ''))]
  .map(pattern)
  .join('|');

const POSTCODE = '[1-9][0-9]{3} ?(?:[A-RT-Z][A-Z]|S[BCE-RT-Z])';

/** Two decimals of a degree are a kilometre: less says nothing of a person. */
const FINE = `strlen(v) >= 6`;

/**
 * SQL columns that several tests share: `x`, the number that a text may be as a coordinate; `number`, of eight or nine
 * digits before any padding; `year` of a date. Null where the text is none.
 */
export function valueForms(format: Pick<ReadPlan, 'decimal' | 'thousands'>): string {
  const plain = format.thousands ? `replace(v, ${literal(format.thousands)}, '')` : 'v';
  const pointed = format.decimal === ',' ? `replace(${plain}, ',', '.')` : plain;
  const digits = `CASE WHEN strlen(v) <= 9 THEN v ELSE replace(replace(v, '.', ''), ' ', '') END`;
  const year = `regexp_extract(v, '(?:^|[-/.])((?:19|20)[0-9]{2})', 1)`;
  const is = (from: number, to: number, pattern: string, form: string) =>
    `CASE WHEN ${between(from, to)} AND ${STARTS_DIGIT} AND ${full(pattern)} THEN try_cast(${form} AS INTEGER) END`;
  return [
    `CASE WHEN ${between(4, 20)} AND ${STARTS_DIGIT} THEN try_cast(${pointed} AS DOUBLE) END AS x`,
    `${is(8, 11, NINE, digits)} AS number`,
    `${is(8, 35, DATE, year)} AS year`,
  ].join(', ');
}

export const VALUE_TESTS: Readonly<Record<ValueTest, string>> = {
  digits: `number IS NOT NULL`,
  elevenProof: `(number > 0 AND (${WEIGHED}) % 11 = 0)`,
  iban: when(`${between(15, 42)} AND ascii(v) >= 65`, when(IBAN_START, when(IBAN_SHAPE, MOD_97))),
  email: when(
    `contains(v, '@')`,
    `regexp_matches(v, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}')`,
  ),
  phone: when(
    `${between(9, 22)} AND ascii(v) IN (40, 43, 48)`,
    full(
      '(?:[+][1-9][0-9]{0,2}|00(?:31|32|33|44|49))[ ()-]*(?:[0-9][ ()-]?){7,11}|06[ -]?[1-9](?:[ -]?[0-9]){7}|[(]?0[1-9][0-9]{1,2}[)]?[ -][0-9](?:[ -]?[0-9]){5,6}',
    ),
  ),
  date: `year IS NOT NULL`,
  earlyDate: `year BETWEEN 1900 AND 1969`,
  lateDate: `year >= 1985`,
  postcode: when(between(6, 7), `regexp_full_match(v, '${POSTCODE}', 'i')`),
  street: when(
    `strlen(v) >= 5 AND contains(v, ' ') AND ascii(v) >= 39`,
    full(
      `[^0-9,;]*\\p{L}[^0-9,;]* [1-9][0-9]{0,4}(?:[ -]?[A-Za-z]{1,4})?(?:[ -]?[0-9A-Za-z]{1,3})?(?: ?,.*)?`,
    ),
  ),
  fullAddress: `(${[
    when(
      `strlen(v) >= 12 AND contains(v, ' ')`,
      `regexp_matches(v, '\\p{L} [1-9][0-9]{0,4}[^0-9,]{0,8}[, ]+[1-9][0-9]{3} ?[A-Z]{2}\\b')`,
    ),
    when(
      `${between(7, 18)} AND ${STARTS_DIGIT}`,
      `regexp_full_match(v, '${POSTCODE}[, ]*[0-9]{1,5}(?:[ -]?[0-9a-z]{1,4})?', 'i')`,
    ),
  ].join(' OR ')})`,
  plate: when(`strlen(v) IN (6, 8)`, full(PLATE)),
  latitude: `(x BETWEEN 50.7 AND 53.7 AND ${FINE})`,
  longitude: `(x BETWEEN 3.2 AND 7.3 AND ${FINE})`,
  rdX: `x BETWEEN 10000 AND 280000`,
  rdY: `x BETWEEN 300000 AND 625000`,
  fraction: `x <> floor(x)`,
  point: when(
    `strlen(v) >= 11`,
    `regexp_matches(v, '^(?:SRID=[0-9]+;)?POINT ?[(]|^[(]?5[0-3][.][0-9]{3,}[,; ]+[3-7][.][0-9]{3,}')`,
  ),
};
