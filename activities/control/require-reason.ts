import { SluisError } from '../../domain/errors.js';
import { firstUnshown } from '../../domain/unshown.js';

/**
 * Others read it in their terminal.
 * @throws SluisError UsageInvalid where there is none, or it holds what is not shown
 */
export function requireReason(reason: string): void {
  if (firstUnshown(reason) !== null)
    throw new SluisError(
      'UsageInvalid',
      'A reason is one line, without a character that a terminal does not show: --reason "…"',
    );
  if (reason.trim() === '') throw new SluisError('UsageInvalid', 'This needs a reason: --reason "…"');
}
