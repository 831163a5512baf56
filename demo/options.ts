import { resolve } from 'node:path';
import { bilingual, LANGUAGES } from '../cli/language.js';
import { SluisError } from '../domain/errors.js';

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
  --persons <n>     size of the synthetic city (default 20000)
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
  --persons <n>     grootte van de verzonnen stad (standaard 20000)
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
  const values = { real: null as string | null, persons: 20_000, seed: 1 };
  const flags = new Set<string>();
  for (let at = 0; at < args.length; at += 1) {
    const name = args[at] as string;
    if (name === '--real' || name === '--persons' || name === '--seed') {
      at += 1;
      assign(values, name, args[at]);
    } else if (name === '--lang' || name.startsWith('--lang=')) {
      // Which language it is, chosenLanguage reads; here is refused what is none.
      at += name === '--lang' ? 1 : 0;
      refuseOtherLanguage(name === '--lang' ? args[at] : name.slice('--lang='.length));
    } else if (['--once', '--detach', '--json', '--help'].includes(name)) flags.add(name);
    else
      throw new SluisError(
        'UsageInvalid',
        'The demo does not know one of these options; see: npm run demo -- --help',
      );
  }
  const isDetached = flags.has('--detach') || flags.has('--json');
  const ending = flags.has('--once') ? 'once' : isDetached ? 'detach' : 'stay';
  return { ...values, ending, json: flags.has('--json'), help: flags.has('--help') };
}

function refuseOtherLanguage(given?: string): void {
  if (LANGUAGES.some((one) => one === given)) return;
  throw new SluisError('UsageInvalid', '--lang takes nl or en; see: npm run demo -- --help');
}

function assign(
  values: { real: string | null; persons: number; seed: number },
  name: string,
  given?: string,
): void {
  if (given === undefined)
    throw new SluisError('UsageInvalid', `${name} needs a value; see: npm run demo -- --help`);
  if (name === '--real') {
    values.real = resolve(given);
    return;
  }
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new SluisError('UsageInvalid', `${name} takes a whole number; see: npm run demo -- --help`);
  if (name === '--persons') values.persons = number;
  else values.seed = number;
}
