import { SluisError } from './errors.js';

/** A number, which a spreadsheet takes for what it is; signs alone it takes for text. */
const HARMLESS = /^[+-]?\d+([.,]\d+)?$|^[+-]+$/;

/**
 * Whether a spreadsheet that opens a CSV would take a text for a formula, and compute what a source wrote into it
 * (OWASP, "CSV injection"). To put an apostrophe before it would change the text for every other reader.
 */
export function isTakenForFormula(text: string): boolean {
  return /^[\t\r\n ]*[=+\-@]/.test(text) && !HARMLESS.test(text);
}

/**
 * Refuses to write a row of CSV that would become a formula.
 * @param row 1 for the first below the header, 0 for the header
 * @throws SluisError NotProtectable
 */
export function refuseFormulas(cells: readonly unknown[], row: number): void {
  if (!cells.some((cell) => typeof cell === 'string' && isTakenForFormula(cell))) return;
  throw new SluisError(
    'NotProtectable',
    `Row ${row} has a text that a spreadsheet would take for a formula (=, +, - or @ in front); name it otherwise.`,
  );
}
