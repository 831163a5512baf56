import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ALL_CITY_FILES, CITY_FILES } from './city-files.js';

/** Runs what was built: `npm run build` first. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'city-contracts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, ...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout } = spawnSync(process.execPath, [`dist/${script}`, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { status, stdout };
}

describe('the whole city, written from the command line', () => {
  it('needs a folder, and tells the rows of each file', () => {
    expect(run('demo/city/main.js').status).toBe(2);
    expect(run('demo/city/main.js', '--out', folder, '--persons', '1e3').status).toBe(2);
    const truth = join(folder, 'truth.json');
    const args = ['--out', folder, '--persons', '3000', '--seed', '3', '--truth', truth];
    const { status, stdout } = run('demo/city/main.js', ...args);
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(stdout).rows)).toEqual([...ALL_CITY_FILES]);
  });

  const accepted = ALL_CITY_FILES.filter((name) => name !== 'cbs_records');
  it.each(accepted)('%s fits its contract: no gate refuses the file', (name) => {
    const { file } = CITY_FILES[name];
    const contract = `demo/contracts/${file.replace('.csv', '.yaml')}`;
    const { status, stdout } = run('cli/main.js', 'check', contract, '--file', join(folder, file), '--json');
    expect({ status, codes: codesOf(JSON.parse(stdout)) }).toMatchObject({ status: 0 });
  });

  it('cbs_records is refused, as a file of persons from Statistics Netherlands is', () => {
    const file = join(folder, CITY_FILES.cbs_records.file);
    const { status, stdout } = run(
      'cli/main.js',
      'check',
      'demo/contracts/cbs-records.yaml',
      '--file',
      file,
      '--json',
    );
    expect(status).toBe(4);
    expect(codesOf(JSON.parse(stdout))).toContain('W06');
  });

  it('suspects whose dates are written in another way are refused: no year could be made of them', () => {
    const file = join(folder, 'other-dates.csv');
    const suspects = readFileSync(join(folder, CITY_FILES.politie_verdachte.file), 'utf8');
    writeFileSync(file, suspects.replaceAll(/\b(\d{4})-(\d\d)-(\d\d)\b/g, '$3-$2-$1'));
    const contract = 'demo/contracts/politie-verdachte.yaml';
    const { status, stdout } = run('cli/main.js', 'check', contract, '--file', file, '--json');
    expect(status).toBe(4);
    expect(codesOf({ verdict: JSON.parse(stdout).onFile })).toContain('M02');
  });
});

function codesOf({ verdict }: { verdict: { hits: { code: string }[] } }): string[] {
  return verdict.hits.map(({ code }) => code);
}
