import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bilingual, LANGUAGES } from '../cli/language.js';
import { SluisError } from '../domain/errors.js';
import { MAX_PERSONS } from './city/test-bsn.js';

/** In a smaller city some sources have no record, and a file without one is refused. */
const FEWEST_PERSONS = 500;

export interface DemoOptions {
  /** Folder of the real files; null for the synthetic city. */
  readonly real: string | null;
  readonly persons: number;
  readonly seed: number;
  /** `once`: stop everything at the end; `detach`: return with everything up; `stay`: until interrupted. */
  readonly ending: 'once' | 'detach' | 'stay';
  readonly json: boolean;
  readonly help: boolean;
}

export const DEMO_HELP = bilingual<string>(
  `npm run demo [-- options]
sluis demo [options]

  Starts everything on loopback, takes several sources the whole way from contract to released tables,
  prints what happened and who decided it, and stays up until Ctrl-C.

  --real <folder>   the real files instead of the synthetic city: --real ../shared/data
  --persons <n>     size of the synthetic city, at least 500 (default 20000)
  --seed <n>        another city of that size (default 1)
  --once            stop everything at the end and exit
  --detach          return with everything up
  --json            one JSON document on standard output: npm run -s demo -- --json (returns with everything up)
  --lang <nl|en>    language of what is printed (default that of the locale)
  --help            this text
`,
  `npm run demo [-- opties]
sluis demo [opties]

  Start alles op loopback, brengt enkele bronnen de hele weg van contract tot vrijgegeven tabellen,
  drukt af wat er gebeurde en wie het besloot, en blijft draaien tot Ctrl-C.

  --real <map>      de echte bestanden in plaats van de verzonnen stad: --real ../shared/data
  --persons <n>     grootte van de verzonnen stad, ten minste 500 (standaard 20000)
  --seed <n>        een andere stad van die grootte (standaard 1)
  --once            stop aan het eind alles, en eindig
  --detach          keer terug terwijl alles draait
  --json            één JSON-document op standaarduitvoer: npm run -s demo -- --json (keert terug, alles draait)
  --lang <nl|en>    taal van wat wordt afgedrukt (standaard die van de locale)
  --help            deze tekst
`,
);

/** @throws SluisError UsageInvalid */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { real, persons, seed, lang, once, detach, json, help } = parsed(args);
  // Which language it is, chosenLanguage reads; here is refused what is none.
  if (lang !== undefined && !LANGUAGES.some((one) => one === lang))
    throw new SluisError('UsageInvalid', '--lang takes nl or en; see: npm run demo -- --help');
  if (once && detach)
    throw new SluisError(
      'UsageInvalid',
      'Either --once, to stop everything at the end, or --detach, to leave it up; see: npm run demo -- --help',
    );
  if (real !== undefined && (persons !== undefined || seed !== undefined))
    throw new SluisError(
      'UsageInvalid',
      '--persons and --seed make the synthetic city, and --real takes other files; see: npm run demo -- --help',
    );
  return {
    real: real === undefined ? null : resolve(real),
    persons: whole('--persons', persons ?? '20000', FEWEST_PERSONS, MAX_PERSONS),
    seed: whole('--seed', seed ?? '1', 0, 2 ** 32 - 1),
    ending: once ? 'once' : detach || json ? 'detach' : 'stay',
    json: json === true,
    help: help === true,
  };
}

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const TEXTS = { real: TEXT, persons: TEXT, seed: TEXT, lang: TEXT };
const OPTIONS = { ...TEXTS, once: FLAG, detach: FLAG, json: FLAG, help: FLAG };

function parsed(args: readonly string[]) {
  const lacking = Object.keys(TEXTS).find((name) => lacksValue(args, `--${name}`));
  if (lacking)
    throw new SluisError('UsageInvalid', `--${lacking} needs a value; see: npm run demo -- --help`);
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch {
    throw new SluisError(
      'UsageInvalid',
      'The demo does not know one of these options; see: npm run demo -- --help',
    );
  }
}

function lacksValue(args: readonly string[], name: string): boolean {
  const at = args.indexOf(name);
  return args.includes(`${name}=`) || (at >= 0 && (args[at + 1] ?? '-').startsWith('-'));
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new SluisError(
    'UsageInvalid',
    `${name} takes a whole number from ${least} to ${most}; see: npm run demo -- --help`,
  );
}
