import type { Command } from 'commander';
import { DUTCH_MEASURES } from './dutch-measures.js';
import { DUTCH_QUARANTINE } from './dutch-quarantine.js';
import { DUTCH_READING } from './dutch-reading.js';
import { DUTCH_SUBMITTING } from './dutch-submitting.js';

/** The help of one command in Dutch; options that all share are written once. */
export interface DutchHelp {
  readonly description: string;
  /** By long flag. */
  readonly options?: Readonly<Record<string, string>>;
  readonly arguments?: Readonly<Record<string, string>>;
}

/** By path below `sluis`; the program itself is the empty path. */
export const DUTCH: Readonly<Record<string, DutchHelp>> = {
  ...DUTCH_SUBMITTING,
  ...DUTCH_MEASURES,
  ...DUTCH_QUARANTINE,
  ...DUTCH_READING,
};

/** The names of a command and its parents, without that of the program: "themes run". */
export function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}`.trim() : '';
}
