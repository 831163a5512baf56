/** How the table of a rate ends, behind the id of the output that it divides. */
const RATE = /-per-[0-9]+$/;

/** A table that divides an output by another is named after it: `instroom-per-1000`. */
export function rateName(output: string, per: number): string {
  return `${output}-per-${per}`;
}

/** An output of such a name would be taken for a rate of another. */
export function isNamedAsRate(output: string): boolean {
  return RATE.test(output);
}

/** The output whose records a published table was made of: a rate is made of its numerator's. */
export function recordsOf(table: string): string {
  return table.replace(RATE, '');
}
