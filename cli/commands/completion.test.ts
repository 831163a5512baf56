import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { languageOption } from '../language.js';
import { completionScript } from './completion.js';

const folder = mkdtempSync(join(tmpdir(), 'sluis-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = new Command('sluis').addOption(languageOption());
program
  .command('check')
  .option('--file <path...>')
  .addOption(new Option('--gate <gate>').choices(['G0', 'G1']));
program.command('approve').option('--as <account>').option('--json');
const themes = program.command('themes');
themes.command('list').option('--json');
themes.command('run').option('--wait').option('--as <account>');

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): readonly string[] {
  writeFileSync(join(folder, 'sluis.sh'), completionScript(program));
  const script = `source sluis.sh; COMP_WORDS=(sluis "$@"); COMP_CWORD=$#; _sluis; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

describe('the completion of bash', () => {
  it('offers commands, and those below a command', () => {
    expect(offered('')).toEqual(['check', 'approve', 'themes', '--lang', '--help']);
    expect(offered('th')).toEqual(['themes']);
    expect(offered('themes', '')).toEqual(['list', 'run', '--lang', '--help']);
    expect(offered('--lang', 'nl', 'themes', 'r')).toEqual(['run']);
  });

  it('offers the options of a command, also behind what it was given', () => {
    expect(offered('themes', 'run', '--')).toEqual(['--wait', '--as', '--lang', '--help']);
    expect(offered('themes', 'run', 'a-theme', '--w')).toEqual(['--wait']);
  });

  it('offers the choices of an option, the accounts of the demo, and leaves files to the shell', () => {
    expect(offered('check', 'mine.yaml', '--gate', '')).toEqual(['G0', 'G1']);
    expect(offered('approve', 'a', '--as', 'steward')).toEqual(['steward', 'steward-2']);
    expect(offered('check', '--file', '')).toEqual([]);
    expect(completionScript(program)).toContain('complete -o default');
  });
});
