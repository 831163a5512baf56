import { describe, expect, it } from 'vitest';
import type { DatasetColumn } from '../../domain/dataset.js';
import type { DetectedKind } from '../../domain/profile.js';
import type { Contract, ContractField } from '../contract.js';
import { about, brp, demo, fires, kwb, profile } from '../testing/asked.js';

const PD = 'https://w3id.org/dpv/pd#';
const suspects = demo('politie-verdachte');

interface Column {
  readonly category: string | null;
  readonly found?: readonly DetectedKind[];
  readonly treatment?: ContractField['treatment'];
  readonly more?: Partial<ContractField>;
}

/** A contract with one more field, of a file in which this was found, and what becomes of it in curated. */
function asks(contract: Contract, { category, found = [], treatment = { kind: 'keep' }, more }: Column) {
  const field: ContractField = {
    name: 'extra',
    logicalType: 'text',
    required: true,
    description: 'd',
    why: 'w',
    role: 'dimension',
    category: category === null ? null : `${PD}${category}`,
    treatment,
    ...more,
  };
  const columns: readonly DatasetColumn[] =
    treatment.kind === 'drop' ? [] : [{ name: 'extra', role: field.role, type: typeIn(field) }];
  const column = { name: 'extra', position: 1, missing: 0, distinct: 50, invalid: 0, detected: found };
  const facts = about(
    { ...contract, fields: [...contract.fields, field] },
    { profile: { ...profile, columns: [column] }, columns },
  );
  return { vault: fires('M03 DENY', 'G2', facts), curated: fires('K02 DENY', 'G3', facts) };
}

function typeIn({ treatment, logicalType }: ContractField): DatasetColumn['type'] {
  if (treatment.kind === 'pseudonymise') return 'pseudonym';
  if (treatment.kind === 'generalise' || treatment.kind === 'bucket') return 'text';
  return logicalType === 'code' || logicalType === 'area-code' ? 'text' : logicalType;
}

const REFUSED = { vault: true, curated: true };
const PASSES = { vault: false, curated: false };

describe('M03 and K02 believe no role that a contract gives itself', () => {
  it.each<[string, Column]>([
    ['an e-mail address, declared and found', { category: 'EmailAddress', found: ['email'] }],
    ['a name, declared', { category: 'Name' }],
    ['a bank account, declared', { category: 'BankAccount' }],
    ['a number plate, declared', { category: 'VehicleLicenseNumber' }],
    ['a key of persons, as a technical column', { category: 'UID', more: { role: 'technical' } }],
    ['an address', { category: 'PhysicalAddress' }],
    ['a name in a text that is never curated', { category: 'Name', more: { role: 'free-text' } }],
    ['an account found under a broader category', { category: 'Financial', found: ['iban'] }],
    ['a telephone number found under a broader category', { category: 'Contact', found: ['phone'] }],
    ['an address found in a column of houses', { category: 'HouseOwned', found: ['address'] }],
    ['a number that is rounded', { category: 'TelephoneNumber', treatment: { kind: 'round', param: '1' } }],
  ])('where it stays: %s', (_, column) => {
    expect(asks(suspects, column)).toEqual(REFUSED);
    expect(asks(brp, column)).toEqual(REFUSED);
  });

  it.each<[string, Column]>([
    ['a name that is dropped', { category: 'Name', found: ['name'], treatment: { kind: 'drop' } }],
    [
      'a key that is replaced',
      { category: 'UID', found: ['person-key'], treatment: { kind: 'pseudonymise', entityType: 'person' } },
    ],
    [
      'a postcode of which four digits stay',
      { category: 'PhysicalAddress', found: ['address'], treatment: { kind: 'generalise', param: 'pc4' } },
    ],
    ['an area by its code', { category: 'Location', more: { logicalType: 'area-code' } }],
    ['a kind of offence', { category: 'CriminalOffense', more: { logicalType: 'code', codeList: ['a'] } }],
  ])('and passes %s', (_, column) => {
    expect(asks(suspects, column)).toEqual(PASSES);
    expect(asks(brp, column)).toEqual(PASSES);
  });

  it('and leaves names and addresses alone where records are about areas', () => {
    expect(asks(kwb, { category: 'Name', found: ['name'] })).toEqual(PASSES);
    expect(asks(kwb, { category: 'PhysicalAddress' })).toEqual(PASSES);
  });
});

describe('K02 where records fall under article 9 or 10', () => {
  const curated = (column: Column, contract = suspects) => asks(contract, column).curated;
  const metres = { logicalType: 'decimal' } as const;
  const round = (param: string) => ({ kind: 'round', param }) as const;
  const bucket = (param: string) => ({ kind: 'bucket', param }) as const;

  it.each<[string, Column]>([
    ['as delivered', { category: 'Coordinate', more: metres }],
    ['by the metre', { category: 'Coordinate', more: metres, treatment: round('1') }],
    ['by 99 metres', { category: null, found: ['coordinates'], more: metres, treatment: round('99') }],
    ['in degrees', { category: 'GPSCoordinate', more: metres, treatment: round('1') }],
    ['in classes of a metre', { category: 'Coordinate', more: metres, treatment: bucket('0,1,1000') }],
    ['as a location in numbers', { category: 'Location', more: metres }],
    ['as a location in words', { category: 'Location' }],
  ])('refuses a place: %s', (_, column) => {
    expect(curated(column)).toBe(true);
    expect(curated(column, brp)).toBe(false);
  });

  it.each<[string, Column]>([
    ['on a grid of 100 metres', { category: 'Coordinate', more: metres, treatment: round('100') }],
    ['that was found', { category: null, found: ['coordinates'], more: metres, treatment: round('1000') }],
    ['in classes of 500', { category: 'Coordinate', more: metres, treatment: bucket('0,500,1000') }],
    ['by a code', { category: 'Location', more: { logicalType: 'code', codeList: ['noord'] } }],
  ])('takes a place: %s', (_, column) => {
    expect(curated(column)).toBe(false);
  });

  it.each<[string, Column]>([
    ['as a text that was found to be one', { category: 'Age', found: ['birth-date'] }],
    ['as a number', { category: 'BirthDate', more: { logicalType: 'integer' } }],
    ['rounded', { category: 'BirthDate', more: { logicalType: 'integer' }, treatment: round('1') }],
  ])('refuses a date of birth: %s', (_, column) => {
    expect(curated(column)).toBe(true);
    expect(curated(column, brp)).toBe(false);
  });

  it('takes the year of birth', () => {
    const year = { kind: 'generalise', param: 'year' } as const;
    expect(curated({ category: 'BirthDate', found: ['birth-date'], treatment: year })).toBe(false);
    expect(curated({ category: 'Age', more: { logicalType: 'integer' } })).toBe(false);
  });
});
