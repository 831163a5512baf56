import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../policy/contract.js';
import type { ThemeBundle } from '../../../policy/schema/theme-bundle.js';
import { brp, input, tag } from '../../../policy/testing/asked.js';
import { comparedPseudonyms } from './run-facts.js';

const theme = {
  inputs: [
    { dataset: 'one', table: 'first' },
    { dataset: 'other', table: 'second' },
  ],
} as unknown as ThemeBundle['theme'];
const of = (...oins: readonly string[]): Contract => ({
  ...brp,
  roles: oins.map((oin) => ({ oin, role: 'provider', zones: [] }) as const),
});
const pair = [tag('a'), tag('a')] as const;
const compared = (one: Contract, other: Contract, ancestors: Contract[] = []) =>
  comparedPseudonyms([{ tags: pair, tables: ['first', 'second'] }], { theme }, [
    input(one, { dataset: 'one', ancestors }),
    input(other, { dataset: 'other' }),
  ]);

describe('pseudonyms that a gate judges (X05)', () => {
  it('are those of persons of several providers, and not of one', () => {
    expect(compared(of('1'), of('2'))).toEqual([pair]);
    expect(compared(of('1'), of('1'))).toEqual([]);
  });

  it('are found behind the first provider of a source', () => {
    expect(compared(of('1'), of('1', '2'))).toEqual([pair]);
    expect(compared(of('1', '2'), of('1'))).toEqual([pair]);
    expect(compared(of('1', '2'), of('2', '1'))).toEqual([pair]);
  });

  it('are found behind what a source was made from', () => {
    expect(compared(of('1'), of('1'), [of('2')])).toEqual([pair]);
  });

  it('are of another provider where a source names none', () => {
    expect(compared(of(), of('1'))).toEqual([pair]);
  });
});
