import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../../domain/errors.js';
import { contractJsonSchema } from './contract-schema.js';
import { parseContract, parseLinkageDomain } from './parse-contract.js';

const folder = new URL('../../demo/contracts/', import.meta.url);
const contracts = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
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

const NEXT = '\nWhat a contract may hold: sluis contracts schema. Once it is corrected: sluis check CONTRACT';

/** 1-based line of the first line that starts with a text. */
const lineOf = (yamlText: string, start: string): number =>
  yamlText.split('\n').findIndex((line) => line.startsWith(start)) + 1;

describe('parseContract', () => {
  it.each(contracts)('accepts %s', (name) => {
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
    expect(refusal(broken)).toBe(`${lineOf(broken, 'surprise')}:1 unknown key${NEXT}`);
  });

  it('lists every problem at once, in the order of the text', () => {
    const broken = kwb
      .replace(/^version: .*/m, 'version: 1')
      .replace(/^personalData: .*/m, 'personalData: maybe');
    const lines = refusal(broken).split('\n');
    expect(lines).toEqual([
      `${lineOf(broken, 'version')}:10 version: Invalid input: expected string, received number`,
      `${lineOf(broken, 'personalData')}:15 personalData: Invalid input: expected boolean, received string`,
      NEXT.trim(),
    ]);
  });

  it('says of a key that is not there that it is missing, and what it takes', () => {
    const without = kwb.replace(/^recordUnit: .*\n/m, '').replace(/^title: .*\n/m, '');
    expect(refusal(without)).toBe(
      '1:1 title: is missing (expected string)\n' +
        `1:1 recordUnit: is missing (expected one of "area"|"object"|"organisation"|"event"|"person")${NEXT}`,
    );
  });

  it('refuses an OIN that was written as a number', () => {
    expect(refusal(kwb.replace(/oin: "?\d{20}"?/, 'oin: 00000001002308836000'))).toContain('roles[0].oin: ');
  });

  it('refuses a key twice at any depth, at its second place', () => {
    expect(refusal(`${kwb}id: again\n`)).toBe(`${kwb.split('\n').length}:1 a key twice${NEXT}`);
    expect(refusal('a: [{ b: 1, "b": 2 }]\n')).toBe(`1:13 a key twice${NEXT}`);
  });

  it('refuses several documents in one file, at the second', () => {
    const second = kwb.split('\n').length;
    expect(refusal(`${kwb}---\n${kwb}`)).toBe(`${second}:1 a second document; one file holds one${NEXT}`);
  });

  it('refuses an alias bomb', () => {
    const levels = [...'abcdefghi'].map((name, index, all) =>
      index === 0
        ? 'a: &a [x, x]'
        : `${name}: &${name} [${`*${all[index - 1]}, `.repeat(9)}*${all[index - 1]}]`,
    );
    expect(refusal(levels.join('\n'))).toBe(
      `1:1 more than 50 aliases, or an alias without an anchor; write the text out${NEXT}`,
    );
  });

  it('refuses 10 MB of text, and what is larger than 1 MB in bytes only', () => {
    const message = `1:1 larger than 1 MB (1,000,000 bytes); descriptions are read here, data never${NEXT}`;
    expect(refusal(`${kwb}# ${'x'.repeat(10_000_000)}`)).toBe(message);
    expect(refusal(`${kwb}# ${'é'.repeat(500_000)}`)).toBe(message);
  });

  it('refuses a NUL, a character that is no UTF-8, nothing, and what is nested too deeply', () => {
    expect(refusal('id: x\nversion: "1\0"\n')).toBe(
      `2:12 a NUL character; save the file as UTF-8 text${NEXT}`,
    );
    expect(refusal('title: caf\uFFFD\n')).toBe(
      `1:11 a character that is no UTF-8; save the file as UTF-8 text${NEXT}`,
    );
    expect(refusal(`%YAML 1.1\n---\n${kwb}`)).toBe(
      `1:1 a %YAML line, which may change what words mean; leave it out${NEXT}`,
    );
    expect(refusal(' \n')).toBe(`1:1 empty${NEXT}`);
    expect(refusal('['.repeat(2_000))).toMatch(/^\d+:\d+ not valid YAML \(/);
  });

  it('reads a megabyte of keys and lists fifty problems in seconds, not minutes', () => {
    const keys = Array.from({ length: 120_000 }, (_, index) => `k${index}:`).join('\n');
    const lines = refusal(keys).split('\n');
    expect(lines).toHaveLength(52);
    expect(lines[50]).toMatch(/^and \d+ more$/);
  }, 120_000);

  it('refuses a key that would change the prototype', () => {
    expect(refusal(`${kwb}__proto__: { personalData: false }\n`)).not.toBe('accepted');
  });

  it('exports a JSON Schema that demands what the contract demands', () => {
    expect(contractJsonSchema().required).toContain('recordUnit');
    expect(contractJsonSchema().additionalProperties).toBe(false);
  });
});

describe('parseLinkageDomain', () => {
  const domain = readFileSync(new URL('../linkage-domains/instroom-drugs.yaml', folder), 'utf8');

  it('accepts the one of the demo and refuses one source alone', () => {
    expect(parseLinkageDomain(domain).linkage.sources.length).toBeGreaterThanOrEqual(2);
    expect(() => parseLinkageDomain(domain.replace(/^sources:[\s\S]*?(?=^\w)/m, 'sources: []\n'))).toThrow(
      /sources/,
    );
  });

  it('refuses a source of one provider twice, an entity type that is none and an end before the beginning', () => {
    const broken = domain
      .replace('sourceId: politie-verdachte', 'sourceId: brp')
      .replace('"00000001816076790000"', '"00000001822100824000"')
      .replace('- bsn', '- burger')
      .replace(/until: .*/, 'until: 2000-01-01');
    expect(() => parseLinkageDomain(broken)).toThrow(
      expect.objectContaining({
        details: {
          problems: [
            expect.stringMatching(/^\d+:5 entityTypes\[0\]: is no known entity type/),
            expect.stringMatching(/^\d+:15 sources\[1\]\.sourceId: names a source that is there already$/),
            expect.stringMatching(/^\d+:10 validity\.until: lies before its beginning$/),
          ],
        },
      }),
    );
  });
});
