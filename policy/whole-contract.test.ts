import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contractSchema } from './schema/contract-schema.js';
import { parseContract } from './schema/parse-contract.js';
import { wholeContract } from './whole-contract.js';

const folder = new URL('../demo/contracts/', import.meta.url);
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parseContract(readFileSync(new URL(name, folder), 'utf8')).contract);

/** The form alone: what holds between fields is another check of the schema. */
const hasForm = (value: unknown) =>
  contractSchema.safeParse(value).error?.issues.every(({ code }) => code === 'custom') ?? true;

const REMOVED = Symbol('removed');
const JUNK = [REMOVED, null, '', ' ', 7, -1, 1.5, true, [], {}, [null], 'x y', '2023-02-30', { extra: 1 }];

/** Every copy with one place, at any depth, removed or replaced. */
function* spoiled(value: unknown, by: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    const copy = (changed: unknown) => {
      const entries = Object.entries(value).map(([name, old]) => [name, name === key ? changed : old]);
      const kept = entries.filter(([, one]) => one !== REMOVED);
      return Array.isArray(value) ? kept.map(([, one]) => one) : Object.fromEntries(kept);
    };
    yield copy(by);
    for (const inner of spoiled(member, by)) yield copy(inner);
  }
}

describe('a whole contract', () => {
  it('is each one of the demo', () => {
    for (const contract of all) expect(wholeContract(contract), contract.id).toEqual([]);
  });

  it('is what the schema reads: both refuse the same, wherever one place is removed or replaced', () => {
    for (const contract of all.filter(
      ({ id }) => id === 'inbrekers-den-haag' || id === 'belasting-huishouden',
    )) {
      const { fields, ...rest } = contract;
      const short = { ...rest, fields: fields.slice(0, 2) };
      for (const by of JUNK) {
        for (const one of spoiled(short, by))
          expect(wholeContract(one).length === 0, JSON.stringify(one)).toBe(hasForm(one));
      }
    }
  });

  it('names the place, not the value', () => {
    const [contract] = all;
    if (!contract) throw new Error('the demo has contracts');
    const spoiltRole = { ...contract.roles[0], oin: 'Buren' };
    expect(wholeContract({ ...contract, roles: [spoiltRole], output: undefined })).toEqual([
      'roles[0].oin',
      'output',
    ]);
    for (const nothing of [undefined, null, 'text', []]) expect(wholeContract(nothing)).toEqual(['']);
  });
});
