import {
  type CanonicalForm,
  trimBlanks,
  trimBlanksSql,
  upperAscii,
  upperAsciiSql,
} from './canonical-form.js';

/** Upper case, without the given separators inside. */
function compact(raw: string, separators: string): string {
  return [...upperAscii(trimBlanks(raw))].filter((character) => !separators.includes(character)).join('');
}

function compactSql(text: string, separators: string): string {
  return `translate(${upperAsciiSql(trimBlanksSql(text))}, '${separators}', '')`;
}

function compactForm(entityType: string, separators: string, pattern: string, not?: string): CanonicalForm {
  const whole = new RegExp(`^(?:${pattern})$`);
  const refused = not === undefined ? null : new RegExp(`^(?:${not})$`);
  return {
    entityType,
    canonical: (raw) => {
      const text = compact(raw, separators);
      return whole.test(text) && !refused?.test(text) ? text : null;
    },
    sql: (text) => {
      const value = compactSql(text, separators);
      const exception = not === undefined ? '' : ` AND NOT regexp_full_match(${value}, '${not}')`;
      return `CASE WHEN regexp_full_match(${value}, '${pattern}')${exception} THEN ${value} END`;
    },
  };
}

/** Postcode of six: four digits, two letters, no blank; SA, SD and SS are not issued. */
export const postcode = compactForm('postcode', ' ', '[1-9][0-9]{3}[A-Z]{2}', '.{4}S[ADS]');

/** The fourteen series of Dutch number plates (RDW), letters and digits by place, without dashes. */
const PLATE_SERIES = [
  'XX9999', '9999XX', '99XX99', 'XX99XX', 'XXXX99', '99XXXX', '99XXX9',
  '9XXX99', 'XX999X', 'X999XX', 'XXX99X', 'X99XXX', '9XX999', '999XX9',
] as const; // biome-ignore format: by series

/** Number plate: six characters of one of the series. */
export const plate = compactForm(
  'plate',
  '- ',
  PLATE_SERIES.map((series) => series.replaceAll('X', '[A-Z]').replaceAll('9', '[0-9]')).join('|'),
);
