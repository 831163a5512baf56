import type { Command } from 'commander';
import { SluisError } from '../domain/errors.js';
import { firstUnshown } from '../domain/unshown.js';

/** Arguments that name something of the catalog; the others are files. */
const IDS: readonly string[] = ['source', 'request', 'delivery', 'dataset', 'theme', 'run', 'release', 'id'];
/** What a terminal shows as itself: an error repeats the id. The longest is DATASET@VERSION.COLUMN. */
const isId = (text: string) => text.length > 0 && [...text].length <= 300 && firstUnshown(text) === null;

/** @throws SluisError UsageInvalid where an argument can be no id of anything, or others could not read the reason */
export function refuseOddTexts(command: Command): void {
  const { registeredArguments, args } = command;
  const { reason } = command.opts<{ reason?: string }>();
  if (reason !== undefined && firstUnshown(reason) !== null)
    throw new SluisError(
      'UsageInvalid',
      'A reason is one line, without a character that a terminal does not show: --reason "…"',
    );
  registeredArguments.forEach((argument, at) => {
    if (!IDS.includes(argument.name()) || isId(args[at] ?? '')) return;
    throw new SluisError(
      'UsageInvalid',
      'An id has 1 to 300 characters, and none that a terminal does not show; see: sluis --help',
    );
  });
}
