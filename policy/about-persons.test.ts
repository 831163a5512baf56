import { describe, expect, it } from 'vitest';
import type { DetectedKind } from '../domain/profile.js';
import { isAboutPersons, isOpenInput } from './about-persons.js';
import type { Contract } from './contract.js';
import { about, brp, demo, fires, input, kwb, risk, seen } from './testing/asked.js';

const bag = demo('bag');

describe('whether records are held to be about persons', () => {
  it.each<[string, Contract, readonly DetectedKind[], boolean]>([
    ['declared', brp, [], true],
    ['claimed not to be, with a person as the unit', { ...brp, personalData: false }, [], true],
    ['areas with nothing found', kwb, [], false],
    ['areas with a key of persons', kwb, ['person-key'], true],
    ['areas with names', kwb, ['name'], false],
    ['areas with numbers of accounts', kwb, ['iban'], true],
    ['objects with an address and a place', bag, ['address', 'coordinates'], false],
    ['objects with numbers that pass the test of a BSN', bag, ['bsn'], false],
    ['objects with the name of an owner', bag, ['name'], true],
    [
      'organisations with names and telephones',
      { ...bag, recordUnit: 'organisation' },
      ['name', 'phone'],
      false,
    ],
    ['organisations with birth dates', { ...bag, recordUnit: 'organisation' }, ['birth-date'], true],
  ])('%s', (_what, contract, detected, expected) => {
    const profile = seen('x', ...detected);
    expect(isAboutPersons(contract, profile)).toBe(expected);
    const isOpen = { ...contract, regimes: ['OPEN'] as const };
    expect(isOpenInput(input(isOpen, { profile }))).toBe(!expected);
  });

  it('is one answer for every rule: what protects persons is asked of a claim that the file does not bear out', () => {
    const { dpia: _, ...claimed } = {
      ...demo('inbrekers-den-haag'),
      personalData: false,
      recordUnit: 'area' as const,
    };
    const bare: Contract = { ...claimed, legalGround: [], art9: { present: false, categories: [] } };
    const small = { ...risk, kMin: 1, unitsBelowK: 290 };
    const asked = (found: boolean) => (row: string, gate: 'G1' | 'G3') =>
      fires(
        row,
        gate,
        about(bare, { profile: found ? seen('PERSONID', 'person-key') : seen('PERSONID'), risk: small }),
      );
    for (const [row, gate] of [
      ['D01 DENY', 'G1'],
      ['L03 DENY', 'G1'],
      ['C01 DENY', 'G1'],
      ['K01 REVIEW', 'G3'],
    ] as const)
      expect([row, asked(true)(row, gate), asked(false)(row, gate)]).toEqual([row, true, false]);
    expect(asked(true)('L01 REVIEW', 'G1')).toBe(true);
  });
});
