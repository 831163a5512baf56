import { SluisError } from '../../../domain/errors.js';
import type { InputFacts } from '../../../policy/facts.js';
import type { Theme } from '../../../policy/schema/theme.js';

/**
 * A theme says of which year the areas of its inputs are, and why codes of another year may be joined to its own. Equal
 * codes of two years are not the same area, so what it says must be what the contract says.
 * @throws SluisError ThemeInvalid where the contract says another year, or none
 */
export function checkAreaYears({ id, geography }: Theme, read: readonly InputFacts[]): void {
  for (const { dataset, year } of geography.inputs) {
    const input = read.find((one) => one.dataset === dataset);
    if (input !== undefined && input.contract.geography?.year !== year)
      throw new SluisError(
        'ThemeInvalid',
        `Theme ${id} says another year of the areas of ${dataset} than its contract: geography.inputs.`,
      );
  }
}
