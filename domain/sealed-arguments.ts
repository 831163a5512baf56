import { SluisError } from './errors.js';

/**
 * What the Temporal server itself writes, where a step is cancelled that no worker had begun: a constant, and the only payload
 * that no process of ours has encrypted. It comes as a result, never as an argument.
 */
export const STEP_NOT_STARTED = 'ACTIVITY_ID_NOT_STARTED';

/**
 * Refuses what a client without the payload key can send: to decrypt an argument is to know that it is ours, and where there
 * is none, nothing is known. So whatever is sent to a workflow or a step carries an argument, a name of its own if nothing else.
 *
 * @throws SluisError DigestMismatch
 */
export function refuseUnsealed(args: readonly unknown[]): void {
  if (args.length > 0 && !args.includes(STEP_NOT_STARTED)) return;
  throw new SluisError(
    'DigestMismatch',
    'a message without an encrypted argument was refused; only Sluis may address its workflows',
  );
}

/**
 * The same, where the argument is a name: of the workflow that is addressed, so that what was copied from the history of another
 * one counts for nothing.
 *
 * @throws SluisError DigestMismatch
 */
export function refuseMisaddressed(to: unknown, name: string): void {
  if (to === name) return;
  throw new SluisError('DigestMismatch', 'a message to another workflow was refused');
}
