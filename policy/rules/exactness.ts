import type { DatasetColumn } from '../../domain/dataset.js';
import { isAboutPersons, isUnderArticle10 } from '../about-persons.js';
import type { ContractField, TreatmentKind } from '../contract.js';
import {
  foundIn,
  type Identifying,
  isCoordinateName,
  kindOfCategory,
  kindsOfFindings,
} from '../identifying.js';
import { areaLevelOf } from '../published.js';
import { type Asked, ifAny } from './rule.js';

/** Treatments after which nobody reads an identifier, and those that leave a value as fine as it was or nearly so. */
const LEAVES: readonly TreatmentKind[] = ['pseudonymise', 'drop'];
const NEARLY_KEPT: readonly TreatmentKind[] = ['keep', 'round'];

/** What a column would give away of a person: by what the contract declares and by what was found, whatever its role. */
function kindsOf({ facts }: Asked, field: ContractField): readonly Identifying[] {
  const declared = kindOfCategory(field);
  const found = kindsOfFindings(foundIn(facts.profile, field));
  return declared === null ? found : [declared, ...found];
}

/** A location in words may be a town, so only what is declared or found as an address is one. */
function isAddress(asked: Asked, field: ContractField): boolean {
  const { contract, facts } = asked;
  if (areaLevelOf({ contract, column: field.as ?? field.name }) !== null) return false;
  const isDeclared = kindOfCategory(field) === 'address' && !field.category?.endsWith('#Location');
  return isDeclared || kindsOfFindings(foundIn(facts.profile, field)).includes('address');
}

/** Rule M03: identifiers and addresses of persons that the vault would let through. */
export function letThrough(asked: Asked): readonly string[] | null {
  const { contract, facts } = asked;
  const isOfPersons = isAboutPersons(contract, facts.profile);
  const stays = (field: ContractField) => {
    const { kind } = field.treatment;
    if (field.role === 'direct-id') return !LEAVES.includes(kind);
    if (!isOfPersons) return false;
    const isIdentifier = kindsOf(asked, field).includes('identifier');
    return (
      (isIdentifier && !LEAVES.includes(kind)) || (NEARLY_KEPT.includes(kind) && isAddress(asked, field))
    );
  };
  return ifAny(contract.fields.filter(stays).map(({ name }) => name));
}

/** Direct identifiers, and exact places and dates of persons under art. 9 or 10, never reach curated (K02). */
export function tooExact(asked: Asked): readonly string[] | null {
  const { contract, facts, isAncestor } = asked;
  if (isAncestor) return null;
  const isDelicate = contract.art9.present || isUnderArticle10(contract, facts.profile);
  return ifAny(
    (facts.columns ?? [])
      .filter((column) => isIdentifying(asked, column) || (isDelicate && isExact(asked, column)))
      .map(({ name }) => name),
  );
}

function isIdentifying(asked: Asked, { name, role, type }: DatasetColumn): boolean {
  if (type === 'pseudonym') return false;
  if (role === 'direct-id') return true;
  const field = fieldIn(asked, name);
  if (field === undefined || !isAboutPersons(asked.contract, asked.facts.profile)) return false;
  if (kindsOf(asked, field).includes('identifier')) return true;
  return NEARLY_KEPT.includes(field.treatment.kind) && isAddress(asked, field);
}

/** The field of the contract that a column of the lake was made from. */
function fieldIn({ contract }: Asked, column: string): ContractField | undefined {
  return contract.fields.find(({ as, name }) => (as ?? name) === column);
}

function isExact(asked: Asked, { name, type }: DatasetColumn): boolean {
  if (type === 'date' || type === 'timestamp' || isCoordinateName(name)) return true;
  const field = fieldIn(asked, name);
  return field !== undefined && (isExactPlace(asked, field) || isExactDate(asked, field));
}

/** Finest grid on which a place is no longer exact [P]; its unit is not known, so degrees are held to it too. */
const GRID = 100;
const COORDINATES = ['https://w3id.org/dpv/pd#GPSCoordinate', 'https://w3id.org/dpv/pd#Coordinate'];

/** A place by what the contract says or by what was found, in words or on too fine a grid. Codes of areas are none. */
function isExactPlace(asked: Asked, field: ContractField): boolean {
  const { contract, facts } = asked;
  const isArea = areaLevelOf({ contract, column: field.as ?? field.name }) !== null;
  const isCoordinate = field.category !== null && COORDINATES.includes(field.category);
  const isDeclared = isCoordinate || (!isArea && isPlace(kindOfCategory(field)));
  const isFound = foundIn(facts.profile, field).includes('coordinates');
  return (isDeclared || isFound) && stepOf(field) < GRID;
}

const isPlace = (kind: Identifying | null) => kind === 'coordinate' || kind === 'address';

/** How far apart two values are at least that can still be told apart; nothing was coarsened: 0. */
function stepOf({ treatment: { kind, param = '' } }: ContractField): number {
  if (kind === 'keep') return 0;
  if (kind === 'round') return Number(param);
  if (kind !== 'bucket') return Number.POSITIVE_INFINITY;
  const borders = param.split(',').map(Number);
  return Math.min(...borders.slice(1).map((border, index) => border - (borders[index] ?? border)));
}

/** A date to the day in a text or number, whose type says nothing of it; or the category says that it is one. */
function isExactDate({ facts }: Asked, field: ContractField): boolean {
  const isOne =
    field.category === 'https://w3id.org/dpv/pd#BirthDate' ||
    foundIn(facts.profile, field).includes('birth-date') ||
    facts.profile?.columns.some(({ name, dates }) => name === field.name && dates);
  return isOne === true && NEARLY_KEPT.includes(field.treatment.kind);
}
