import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sluis-disclosure-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sluis(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1', SLUIS_HOME: at('home') };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
function write(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

/** Persons by neighbourhood (two districts) and age; one neighbourhood has three minors. */
const COUNTS = [
  ['BU1', 'minderjarig', 3],
  ['BU1', 'meerderjarig', 40],
  ['BU2', 'minderjarig', 15],
  ['BU2', 'meerderjarig', 30],
  ['BU3', 'minderjarig', 25],
  ['BU3', 'meerderjarig', 60],
  ['BU4', 'minderjarig', 35],
  ['BU4', 'meerderjarig', 70],
] as const;
const microdata = COUNTS.flatMap(([buurt, age, n]) =>
  Array.from({ length: n }, (_, person) => `${buurt}${age}${person},${buurt},${age}\n`),
);
const input = write('microdata.csv', `persoon,buurt,leeftijd\n${microdata.join('')}`);
write('buurten.hrc', 'WK1\n@BU1\n@BU2\nWK2\n@BU3\n@BU4\n');
const spec = write(
  'table.yaml',
  'dimensions:\n  - { column: buurt, hierarchy: buurten.hrc, total: Stad }\n' +
    '  - { column: leeftijd, total: Totaal }\nunit: persoon\n',
);
const common = ['--spec', spec];

/** What the codes of the errors advise. */
const ANOTHER_FILE = '→ Give a whole and corrected file, or agree on a contract that fits it.\n';
const CORRECT = '→ Correct it where the message says; docs/disclosure-control.md describes table.yaml.\n';

describe('sluis protect', () => {
  it('writes a table that may leave, and keeps the reasons for the output checker', () => {
    const { status, stdout } = sluis(
      'protect',
      ...common,
      '--input',
      input,
      '--out',
      at('safe.csv'),
      '--report',
      at('report.json'),
      '--json',
    );
    expect(status).toBe(0);
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual(['out', 'rows', 'published', 'suppressed', 'empty', 'sha256']);
    const lines = readFileSync(at('safe.csv'), 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('buurt,leeftijd,value,status');
    expect(lines).toHaveLength(1 + 7 * 3);
    expect(lines).toContain('Stad,Totaal,278,published');
    expect(lines).toContain('BU1,minderjarig,,suppressed');
    expect(document.suppressed).toBe(lines.filter((line) => line.endsWith(',,suppressed')).length);
    expect(document.suppressed).toBeGreaterThanOrEqual(4);
    const report = JSON.parse(readFileSync(at('report.json'), 'utf8'));
    expect(report).toMatchObject({ primary: 1, secondary: document.suppressed - 1 });
    expect(statSync(at('report.json')).mode & 0o777).toBe(0o600);
  });

  it('says nothing of rules, reasons and kinds outside the report', () => {
    const { stdout, stderr } = sluis('protect', ...common, '--input', input, '--out', at('quiet.csv'));
    expect(`${stdout}${stderr}`).not.toMatch(/primary|secondary|frequency|interval/i);
    expect(stdout).toContain('It survived the attack on its bytes.');
  });

  it('writes nothing and exits 5 where what must be hidden is public already', () => {
    const earlier = write('public.csv', 'buurt,leeftijd,value,status\nBU1,minderjarig,3,published\n');
    const before = readdirSync(folder);
    const { status, stdout, stderr } = sluis(
      'protect',
      ...common,
      '--input',
      input,
      '--out',
      at('never.csv'),
      '--report',
      at('never.json'),
      '--against',
      earlier,
    );
    expect(status).toBe(5);
    expect(stdout).toBe('');
    expect(stderr).toContain('Nothing was published.');
    expect(readdirSync(folder)).toEqual(before);
  });

  it('leaves an earlier result alone where it fails', () => {
    const out = write('kept.csv', 'as it was');
    const earlier = write('public.csv', 'buurt,leeftijd,value,status\nBU1,minderjarig,3,published\n');
    expect(sluis('protect', ...common, '--input', input, '--out', out, '--against', earlier).status).toBe(5);
    expect(readFileSync(out, 'utf8')).toBe('as it was');
  });

  it.each([
    [
      'a record without a category',
      'persoon,buurt,leeftijd\np1,BU1,a\np2,,a\n',
      'Line 3 of the data: column 2 is empty.\n',
    ],
    [
      'an unknown code',
      'persoon,buurt,leeftijd\np1,BU1,a\np2,Geheim,a\n',
      'Line 3 of the data: dimension 1 has no such code.\n',
    ],
    [
      'a ragged line',
      'persoon,buurt,leeftijd\np1,BU1\n',
      'Line 2 of the input: 2 cells where the header has 3.\n',
    ],
    ['a missing column', 'persoon,buurt\np1,BU1\n', 'The data have no column for dimension 2.\n'],
    ['an open quote', 'persoon,buurt,leeftijd\np1,"BU1,a\n', 'Line 2 of the input: a wrong quote.\n'],
    ['no records', 'persoon,buurt,leeftijd\n', 'The data have no rows.\n'],
  ])('exits 2 on %s, with its line and without its text', (_, text, message) => {
    const { status, stderr } = sluis(
      'protect',
      ...common,
      '--input',
      write('bad.csv', text),
      '--out',
      at('bad-out.csv'),
    );
    expect(stderr).toBe(`${message}${message.includes('have no column') ? CORRECT : ANOTHER_FILE}`);
    expect(status).toBe(2);
    expect(existsSync(at('bad-out.csv'))).toBe(false);
  });

  it('exits 2 on another encoding, with the line of the first wrong byte', () => {
    writeFileSync(
      at('latin1.csv'),
      Buffer.from('persoon,buurt,leeftijd\np1,BU1,a\np2,BU1,caf\xe9\n', 'latin1'),
    );
    const { status, stderr } = sluis(
      'protect',
      ...common,
      '--input',
      at('latin1.csv'),
      '--out',
      at('bad-out.csv'),
    );
    expect(stderr).toBe(`Line 3 of the input is not UTF-8.\n${ANOTHER_FILE}`);
    expect(status).toBe(2);
  });

  it('exits 2 on a specification with line and column, never below ten', () => {
    const low = write(
      'low.yaml',
      'dimensions:\n  - { column: r, total: T }\nrules: { minFrequency: 3 }\n012345672: 1\n',
    );
    const { status, stderr } = sluis('protect', '--spec', low, '--input', input, '--out', at('bad-out.csv'));
    expect(status).toBe(2);
    expect(stderr).toBe(
      '3:24 rules.minFrequency: must be a whole number, never below ten\n4:1 unknown key\n' +
        'What a table may hold: docs/disclosure-control.md. Once it is corrected, give the same command again.\n',
    );
  });

  it('never writes over an input', () => {
    const { status, stderr } = sluis('protect', ...common, '--input', input, '--out', input);
    expect(status).toBe(2);
    expect(stderr).toContain('Two of the files are the same');
  });
});

describe('sluis attack', () => {
  const safe = at('attacked.csv');

  it('finds nothing in what protect has written, with the data and without', () => {
    expect(sluis('protect', ...common, '--input', input, '--out', safe).status).toBe(0);
    expect(sluis('attack', ...common, '--table', safe).status).toBe(0);
    const { status, stdout } = sluis('attack', ...common, '--table', safe, '--input', input, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ safe: true, findings: 0, scope: 'with the data' });
  });

  it('exits 5 where another public table gives a hidden cell away, and names it in the report alone', () => {
    const text = readFileSync(safe, 'utf8');
    const truth = new Map<string, number>(COUNTS.map(([buurt, age, n]) => [`${buurt},${age}`, n]));
    // Everything that was hidden beside the three minors is published by somebody else.
    const others = [...truth].filter(([cell, n]) => n !== 3 && text.includes(`${cell},,suppressed`));
    const rows = others.map(([cell, n]) => `${cell},${n},published\n`).join('');
    const earlier = write('other.csv', `buurt,leeftijd,value,status\n${rows}`);
    const { status, stdout } = sluis(
      'attack',
      ...common,
      '--table',
      safe,
      '--against',
      earlier,
      '--report',
      at('attack.json'),
    );
    expect(status).toBe(5);
    expect(stdout).toContain('ATTACKED WITH SUCCESS');
    expect(stdout).not.toContain('BU1');
    const { findings } = JSON.parse(readFileSync(at('attack.json'), 'utf8'));
    expect(findings).toContainEqual({ kind: 'computable', cells: [['BU1', 'minderjarig']] });
  });

  it('exits 2 on a table that was changed, with its line', () => {
    const text = readFileSync(safe, 'utf8').replace('Stad,Totaal,278,', 'Stad,Totaal,279,');
    const { status, stderr } = sluis(
      'attack',
      ...common,
      '--table',
      write('changed.csv', text),
      '--input',
      input,
    );
    expect(status).toBe(2);
    expect(stderr).toBe(`Line 2 of the table: the value is not that of the data.\n${ANOTHER_FILE}`);
  });
});
