import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

import { parseContract } from '../policy/schema/parse-contract.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sluis-contracts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ready = (name: string) => readFileSync(join(root, `demo/contracts/${name}.yaml`), 'utf8');

function sluis(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1', SLUIS_HOME: join(folder, 'home') };
  const options = { cwd: root, env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], options);
  return { status, stdout, stderr };
}

/** Writes a ready contract with texts replaced, each of which must be there. */
function changed(name: string, ...changes: readonly (readonly [string, string])[]): string {
  const text = changes.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, to);
  }, ready(name));
  const path = join(folder, `${name}-changed.yaml`);
  writeFileSync(path, text);
  return path;
}

describe('sluis contracts list', () => {
  it('names each ready contract, its regimes and who decides', () => {
    const { status, stdout } = sluis('contracts', 'list');
    expect(status).toBe(0);
    expect(stdout).toMatch(/politie-verdachte .*WPG AVG +steward privacy-officer/);
    expect(stdout).toMatch(/cbs-kwb-2024 .*OPEN +steward\s/);
    const documents = JSON.parse(sluis('contracts', '--json').stdout);
    expect(documents.find(({ name }: { name: string }) => name === 'brp').hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('sluis contracts new', () => {
  it('prints a ready contract under a note, and the copy is the same contract', () => {
    expect(sluis('contracts', 'new', '--like', 'om-vonnis').stdout).toMatch(
      /^# Which papers .+: demo\/contracts\/om-vonnis\.md/m,
    );
    const { status, stdout } = sluis('contracts', 'new', '--like', 'brp');
    expect(stdout).not.toContain('brp.md');
    expect(status).toBe(0);
    expect(stdout.startsWith('# A contract like brp. Change at least, before you hand it in:\n')).toBe(true);
    expect(stdout.endsWith(ready('brp'))).toBe(true);
    const path = join(folder, 'mine.yaml');
    writeFileSync(path, stdout);
    expect(sluis('contracts', 'diff', 'brp', path)).toEqual({
      status: 0,
      stdout: 'The same contract: approvals stand.\n',
      stderr: '',
    });
  });

  it.each([
    'none',
    '../contracts/brp',
    'brp.yaml',
    'br p',
    'ü',
  ])('exits 2 on a name that is none (%s), and names the next command', (name) => {
    const { status, stdout, stderr } = sluis('contracts', 'new', '--like', name);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe('There is no ready contract of that name; see: sluis contracts list\n');
  });
});

describe('sluis contracts schema', () => {
  it('prints one JSON Schema that demands what a contract demands and refuses other keys', () => {
    const { status, stdout } = sluis('contracts', 'schema');
    expect(status).toBe(0);
    const schema = JSON.parse(stdout);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(expect.arrayContaining(['recordUnit', 'fields', 'retention', 'output']));
    expect(schema.properties.regimes.items.enum).toContain('WPG');
  });
});

describe('sluis contracts diff', () => {
  it('lists fields, treatments, purposes, agreements and the rest, and says that approvals are void', () => {
    const path = changed(
      'politie-verdachte',
      ['version: 1.0.0', 'version: 1.1.0'],
      ['    themes:\n      - instroom-drugs', '    themes:\n      - vastgoed'],
      ['validUntil: 2099-12-31', 'validUntil: 2098-12-31'],
      ['param: year', 'param: month'],
      ['description: Soort delict', 'description: Groep van het delict'],
      ['name: gemeente\n', 'name: plaats\n'],
      ['column: gemeente\n', 'column: plaats\n'],
    );
    const { status, stdout } = sluis('contracts', 'diff', 'politie-verdachte', path);
    expect(status).toBe(0);
    const dpv = 'https://w3id.org/dpv#ProvideOfficialStatistics';
    expect(stdout.split('\n')).toEqual([
      'removed  field        gemeente',
      'changed  field        delictgroep (description)',
      'added    field        plaats',
      'changed  treatment    datum: generalise year → generalise month',
      `removed  purpose      ${dpv} instroom-drugs 00000001002308836000`,
      `added    purpose      ${dpv} vastgoed 00000001002308836000`,
      'changed  agreement    wpg-22 urn:sluis:fictief:wpg-22:politie-verdachte (validUntil)',
      'changed  other        version: 1.0.0 → 1.1.0',
      'changed  other        geography.column: gemeente → plaats',
      'Another contract: approvals of the first are void for the second. Next: approval by steward and privacy-officer',
      '',
    ]);
  });

  it('names each party, origin, ground and restriction, and what changed within a part', () => {
    const path = join(folder, 'changed.json');
    const was = parseContract(ready('politie-verdachte')).contract;
    const [provider, ...roles] = was.roles;
    const [ground, ...grounds] = was.legalGround;
    const restriction = { kind: 'combine', effect: 'deny', values: ['AWR'], reason: 'agreed' };
    const contract = {
      ...was,
      roles: [{ ...provider, zones: [] }, ...roles.filter(({ role }) => role !== 'recipient')],
      origins: was.origins.map((one) => ({ ...one, collectedFor: 'justice' })),
      legalGround: [{ ...ground, task: 'another' }, ...grounds],
      restrictions: [...was.restrictions, { id: 'no-tax', ...restriction }],
      output: { ...was.output, minCell: 20 },
    };
    writeFileSync(path, JSON.stringify(contract));
    const { stdout } = sluis('contracts', 'diff', 'politie-verdachte', path);
    const [police, hague] = ['00000001816076790000', '00000001002308836000'];
    expect(stdout.split('\n').slice(0, -2)).toEqual([
      `removed  role         ${hague} recipient`,
      `changed  role         ${police} provider (zones)`,
      `removed  origin       ${police} policing`,
      `added    origin       ${police} justice`,
      `changed  ground       ${ground?.oin} (task)`,
      'added    restriction  no-tax',
      `changed  other        output.minCell: ${was.output.minCell} → 20`,
    ]);
  });

  it('says that approvals are void where only the order of the fields differs', () => {
    const [a, b] = ['mannen', 'vrouwen'].map((name) => {
      const text = ready('cbs-kwb-2024');
      const start = text.lastIndexOf('  - name: ', text.indexOf(`as: ${name}`));
      return text.slice(start, text.indexOf('  - name: ', start + 1));
    }) as [string, string];
    const path = changed('cbs-kwb-2024', [a + b, b + a]);
    const document = JSON.parse(sluis('contracts', 'diff', 'cbs-kwb-2024', path, '--json').stdout);
    expect(document.approvalsVoid).toBe(true);
    expect(document.differences).toEqual([
      { part: 'other', subject: 'fields', change: 'changed', properties: ['order'] },
    ]);
  });

  it('exits 2 with line and column where one of them is no contract', () => {
    const path = changed('brp', ['entityType: bsn', 'entityType: listing']);
    const { status, stderr } = sluis('contracts', 'diff', 'brp', path);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^\d+:19 fields\[0\]\.treatment\.entityType: is no known entity type/);
    expect(stderr).toContain('Once it is corrected: sluis check CONTRACT');
  });
});
