import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256Json } from '../domain/digest.js';
import type { Contract } from './contract.js';
import { contractDifferences } from './contract-differences.js';
import { parseContract } from './schema/parse-contract.js';

const folder = new URL('../demo/contracts/', import.meta.url);
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parseContract(readFileSync(new URL(name, folder), 'utf8')).contract);
const [contract] = all as [Contract];
const hash = (one: Contract) => sha256Json(one as never);

describe('the differences of two contracts', () => {
  it('are none exactly where the hashes are equal', () => {
    for (const from of all)
      for (const to of all) expect(contractDifferences(from, to).length === 0).toBe(hash(from) === hash(to));
  });

  it('are never none after one key was emptied', () => {
    for (const key of Object.keys(contract) as (keyof Contract)[]) {
      const emptied = Array.isArray(contract[key]) ? [] : '';
      const changed = { ...contract, [key]: emptied } as Contract;
      if (hash(changed) === hash(contract)) continue;
      expect(contractDifferences(contract, changed).length, key).toBeGreaterThan(0);
    }
  });

  it('show no more of a value than a word: a changed list is named only', () => {
    const changed = { ...contract, subjects: [{ category: 'Buren', estimate: 3, minors: false }] };
    expect(contractDifferences(contract, changed)).toEqual([
      { part: 'other', subject: 'subjects', change: 'changed' },
    ]);
  });
});
