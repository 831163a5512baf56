import type { Command } from 'commander';
import { SluisError } from '../domain/errors.js';

/** Arguments that name something of the catalog; the others are files. */
const IDS: readonly string[] = ['source', 'request', 'delivery', 'dataset', 'theme', 'run', 'release', 'id'];
/** Characters that a terminal shows as themselves: an error repeats the id. The longest is DATASET@VERSION.COLUMN. */
const ID = /^[^\p{C}\p{Zl}\p{Zp}]{1,300}$/u;

/** @throws SluisError UsageInvalid where an argument of a command can be no id of anything */
export function refuseOddIds({ registeredArguments, args }: Command): void {
  registeredArguments.forEach((argument, at) => {
    if (!IDS.includes(argument.name()) || ID.test(args[at] ?? '')) return;
    throw new SluisError(
      'UsageInvalid',
      'An id has 1 to 300 characters, and none that a terminal does not show; see: sluis --help',
    );
  });
}
