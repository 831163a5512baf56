import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { SHARED_OPTIONS } from './help/complete-help.js';
import { commandPath, DUTCH } from './help/dutch.js';
import { EXAMPLES } from './help/examples.js';
import { NOTES } from './help/notes.js';
import type { Language } from './language.js';
import { sluisProgram } from './program.js';
import { readTextFile } from './read-file.js';

const unused = () => {
  throw new Error('help needs none of it');
};

function tree(language: Language): Command[] {
  const program = sluisProgram({
    language,
    withAccess: unused,
    machine: { up: unused, down: unused, status: unused },
    examine: unused,
    demo: { help: '', asksForHelp: unused, run: unused },
    themes: unused,
    contracts: unused,
    checkpointKey: unused,
  });
  const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)];
  return below(program);
}

function helpOf(command: Command): string {
  let said = '';
  command.configureOutput({
    writeOut: (text) => {
      said += text;
    },
  });
  command.outputHelp();
  return said;
}

/** Code of the commands without what only declares: interfaces, and the text of the options themselves. */
const code = readdirSync(join(import.meta.dirname, 'commands'))
  .map((name) => readFileSync(join(import.meta.dirname, 'commands', name), 'utf8'))
  .map((text) =>
    text.replaceAll(/^(export )?interface [\s\S]*?^}/gm, '').replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''"),
  );

const commands = tree('en');
const leaves = commands.filter((one) => one.commands.length === 0);

describe('the help of every command', () => {
  it('says what it does, what its options and arguments are, and shows an example', () => {
    for (const command of commands) {
      const path = commandPath(command);
      expect(command.description(), path).not.toBe('');
      for (const { long, description } of command.options)
        expect(description, `${path} ${long}`).not.toBe('');
      for (const one of command.registeredArguments)
        expect(one.description, `${path} ${one.name()}`).not.toBe('');
    }
    const without = leaves.filter(
      (one) => one.name() !== 'demo' && !/\nExamples?:\n {2}\S/.test(helpOf(one)),
    );
    expect(without.map(commandPath)).toEqual([]);
  });

  it('names no option that no command reads', () => {
    const documented = leaves.flatMap((one) => one.options.map((option) => option.attributeName()));
    const read = (name: string) =>
      code.some((text) =>
        new RegExp(`(?:flags|options)\\.${name}\\b|\\{[^{}()]*\\b${name}\\b[^{}()]*\\}`).test(text),
      );
    // What --lang says is read before the commands are made.
    expect([...new Set(documented)].filter((name) => name !== 'lang' && !read(name))).toEqual([]);
  });

  it('gives examples of commands and options that exist', () => {
    const known = new Map(commands.map((one) => [commandPath(one), one]));
    expect(Object.keys(NOTES).filter((path) => !known.has(path))).toEqual([]);
    expect(Object.keys(EXAMPLES).filter((path) => !known.has(path))).toEqual([]);
    for (const line of Object.values(EXAMPLES)
      .flat()
      .flatMap((one) => one.split(' && '))) {
      if (!line.startsWith('sluis ')) continue;
      const [first = '', second = ''] = line.split(' ').slice(1);
      const command = known.get(`${first} ${second}`) ?? known.get(first);
      expect(command, line).toBeDefined();
      for (const flag of line.match(/--[a-z-]+/g) ?? [])
        expect(['--lang', ...(command?.options ?? []).map(({ long }) => long)], line).toContain(flag);
    }
  });
});

describe('the help in Dutch', () => {
  it('has a text for each command, option and argument, and none too many', () => {
    const known = new Map(commands.map((one) => [commandPath(one), one]));
    expect([...known.keys()].filter((path) => !DUTCH[path])).toEqual([]);
    expect(Object.keys(DUTCH).filter((path) => !known.has(path))).toEqual([]);
    for (const [path, { options = {}, arguments: named = {} }] of Object.entries(DUTCH)) {
      const command = known.get(path);
      const flags = (command?.options ?? []).map(({ long }) => long ?? '');
      expect(
        flags.filter((flag) => !options[flag] && !SHARED_OPTIONS[flag]),
        path,
      ).toEqual([]);
      expect(
        Object.keys(options).filter((flag) => !flags.includes(flag)),
        path,
      ).toEqual([]);
      expect(Object.keys(named).sort(), path).toEqual(
        (command?.registeredArguments ?? []).map((one) => one.name()).sort(),
      );
    }
  });

  it('leaves no English heading', () => {
    for (const command of tree('nl').filter((one) => one.name() !== 'demo'))
      expect(helpOf(command), commandPath(command)).not.toMatch(
        /^(Usage|Options|Global Options|Arguments|Commands|Examples?):|display help/m,
      );
  });
});

describe('a file that the user names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluis-read-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused at once where it is a folder, a pipe or larger than any text, without holding it', () => {
    const fifo = join(folder, 'pipe');
    spawnSync('mkfifo', [fifo]);
    const large = join(folder, 'large');
    writeFileSync(large, '');
    truncateSync(large, 2 ** 40);
    mkdirSync(join(folder, 'folder'));
    expect(() => readTextFile(join(folder, 'folder'), 'contract')).toThrow(
      'The contract is a folder; name a file.',
    );
    expect(() => readTextFile(fifo, 'contract')).toThrow('The contract is no regular file; name a file.');
    expect(() => readTextFile('/dev/zero', 'contract')).toThrow(
      'The contract is no regular file; name a file.',
    );
    expect(() => readTextFile(large, 'contract')).toThrow(
      'The contract is larger than 16 MiB; name a smaller file.',
    );
  });
});
