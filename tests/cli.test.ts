import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

/** As a user without a locale would have it, whatever the locale of whoever tests. */
const NO_LOCALE = { LC_ALL: '', LC_MESSAGES: '', LANG: '' };
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sluis-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sluis(...args: string[]) {
  return sluisWith(NO_LOCALE, ...args);
}

function sluisWith(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const env = { ...process.env, ...NO_LOCALE, ...variables, NO_COLOR: '1', SLUIS_HOME: join(folder, 'home') };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('sluis check', () => {
  it('says what would be needed, and exits 4, where a company has no agreement', () => {
    const { status, stdout } = sluis('check', 'demo/contracts/airbnb-amsterdam.yaml', '--lang', 'nl');
    expect(status).toBe(4);
    expect(stdout).toContain(
      'DENY       S04 De verstrekker is geen partij bij een overeenkomst die nodig is. [agreements]',
    );
    expect(stdout).toContain(
      'DENY       L05 De private verstrekker heeft geen eigen grondslag om te verstrekken.',
    );
    expect(stdout).toContain('→ Sluit een overeenkomst waarin de verstrekker partij is');
    expect(stdout).toContain('Sluis geeft geen juridisch advies.');
    expect(stdout).not.toContain('Statutes');
  });

  it('speaks the language of the locale unless told otherwise, and no third one', () => {
    const first = ['check', 'demo/contracts/airbnb-amsterdam.yaml'];
    const dutch = 'Sluis geeft geen juridisch advies.';
    const english = 'Sluis gives no legal advice.';
    expect(sluis(...first).stdout).toContain(english);
    expect(sluisWith({ LANG: 'nl_NL.UTF-8' }, ...first).stdout).toContain(dutch);
    expect(sluisWith({ LC_MESSAGES: 'nl_BE', LANG: 'en_GB.UTF-8' }, ...first).stdout).toContain(dutch);
    expect(sluisWith({ LC_ALL: 'C', LANG: 'nl_NL.UTF-8' }, ...first).stdout).toContain(english);
    expect(sluisWith({ LANG: 'nl_NL.UTF-8' }, ...first, '--lang', 'en').stdout).toContain(english);
    const { status, stderr } = sluis(...first, '--lang', 'fr');
    expect(status).toBe(2);
    expect(stderr).toContain('Allowed choices are nl, en.');
  });

  it('prints one JSON document and who must decide', () => {
    const { status, stdout } = sluis('check', 'demo/contracts/brp.yaml', '--json');
    expect(status).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.deciders).toEqual(['steward', 'privacy-officer']);
    expect(document.verdict.outcome).toBe('CONDITIONS');
    expect(document.verdict.fictitious).toBe(true);
  });

  it('answers one gate alone, also G2, and says what the gates on files need', () => {
    const file = join(folder, 'empty.csv');
    writeFileSync(file, '');
    const args = ['check', 'demo/contracts/brp.yaml', '--gate'];
    const before = JSON.parse(sluis(...args, 'G0', '--json', '--file', file).stdout);
    expect([before.verdict.gate, before.verdict.outcome, before.onFile]).toEqual([
      'G0',
      'CONDITIONS',
      undefined,
    ]);
    const g2 = sluis(...args, 'G2', '--json', '--file', file);
    expect([g2.status, JSON.parse(g2.stdout).verdict.gate]).toEqual([4, 'G2']);
    const without = sluis(...args, 'G1');
    expect([without.status, without.stderr]).toEqual([
      2,
      'Gate G1 judges what was landed; name the files too: --file PATH\n',
    ]);
    expect(sluis(...args, 'G3').stderr).toContain('Allowed choices are G0, G1, G2.');
  });

  it('calls a file that is not there or is none by that, and not by the rule that it would break', () => {
    for (const command of ['check', 'plan']) {
      const absent = sluis(command, 'demo/contracts/bag.yaml', '--file', join(folder, 'absent.csv'));
      expect([absent.status, absent.stderr]).toEqual([
        2,
        'Part 1 cannot be opened (ENOENT); name a file that exists and that you may read.\n',
      ]);
      const none = sluis(command, 'demo/contracts/bag.yaml', '--file', folder);
      expect([none.status, none.stdout]).toEqual([2, '']);
    }
  });

  it('refuses fictitious agreements outside the demo', () => {
    const { status, stdout } = sluis('check', 'demo/contracts/brp.yaml', '--production', '--json');
    expect(status).toBe(4);
    const codes = JSON.parse(stdout).verdict.hits.map((hit: { code: string }) => hit.code);
    expect(codes).toContain('S03');
  });

  it('names line and column of a broken contract, and exits 2', () => {
    const path = join(folder, 'broken.yaml');
    writeFileSync(path, 'id: broken\nunheardOf: 1\n');
    const { status, stderr } = sluis('check', path);
    expect(status).toBe(2);
    expect(stderr).toMatch(/2:1\D/);
    expect(stderr).toContain('unknown key');
    expect(stderr).not.toContain('unheardOf');
  });

  it('says what to do where the file is not there', () => {
    const { status, stderr } = sluis('check', 'no-such-file.yaml');
    expect(status).toBe(2);
    expect(stderr).toBe('The contract cannot be read (ENOENT); name a file that exists.\n');
  });
});

describe('sluis demo', () => {
  it('shows the help of the demo, and says what it does not know', () => {
    const { status, stdout } = sluis('demo', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('sluis demo [options]');
    expect(stdout).toContain('--real <folder>');
    const wrong = sluis('demo', '--persons', '100', '--nonsense');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('The demo does not know one of these options');
    expect(sluis('--help').stdout).toMatch(/^ {2}demo /m);
  });

  it('says in one sentence that the real files are not where --real says, and starts nothing', () => {
    const wrong = sluis('demo', '--real', join(folder, 'nowhere'), '--once');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/^There is no folder that --real names; name the folder .+\n$/m);
    expect(existsSync(join(folder, 'home'))).toBe(false);
  });
});

describe('up, down and status', () => {
  it('down wipes the city of the demo too, and says as one JSON document what it did', () => {
    const city = join(folder, 'home', 'city', '100-1');
    mkdirSync(city, { recursive: true });
    writeFileSync(join(city, 'brp.csv'), 'bsn\n');
    const { status, stdout } = sluis('down', '--wipe', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ stopped: true, wiped: true });
    expect(existsSync(join(folder, 'home', 'city'))).toBe(false);
  });

  it('each take --json and show an example in their help', () => {
    for (const command of ['up', 'down', 'status']) {
      const { stdout } = sluis(command, '--help');
      expect(stdout).toContain('--json');
      expect(stdout).toMatch(new RegExp(`^Examples?:\n {2}sluis ${command}`, 'm'));
    }
    expect(sluis('themes', 'run', '--help').stdout).toContain('--wait');
  });
});

describe('the other commands', () => {
  it('end quietly where the reader of their output has gone', () => {
    const line = `set -o pipefail; "${process.execPath}" dist/cli/main.js contracts schema | true`;
    const { status, stderr } = spawnSync('bash', ['-c', line], { cwd: root, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('name the next command where nothing has been started', () => {
    const { status, stderr } = sluis('inbox');
    expect(status).toBe(1);
    expect(stderr).toBe('No configuration of person: start with "sluis up".\n');
  });

  it('exit 2 on wrong usage and 0 on help', () => {
    expect(sluis('approve', 'x').status).toBe(2);
    expect(sluis('nonsense').status).toBe(2);
    expect(sluis('approve', '--help').status).toBe(0);
  });
});
