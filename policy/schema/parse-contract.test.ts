import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../../domain/errors.js';
import { contractJsonSchema } from './contract-schema.js';
import { parseContract, parseLinkageDomain } from './parse-contract.js';

const folder = new URL('../../demo/contracts/', import.meta.url);
const kwb = readFileSync(new URL('cbs-kwb-2024.yaml', folder), 'utf8');

function refusal(yamlText: string): string {
  try {
    parseContract(yamlText);
  } catch (error) {
    if (error instanceof SluisError && error.code === 'ContractInvalid') return error.message;
    throw error;
  }
  return 'accepted';
}

/** 1-based line of the first line that starts with a text. */
const lineOf = (yamlText: string, start: string): number =>
  yamlText.split('\n').findIndex((line) => line.startsWith(start)) + 1;

describe('parseContract', () => {
  it.each(readdirSync(folder))('accepts %s', (name) => {
    expect(parseContract(readFileSync(new URL(name, folder), 'utf8')).hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same hash for the same content in another order of keys', () => {
    const [first, ...rest] = kwb.split('\n');
    expect(parseContract(`${rest.join('\n')}\n${first}\n`).hash).toBe(parseContract(kwb).hash);
  });

  it('gives another hash for any change', () => {
    expect(parseContract(kwb.replace(/^version: .*/m, 'version: 9.9.9')).hash).not.toBe(
      parseContract(kwb).hash,
    );
  });

  it('refuses an unknown key at its line and column, without quoting it', () => {
    const broken = `${kwb}surprise: 1\n`;
    expect(refusal(broken)).toBe(`${lineOf(broken, 'surprise')}:1 unknown key`);
  });

  it('lists every problem at once, in the order of the text', () => {
    const broken = kwb
      .replace(/^version: .*/m, 'version: 1')
      .replace(/^personalData: .*/m, 'personalData: maybe');
    const lines = refusal(broken).split('\n');
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['version:', 'personalData:']);
    expect(lines[0]).toMatch(new RegExp(`^${lineOf(broken, 'version')}:10 `));
    expect(lines.join()).not.toContain('maybe');
  });

  it('refuses an OIN that was written as a number', () => {
    expect(refusal(kwb.replace(/oin: "?\d{20}"?/, 'oin: 00000001002308836000'))).toContain('roles[0].oin: ');
  });

  it('refuses duplicate keys and a second document', () => {
    expect(refusal(`${kwb}id: again\n`)).toContain('DUPLICATE_KEY');
    expect(refusal(`${kwb}---\n${kwb}`)).toContain('a second document');
  });

  it('refuses an alias bomb, a text that is too long, nested too deeply, or empty', () => {
    const levels = [...'abcdefghi'].map((name, index, all) =>
      index === 0
        ? 'a: &a [x, x]'
        : `${name}: &${name} [${`*${all[index - 1]}, `.repeat(9)}*${all[index - 1]}]`,
    );
    expect(refusal(levels.join('\n'))).toContain('too many aliases');
    expect(refusal(`# ${'x'.repeat(1_000_000)}`)).toContain('longer than');
    expect(refusal('['.repeat(200_000))).toMatch(/^\d+:\d+ not valid YAML|nested too deeply/);
    expect(refusal('')).not.toBe('accepted');
  });

  it('refuses a key that would change the prototype', () => {
    expect(refusal(`${kwb}__proto__: { personalData: false }\n`)).not.toBe('accepted');
  });

  it('exports a JSON Schema that demands what the contract demands', () => {
    expect(contractJsonSchema().required).toContain('recordUnit');
    expect(contractJsonSchema().additionalProperties).toBe(false);
  });
});

describe('parseLinkageDomain', () => {
  it('accepts the one of the demo and refuses one source alone', () => {
    const yamlText = readFileSync(new URL('../linkage-domains/instroom-drugs.yaml', folder), 'utf8');
    expect(parseLinkageDomain(yamlText).linkage.sources.length).toBeGreaterThanOrEqual(2);
    expect(() => parseLinkageDomain(yamlText.replace(/^sources:[\s\S]*?(?=^\w)/m, 'sources: []\n'))).toThrow(
      /sources/,
    );
  });
});
