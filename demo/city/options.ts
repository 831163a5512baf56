import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SluisError } from '../../domain/errors.js';

export interface CityOptions {
  readonly persons: number;
  readonly seed: number;
  /** Folder of the files. */
  readonly out: string;
  /** Where to write what was planted, for tests; null for nowhere. */
  readonly truth: string | null;
  readonly help: boolean;
}

export const CITY_HELP = `node dist/demo/city/main.js --out <folder> [options]

  Writes every source of a synthetic city as CSV: the same bytes for the same size and seed, in constant memory.
  Nobody in it exists.

  --out <folder>    where the files go
  --persons <n>     size of the city (default 20000)
  --seed <n>        another city of that size (default 1)
  --truth <file>    also what was planted, by theme, as JSON: for tests, and for no source
  --help            this text
`;

/** @throws SluisError UsageInvalid */
export function cityOptions(args: readonly string[]): CityOptions {
  const { out, persons, seed, truth, help } = parsed(args);
  if (out === undefined && help !== true)
    throw new SluisError('UsageInvalid', 'The city needs --out <folder>; see --help');
  return {
    persons: whole('--persons', persons),
    seed: whole('--seed', seed),
    out: resolve(out ?? '.'),
    truth: truth === undefined ? null : resolve(truth),
    help: help === true,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    out: text,
    persons: { ...text, default: '20000' },
    seed: { ...text, default: '1' },
    truth: text,
    help: { type: 'boolean' } as const,
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new SluisError('UsageInvalid', 'The city does not know one of these options; see --help');
  }
}

function whole(name: string, text: string): number {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text);
  throw new SluisError('UsageInvalid', `${name} takes a whole number; see --help`);
}
