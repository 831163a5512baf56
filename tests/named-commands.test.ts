import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandPath } from '../cli/help/dutch.js';
import { sluisProgram } from '../cli/program.js';
import { productFiles, textsOf } from '../cli/testing/source-texts.js';
import { repositoryRoot } from '../infra/home.js';

const FOLDERS = [
  ...['domain', 'policy', 'privacy', 'lake', 'catalog', 'workflows', 'activities', 'operations'],
  ...['cli', 'infra', 'demo'],
];

const unused = () => {
  throw new Error('no command is carried out');
};

const program = sluisProgram({
  language: 'en',
  withAccess: unused,
  machine: { up: unused, down: unused, status: unused },
  examine: unused,
  demo: { help: '', asksForHelp: unused, run: unused },
  themes: unused,
  contracts: unused,
  checkpointKey: unused,
});

/** What is typed after `sluis`, up to where the sentence goes on. */
const NAMED =
  /\bsluis ((?:[a-z-]+|<?[A-Z]+>?|--[a-z-]+|\{\}|\[[a-z]+\]|\.\.\.|…|"[^"]*"|[a-z-]+:[\w:{}-]+)(?: |$|(?=[^\w])))+/g;

/** What is wrong with a line as it would be typed; null where the program takes it. */
function wrongWith(line: string): string | null {
  const words = line
    .replace(/^sluis /, '')
    .trim()
    .split(' ');
  let command: Command = program;
  const path: string[] = [];
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (!next) break;
    command = next;
    path.push(word);
  }
  if (path.length === 0)
    return words[0] === '--help' || words[0] === 'COMMAND' || words[0] === 'OPDRACHT'
      ? null
      : 'no such command';
  const rest = words.slice(path.length);
  const known = ['--help', '--lang', ...command.options.map(({ long }) => long)];
  if (commandPath(command) !== 'demo') {
    const unknown = rest.filter((word) => word.startsWith('--') && !known.includes(word));
    if (unknown.length > 0) return `no option ${unknown.join(' ')}`;
  }
  // A group does by itself what its list does, and takes no name.
  if (command.commands.length > 0 && /^([A-Z]{2,}|\{\})$/.test(rest[0] ?? '')) return 'a group takes no name';
  return null;
}

function wrongIn(place: string, text: string): string[] {
  return [...text.matchAll(NAMED)].flatMap(([line]) => {
    const wrong = wrongWith(line);
    return wrong === null ? [] : [`${place}: ${line.trim()}: ${wrong}`];
  });
}

describe('a command that is named', () => {
  it('in a message, a help text or the demo is one that the program takes', () => {
    const texts = FOLDERS.flatMap(productFiles).flatMap(textsOf);
    // What keys are derived from is no command.
    const named = texts.filter(({ text }) => /\bsluis [a-z]/.test(text) && text.trim() !== 'sluis kek');
    expect(named.length).toBeGreaterThan(150);
    expect(named.flatMap(({ file, text }) => wrongIn(file, text))).toEqual([]);
  });

  it('in a page of the documentation is one that the program takes', () => {
    const root = repositoryRoot();
    const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name));
    const wrong = ['README.md', 'CONTRIBUTING.md', ...pages].flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8');
      const inCode = [...text.matchAll(/`([^`\n]+)`|^(?:\$ )?((?:npx )?sluis .+)$/gm)];
      return inCode.flatMap(([, quoted, line]) => wrongIn(page, quoted ?? line ?? ''));
    });
    expect(wrong).toEqual([]);
  });

  it('is held against the program: one that does not exist is found', () => {
    expect(wrongWith('sluis datasets NAME')).toBe('a group takes no name');
    expect(wrongWith('sluis datasets show NAME')).toBeNull();
    expect(wrongWith('sluis inbocks')).toBe('no such command');
    expect(wrongWith('sluis runs NAME')).toBe('a group takes no name');
    expect(wrongWith('sluis results show {} --as')).toBe('no option --as');
    expect(wrongWith('sluis themes run {} --param')).toBeNull();
  });
});
