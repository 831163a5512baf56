import { type CanonicalForm, trimBlanks, trimBlanksSql } from './canonical-form.js';

/** Weights of the 11-proof of the BSN (Besluit BSN, art. 2 and Logius' description): 9…2 and −1. */
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1] as const;

/** True for nine digits whose weighted sum is divisible by eleven, except nine zeros. */
export function passesElevenProof(nineDigits: string): boolean {
  if (!/^[0-9]{9}$/.test(nineDigits) || nineDigits === '000000000') return false;
  return WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(nineDigits[index]), 0) % 11 === 0;
}

/**
 * SQL twin over an INTEGER expression of 1 to 999,999,999: arithmetic on the number is a third of the cost of nine
 * substrings.
 */
export function elevenProofSql(integer: string): string {
  const terms = WEIGHTS.map((weight, index) => `${weight} * ((${integer} // ${10 ** (8 - index)}) % 10)`);
  return `(${integer} > 0 AND (${terms.join(' + ')}) % 11 = 0)`;
}

/**
 * Numbers under the 11-proof: 1 to 9 digits, padded with zeros to 9, so that a register that lost its leading zeros
 * gives the same person. The guard on digits comes first: padding alone would cut ten digits to nine, a cast alone
 * would take 1e5.
 */
function elevenProofForm(entityType: string): CanonicalForm {
  return {
    entityType,
    canonical: (raw) => {
      const digits = trimBlanks(raw);
      if (!/^[0-9]{1,9}$/.test(digits)) return null;
      const padded = digits.padStart(9, '0');
      return passesElevenProof(padded) ? padded : null;
    },
    sql: (text) => {
      const trimmed = trimBlanksSql(text);
      const number = `CASE WHEN regexp_full_match(${trimmed}, '[0-9]{1,9}') THEN CAST(${trimmed} AS INTEGER) END`;
      return `list_transform([${number}], lambda n: CASE WHEN ${elevenProofSql('n')} THEN lpad(CAST(n AS VARCHAR), 9, '0') END)[1]`;
    },
  };
}

/** Citizen service number (Wabb art. 1). */
export const bsn = elevenProofForm('bsn');
/** Number of a legal entity: the same proof and the same space of numbers, hence an entity type of its own. */
export const rsin = elevenProofForm('rsin');
