import { MAX_PERSONS } from '../demo/city/test-bsn.js';
import { SluisError } from '../domain/errors.js';

export interface BenchOptions {
  /** Sizes of the files, in the order in which they are taken. */
  readonly rows: readonly number[];
  /** Persons of synthetic cities to write; where any is given, nothing else is measured. */
  readonly cities: readonly number[];
  readonly json: boolean;
  readonly help: boolean;
}

export const BENCH_HELP = `npm run bench [-- options]

  Measures the governed path, the memory of the workers, a small source and disclosure control on servers of its
  own, which it stops and removes afterwards. Progress on standard error, the figures on standard output.

  --rows <n,…>   sizes of the synthetic files (default 100000; the figures of bench/README.md: 1000000,5000000,8000000)
  --city <n,…>   instead: what writing every source of a city of n persons takes, without any server
  --json         one JSON document instead of tables: npm run -s bench -- --json
  --help         this text
`;

/** The register has classes of ten persons and as many test numbers as this. */
const SIZES = { least: 10, most: 8_000_000, step: 10 };

/** @throws SluisError UsageInvalid */
export function benchOptions(args: readonly string[]): BenchOptions {
  let rows: readonly number[] = [100_000];
  let cities: readonly number[] = [];
  const flags = new Set<string>();
  for (let at = 0; at < args.length; at += 1) {
    const name = args[at] as string;
    if (name === '--rows') {
      at += 1;
      rows = (args[at] ?? '').split(',').map(size);
    } else if (name === '--city') {
      at += 1;
      cities = (args[at] ?? '').split(',').map(persons);
    } else if (['--json', '--help'].includes(name)) flags.add(name);
    else throw new SluisError('UsageInvalid', 'The bench does not know one of these options: -- --help');
  }
  return { rows, cities, json: flags.has('--json'), help: flags.has('--help') };
}

function size(text: string): number {
  const { least, most, step } = SIZES;
  const rows = Number(text);
  if (/^[1-9][0-9]*$/.test(text) && rows >= least && rows <= most && rows % step === 0) return rows;
  throw new SluisError('UsageInvalid', `--rows takes multiples of ${step} from ${least} to ${most}`);
}

function persons(text: string): number {
  const count = Number(text);
  if (/^[1-9][0-9]*$/.test(text) && count <= MAX_PERSONS) return count;
  throw new SluisError('UsageInvalid', `--city takes numbers of persons up to ${MAX_PERSONS}`);
}
