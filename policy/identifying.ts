import type { DetectedKind, Profile } from '../domain/profile.js';
import type { ContractField } from './contract.js';

/** A kind of column that never leaves (O03). */
export type Identifying = 'identifier' | 'pseudonym' | 'address' | 'coordinate' | 'free-text';

const PD = 'https://w3id.org/dpv/pd#';
const BY_CATEGORY: Readonly<Record<string, Identifying>> = {
  Name: 'identifier',
  OfficialID: 'identifier',
  UID: 'identifier',
  EmailAddress: 'identifier',
  TelephoneNumber: 'identifier',
  BankAccount: 'identifier',
  AccountIdentifier: 'identifier',
  VehicleLicenseNumber: 'identifier',
  PhysicalAddress: 'address',
  GPSCoordinate: 'coordinate',
  Coordinate: 'coordinate',
};
const BY_FINDING: Readonly<Partial<Record<DetectedKind, Identifying>>> = {
  bsn: 'identifier',
  iban: 'identifier',
  email: 'identifier',
  phone: 'identifier',
  'number-plate': 'identifier',
  name: 'identifier',
  'person-key': 'identifier',
  address: 'address',
  coordinates: 'coordinate',
};
const COORDINATE_NAMES: readonly string[] = [
  'coordinates',
  'latitude',
  'longitude',
  'lat',
  'lon',
  'x',
  'y',
  'rd_x',
  'rd_y',
];

/** A name that says that the column holds a place to the metre. */
export function isCoordinateName(column: string): boolean {
  return COORDINATE_NAMES.includes(column);
}

/** What the category that a contract declares says of a column; a location is an address in words, a coordinate in numbers. */
export function kindOfCategory({
  category,
  logicalType,
}: Pick<ContractField, 'category' | 'logicalType'>): Identifying | null {
  if (category === null) return null;
  if (category !== `${PD}Location`) return BY_CATEGORY[category.replace(PD, '')] ?? null;
  if (logicalType === 'text') return 'address';
  return logicalType === 'decimal' || logicalType === 'integer' ? 'coordinate' : null;
}

/** What was found in a delivered column. */
export function foundIn(
  profile: Pick<Profile, 'columns'> | undefined,
  { name }: Pick<ContractField, 'name'>,
): readonly DetectedKind[] {
  return profile?.columns.find((column) => column.name === name)?.detected ?? [];
}

export function kindsOfFindings(found: readonly DetectedKind[]): readonly Identifying[] {
  return found.flatMap((kind) => BY_FINDING[kind] ?? []);
}
