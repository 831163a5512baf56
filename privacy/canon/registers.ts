import { type CanonicalForm, patternForm, trimBlanks, trimBlanksSql } from './canonical-form.js';

/** Trade register number: 8 digits; leading zeros are part of it (Handelsregisterwet). */
export const kvk = patternForm('kvk', '[0-9]{8}');
/** Establishment number of the trade register: 12 digits. */
export const establishment = patternForm('establishment', '[0-9]{12}');

/** Object types of the address register: digits 5 and 6 of a BAG identification. */
export const BAG_TYPES = { vbo: '01', lig: '02', sta: '03', pand: '10', num: '20', opr: '30' } as const;
export type BagType = keyof typeof BAG_TYPES;

/** BAG identification: 4 digits municipality, 2 digits type, 10 digits; the type must be that of the column. */
export function bag(type: BagType): CanonicalForm {
  return patternForm(type, `[0-9]{4}${BAG_TYPES[type]}[0-9]{10}`);
}

/** A key that only its source knows (a person or holding number): the trimmed text, of at most 200 characters. */
export function sourceKey(entityType: string): CanonicalForm {
  return {
    entityType,
    canonical: (raw) => {
      const text = trimBlanks(raw);
      return text === '' || [...text].length > 200 ? null : text;
    },
    sql: (text) => {
      const trimmed = trimBlanksSql(text);
      return `CASE WHEN length(${trimmed}) BETWEEN 1 AND 200 THEN ${trimmed} END`;
    },
  };
}
