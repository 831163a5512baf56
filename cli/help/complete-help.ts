import type { Command, Help } from 'commander';
import { type Language, languageOption } from '../language.js';
import { commandPath, DUTCH } from './dutch.js';
import { EXAMPLES } from './examples.js';
import { commanderError, FRAME } from './frame.js';
import { NOTES } from './notes.js';

/** `--lang` and the words round each help text; before the commands are made, since each copies them. */
export function frameHelp(program: Command, language: Language): void {
  const frame = FRAME[language];
  program
    .addOption(languageOption())
    .helpOption('-h, --help', frame.help)
    .helpCommand('help [command]', frame.helpOf)
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: frame.title,
      styleUsage: frame.usage,
      styleSubcommandTerm: frame.usage,
      optionDescription: descriptionIn(language),
    })
    .configureOutput({ outputError: (text, write) => write(commanderError(text, language)) });
}

/**
 * Adds examples to a whole tree, and makes it Dutch where that is asked for. Commands are written in English where they
 * are made; examples and Dutch stand beside each other in this folder.
 */
export function completeHelp(command: Command, language: Language): void {
  const path = commandPath(command);
  const examples = EXAMPLES[path];
  if (examples) command.addHelpText('after', () => exampleText(examples, language));
  const note = NOTES[path];
  if (note) command.addHelpText('after', `\n${note[language]}`);
  if (language === 'nl') inDutch(command, path);
  for (const child of command.commands) completeHelp(child, language);
}

function exampleText(examples: readonly string[], language: Language): string {
  const title = FRAME[language].examples(examples.length);
  return `\n${title}:\n${examples.map((line) => `  ${line}`).join('\n')}`;
}

/** Texts of the tree are replaced by their Dutch ones; a test holds that none is missing. */
function inDutch(command: Command, path: string): void {
  const texts = DUTCH[path];
  if (!texts) return;
  command.description(texts.description);
  for (const option of command.options) {
    const text = texts.options?.[option.long ?? ''] ?? SHARED_OPTIONS[option.long ?? ''];
    if (text) option.description = text;
  }
  for (const argument of command.registeredArguments) {
    const text = texts.arguments?.[argument.name()];
    if (text) argument.description = text;
  }
}

/** Options that say the same wherever they stand. */
export const SHARED_OPTIONS: Readonly<Record<string, string>> = {
  '--json': 'één JSON-document op standaarduitvoer',
  '--lang': 'taal van teksten en regels; --json is in beide gelijk',
  '--reason': 'waarom, voor het dossier',
  '--production': 'weiger fictieve overeenkomsten en organisaties, zoals buiten de demo gebeurt',
};

/** As commander writes it, with its few own words in the language. */
function descriptionIn(language: Language): Help['optionDescription'] {
  const { choices, preset } = FRAME[language];
  return (option) => {
    const about = [
      ...(option.argChoices ? [`${choices}: ${option.argChoices.map((one) => `"${one}"`).join(', ')}`] : []),
      ...(isShownDefault(option.defaultValue)
        ? [`${preset}: ${shownDefault(option.defaultValue, option.defaultValueDescription, language)}`]
        : []),
    ];
    return about.length === 0 ? option.description : `${option.description} (${about.join(', ')})`;
  };
}

function isShownDefault(value: unknown): boolean {
  return (
    value !== undefined && value !== true && value !== false && !(Array.isArray(value) && value.length === 0)
  );
}

function shownDefault(value: unknown, described: string | undefined, language: Language): string {
  if (described === undefined) return JSON.stringify(value);
  return language === 'nl' && described === 'that of the locale' ? 'die van de locale' : described;
}
