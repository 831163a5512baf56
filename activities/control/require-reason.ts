import { SluisError } from '../../domain/errors.js';

/** @throws SluisError UsageInvalid */
export function requireReason(reason: string): void {
  if (reason.trim() === '') throw new SluisError('UsageInvalid', 'This needs a reason: --reason "…"');
}
