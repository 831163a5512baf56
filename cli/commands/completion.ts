import { type Command, Option } from 'commander';
import { DEMO_ACCOUNTS } from '../../operations/demo-accounts.js';
import { languageOption } from '../language.js';

/**
 * `sluis completion`: a script for bash, which zsh reads too, made of the tree of commands as it stands. Where none of
 * its words fits, the shell completes file names. Packages that do this ask the program at each key, and turn the
 * completion of file names off, which most commands need.
 */
export function completionCommand(program: Command): void {
  program
    .command('completion')
    .description('a script with which the shell completes commands, options and their choices')
    .action(() => {
      process.stdout.write(completionScript(program));
    });
}

/** After it is read, `sluis <Tab>` completes. An option that takes a value takes the same choices wherever it stands. */
export function completionScript(program: Command): string {
  const commands = below(program);
  const options = commands.flatMap(optionsOf);
  const choices = new Map(options.map((one) => [one.long ?? '', choicesOf(one)]));
  const valued = options
    .filter(({ required, optional }) => required || optional)
    .map(({ long }) => long ?? '');
  const values = [...new Set(valued)].map((long) => line(long, choices.get(long) ?? []));
  const words = commands.map((one) => line(`'${place(one)}'`, wordsOf(one)));
  const paths = commands.filter(({ parent }) => parent !== null).map((one) => `'${place(one)}'`);
  return `_sluis() {
  local word=\${COMP_WORDS[COMP_CWORD]} at= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${paths.join('|')}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${values.join('\n')}
    *) case "$at" in
${words.join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
[ -n "$ZSH_VERSION" ] && autoload -U +X bashcompinit && bashcompinit
complete -o default -F _sluis sluis
`;
}

const below = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(below)];

/** With a blank before each name: " themes run"; the program itself is empty. */
const place = (command: Command): string =>
  command.parent ? `${place(command.parent)} ${command.name()}` : '';

const line = (pattern: string, words: readonly string[]) => `    ${pattern}) words='${words.join(' ')}' ;;`;

const wordsOf = (command: Command): readonly string[] => [
  ...command.commands.map((one) => one.name()),
  ...optionsOf(command).flatMap(({ long }) => long ?? []),
];

/** Its own, those of the whole program, and what commander adds to each. */
const optionsOf = (command: Command): readonly Option[] => [
  ...command.options,
  ...(command.parent ? [languageOption()] : []),
  new Option('--help'),
];

const choicesOf = ({ long, argChoices }: Option): readonly string[] =>
  long === '--as' ? DEMO_ACCOUNTS.map(({ account }) => account) : (argChoices ?? []);
