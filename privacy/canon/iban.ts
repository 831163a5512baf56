import {
  type CanonicalForm,
  trimBlanks,
  trimBlanksSql,
  upperAscii,
  upperAsciiSql,
} from './canonical-form.js';

const SHAPE = '[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}';

/** Remainder by 97 of the digits that ISO 7064 makes of an IBAN: country and check digits moved to the end, A = 10. */
function remainder(iban: string): number {
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((c) => Number.parseInt(c, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}

/** IBAN (ISO 13616): without blanks, upper case, mod 97 = 1; a Dutch one has 18 characters. */
export const iban: CanonicalForm = {
  entityType: 'iban',
  canonical: (raw) => {
    const text = upperAscii(trimBlanks(raw)).replaceAll(' ', '');
    if (!new RegExp(`^${SHAPE}$`).test(text)) return null;
    if (text.startsWith('NL') && text.length !== 18) return null;
    return remainder(text) === 1 ? text : null;
  },
  sql: (raw) => {
    const text = `replace(${upperAsciiSql(trimBlanksSql(raw))}, ' ', '')`;
    const value = `CASE WHEN ascii(c) >= 65 THEN ascii(c) - 55 ELSE ascii(c) - 48 END`;
    const rest = `list_reduce(list_prepend(0, list_transform(string_split(x[5:] || x[:4], ''), lambda c: ${value})),
      lambda rest, digit: (rest * CASE WHEN digit > 9 THEN 100 ELSE 10 END + digit) % 97)`;
    const shape = `regexp_full_match(x, '${SHAPE}') AND (NOT starts_with(x, 'NL') OR length(x) = 18)`;
    return `list_transform([${text}], lambda x: CASE WHEN ${shape} AND ${rest} = 1 THEN x END)[1]`;
  },
};
