import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'sluis-golden-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What a command says and how it ends, without digests, which change with every word of a contract, and times. */
function said(args: readonly string[]): string {
  const env = { ...process.env, LC_ALL: 'C', NO_COLOR: '1', SLUIS_HOME: home, COLUMNS: '80' };
  const run = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return `$ sluis ${args.join(' ')}\n${run.stdout}${run.stderr}exit ${run.status}\n`
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}

const check = (id: string, ...more: string[]) => ['check', `demo/contracts/${id}.yaml`, ...more];

describe('what the command line says, word for word', () => {
  it.each<[string, readonly string[]]>([
    ['check-kwb', check('cbs-kwb-2024')],
    ['check-burglars-nl', check('inbrekers-den-haag', '--lang', 'nl')],
    ['check-burglars-en', check('inbrekers-den-haag', '--lang', 'en')],
    ['check-airbnb', check('airbnb-amsterdam')],
    ['check-convenant', check('belasting-huishouden-convenant')],
    ['check-cbs-records', check('cbs-records')],
    ['help', ['--help']],
    ['help-deliver', ['deliver', '--help']],
    ['help-approve', ['approve', '--help']],
    ['help-themes-run', ['themes', 'run', '--help']],
    ['help-nl', ['--help', '--lang', 'nl']],
    ['help-themes-run-nl', ['themes', 'run', '--help', '--lang', 'nl']],
    ['help-results-check-nl', ['results', 'check', '--help', '--lang', 'nl']],
    ['help-audit-verify', ['audit', 'verify', '--help']],
    ['help-audit-verify-nl', ['audit', 'verify', '--help', '--lang', 'nl']],
    ['status-nothing-started', ['status']],
    ['inbox-nothing-started', ['inbox']],
  ])('%s', async (name, args) => {
    await expect(said(args)).toMatchFileSnapshot(`golden/cli/${name}.txt`);
  });
});
