import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { FAMILIES, SluisError } from '../domain/errors.js';
import { repositoryRoot } from '../infra/home.js';
import { themeShelf } from '../infra/themes.js';
import type { Access } from '../operations/access.js';
import { sluisProgram } from './program.js';

const unused = () => Promise.reject(new Error('not asked for here'));
const CONTRACT = join(repositoryRoot(), 'demo/contracts/brp.yaml');
const because = ['--reason', 'read'];

/** An access outside demo mode; whoever gets as far as the catalog or Temporal was believed. */
const production = new Proxy({} as Access, {
  get: (_, name) => {
    if (name === 'mode') return 'production';
    if (name === 'themes') return themeShelf();
    throw new Error(`the account was believed: ${String(name)} was asked`);
  },
});
const program = () =>
  sluisProgram({
    language: 'en',
    withAccess: (action) => action(production as never),
    machine: { up: unused, down: unused, status: () => ({}) as never },
    examine: unused,
    demo: { help: '', asksForHelp: () => false, run: unused },
    themes: themeShelf,
    contracts: () => '.',
    checkpointKey: unused as never,
  });

/** What each command is given beside --as. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  onboard: [CONTRACT],
  approve: ['onboard:brp:1', ...because],
  reject: ['onboard:brp:1', ...because],
  deliver: ['brp', '--file', CONTRACT],
  'themes run': ['instroom-drugs'],
  'runs cancel': ['run:instroom-drugs:1', ...because],
  release: ['run:instroom-drugs:1'],
  'results check': ['release:instroom-drugs:1'],
  suspend: ['brp', ...because],
  withdraw: ['brp', ...because],
  hold: ['brp', ...because],
  resume: ['brp', ...because],
  unhold: ['brp', ...because],
  'quarantine told': ['brp-1', ...because],
  'quarantine assess': ['brp-1', '--outcome', 'no-breach', ...because],
};

function commandsWithAccount(command: Command, above: readonly string[] = []): readonly string[] {
  return command.commands.flatMap((one) => {
    const path = [...above, one.name()];
    const own = one.options.some(({ long }) => long === '--as') ? [path.join(' ')] : [];
    return [...own, ...commandsWithAccount(one, path)];
  });
}

describe('a demo account outside demo mode', () => {
  it('is tried with every command that takes one', () => {
    expect([...commandsWithAccount(program())].sort()).toEqual(Object.keys(GIVEN).sort());
  });

  it.each(Object.entries(GIVEN))('is refused by %s, exit 3', async (name, given) => {
    const call = [...name.split(' '), ...given, '--as', 'steward'];
    const refused = await program()
      .parseAsync(call, { from: 'user' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SluisError);
    expect(refused).toMatchObject({ code: 'DemoOnly' });
    expect(FAMILIES[(refused as SluisError).family].exit).toBe(3);
  });
});
