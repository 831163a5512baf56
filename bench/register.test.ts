import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseContract } from '../policy/schema/parse-contract.js';
import { CLASS_SIZE, REGISTER_COLUMNS, registerRows, writeRegister } from './register.js';

const contractText = readFileSync(new URL('contracts/register.yaml', import.meta.url), 'utf8');
const { contract } = parseContract(contractText);
const place = (name: string) => (REGISTER_COLUMNS as readonly string[]).indexOf(name);
const folder = mkdtempSync(join(tmpdir(), 'sluis-register-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the synthetic register of the bench', () => {
  it('has the twenty columns of its contract, in a contract that says it is fictitious', () => {
    expect(contract.fields.map(({ name }) => name)).toEqual([...REGISTER_COLUMNS]);
    expect(REGISTER_COLUMNS).toHaveLength(20);
    expect(contract.agreements.every(({ fictitious }) => fictitious)).toBe(true);
  });

  it('has as many citizen service numbers as rows, each passing the 11-proof', () => {
    const numbers = [...registerRows(0, 20_000)].map((row) => String(row[place('bsn')]));
    expect(new Set(numbers).size).toBe(20_000);
    const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    const remainder = (number: string) =>
      weights.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 11;
    expect(numbers.every((number) => /^9[0-9]{8}$/.test(number) && remainder(number) === 0)).toBe(true);
  });

  it('has no class of persons below ten after the treatments of the contract', () => {
    const numbers = ['integer', 'decimal'];
    const apart = contract.fields
      .filter(({ treatment, role, logicalType }) => {
        const isMeasured = role === 'measure' && numbers.includes(logicalType);
        return !['drop', 'pseudonymise'].includes(treatment.kind) && !isMeasured;
      })
      .map(({ name }) => place(name));
    expect(apart).toHaveLength(9);
    const sizes = new Map<string, number>();
    for (const row of registerRows(0, 20_000)) {
      const key = apart
        .map((at) => (at === place('geboortedatum') ? String(row[at]).slice(0, 4) : row[at]))
        .join();
      sizes.set(key, (sizes.get(key) ?? 0) + 1);
    }
    expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(CLASS_SIZE);
    expect(CLASS_SIZE).toBe(10);
  });

  it('gives any range again, and nothing where test numbers end', async () => {
    expect([...registerRows(500, 3)]).toEqual([...registerRows(0, 1000)].slice(500, 503));
    expect(() => [...registerRows(8_999_999, 2)]).toThrow(/test numbers/);
    const path = join(folder, 'few.csv');
    await writeRegister(path, 0, 30);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(31);
    expect(lines.every((line) => line.split(',').length === 20)).toBe(true);
  });
});
