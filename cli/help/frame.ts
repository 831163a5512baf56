import { bilingual, type Language } from '../language.js';

/** The words round a help text that are commander's own. */
interface Frame {
  readonly help: string;
  readonly helpOf: string;
  readonly title: (english: string) => string;
  /** A line of usage; the names of arguments are those of the program. */
  readonly usage: (english: string) => string;
  readonly examples: (count: number) => string;
  readonly choices: string;
  readonly preset: string;
  /** Behind each message on wrong usage. */
  readonly seeHelp: string;
}

const DUTCH_TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Gebruik:',
  'Arguments:': 'Argumenten:',
  'Options:': 'Opties:',
  'Commands:': 'Opdrachten:',
  'Global Options:': 'Algemene opties:',
};

export const FRAME = bilingual<Frame>(
  {
    help: 'display help for command',
    helpOf: 'display help for command',
    title: (english) => english,
    usage: (english) => english,
    examples: (count) => (count === 1 ? 'Example' : 'Examples'),
    choices: 'choices',
    preset: 'default',
    seeHelp: '(see: sluis --help)',
  },
  {
    help: 'toon de hulp bij deze opdracht',
    helpOf: 'toon de hulp bij een opdracht',
    title: (english) => DUTCH_TITLES[english] ?? english,
    usage: (english) => english.replace('[options]', '[opties]').replace('[command]', '[opdracht]'),
    examples: (count) => (count === 1 ? 'Voorbeeld' : 'Voorbeelden'),
    choices: 'keuze',
    preset: 'standaard',
    seeHelp: '(zie: sluis --help)',
  },
);

/** Each kind of wrong usage that commander tells of; what it quotes is what the user typed. */
const DUTCH_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^error: missing required argument (.+)/m, 'fout: argument $1 ontbreekt'],
  [/^error: required option (.+) not specified/m, 'fout: optie $1 is verplicht'],
  [/^error: option (.+) argument missing/m, 'fout: optie $1 mist een waarde'],
  [/^error: unknown option (.+)/m, 'fout: onbekende optie $1'],
  [/^error: unknown command (.+)/m, 'fout: onbekende opdracht $1'],
  [
    /^error: too many arguments for '(.+)'\. Expected (\d+) arguments? but got (\d+)\./m,
    "fout: te veel argumenten voor '$1': $2 verwacht, $3 gegeven.",
  ],
  [
    /^error: too many arguments\. Expected (\d+) arguments? but got (\d+)\./m,
    'fout: te veel argumenten: $1 verwacht, $2 gegeven.',
  ],
  [
    /^error: option (.+) argument (.+) is invalid\. Allowed choices are (.+)/m,
    'fout: optie $1 kan niet $2 zijn. Keuze: $3',
  ],
  [/\(Did you mean (?:one of )?(.+)\?\)/m, '(Bedoelt u $1?)'],
];

export function commanderError(text: string, language: Language): string {
  if (language === 'en') return text;
  return DUTCH_ERRORS.reduce((said, [pattern, dutch]) => said.replace(pattern, dutch), text);
}
