import { canonicalJson, type Json } from '../domain/canonical-json.js';
import type { Contract, ContractField, ContractRole, Treatment } from './contract.js';

/** One thing that differs between two contracts; `from` and `to` only where both have it and it is short. */
export interface ContractDifference {
  readonly part:
    | 'field'
    | 'treatment'
    | 'purpose'
    | 'agreement'
    | 'role'
    | 'origin'
    | 'ground'
    | 'restriction'
    | 'other';
  /** Name of the field, the triple, the kind and uri of the agreement, who and as what, or the key of the contract. */
  readonly subject: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly from?: string;
  readonly to?: string;
  /** Which properties changed. */
  readonly properties?: readonly string[];
}

/**
 * What differs between two contracts: fields, treatments, purposes, agreements, roles, origins, grounds and restrictions
 * each by their own, then every other key. Nothing differs exactly where the hashes are equal.
 */
export function contractDifferences(from: Contract, to: Contract): readonly ContractDifference[] {
  const detailed = {
    fields: fieldDifferences(from, to),
    purposes: listDifferences('purpose', triples(from), triples(to)),
    agreements: listDifferences('agreement', agreements(from), agreements(to)),
    roles: listDifferences('role', by(from.roles, roleName), by(to.roles, roleName)),
    origins: listDifferences('origin', by(from.origins, originName), by(to.origins, originName)),
    legalGround: listDifferences('ground', by(from.legalGround, oinOf), by(to.legalGround, oinOf)),
    restrictions: listDifferences('restriction', by(from.restrictions, idOf), by(to.restrictions, idOf)),
  };
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])] as (keyof Contract)[];
  const others = keys
    .filter((key) => text(from[key]) !== text(to[key]) && (detailed[key as 'fields'] ?? []).length === 0)
    .flatMap((key) =>
      key in detailed
        ? [{ part: 'other', subject: key, change: 'changed', properties: ['order'] } as const]
        : within(key, from[key], to[key]),
    );
  return [...Object.values(detailed).flat(), ...others];
}

/** A part of a contract as one thing, or each of its own parts that differs. */
function within(subject: string, from: unknown, to: unknown): readonly ContractDifference[] {
  const isParts = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isParts(from) && isParts(to)) {
    const [before, now] = [from, to] as [Record<string, unknown>, Record<string, unknown>];
    return differing(before, now).map((key) => one(`${subject}.${key}`, before[key], now[key]));
  }
  return [one(subject, from, to)];
}

function one(subject: string, from: unknown, to: unknown): ContractDifference {
  const change = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
  return { part: 'other', subject, change, ...short(from, to) };
}

const oinOf = ({ oin }: { readonly oin: string }) => oin;
const idOf = ({ id }: { readonly id: string }) => id;
const roleName = ({ oin, role }: ContractRole) => `${oin} ${role}`;
const originName = ({ oin, collectedFor }: Contract['origins'][number]) => `${oin} ${collectedFor}`;

function by<Item extends object>(
  items: readonly Item[],
  name: (item: Item) => string,
): ReadonlyMap<string, object> {
  return new Map(items.map((item) => [name(item), item]));
}

function fieldDifferences(from: Contract, to: Contract): readonly ContractDifference[] {
  const byName = (contract: Contract) =>
    new Map(contract.fields.map(({ treatment, ...rest }) => [rest.name, rest as Partial<ContractField>]));
  const treatments = (contract: Contract) =>
    new Map(contract.fields.map(({ name, treatment }) => [name, treatment]));
  const before = treatments(from);
  const changed = [...treatments(to)].flatMap(([subject, now]): ContractDifference[] => {
    const was = before.get(subject);
    if (was === undefined || text(was) === text(now)) return [];
    return [
      { part: 'treatment', subject, change: 'changed', from: treatmentText(was), to: treatmentText(now) },
    ];
  });
  return [...listDifferences('field', byName(from), byName(to)), ...changed];
}

/** "bucket 0,12,24,65", "pseudonymise bsn", "keep". */
export function treatmentText({ kind, entityType, param }: Treatment): string {
  return [kind, entityType, param].filter((word) => word !== undefined).join(' ');
}

/** Each permission is a triple: purpose, theme and controller go together. */
function triples({ purposes }: Contract): ReadonlyMap<string, object> {
  return new Map(
    purposes.flatMap(({ iri, themes, controller }) =>
      (themes.length > 0 ? themes : ['']).map((theme) => [`${iri} ${theme} ${controller}`, {}] as const),
    ),
  );
}

function agreements(contract: Contract): ReadonlyMap<string, object> {
  return new Map(contract.agreements.map((one) => [`${one.kind} ${one.uri}`, one]));
}

function listDifferences(
  part: ContractDifference['part'],
  from: ReadonlyMap<string, object>,
  to: ReadonlyMap<string, object>,
): readonly ContractDifference[] {
  const removed = [...from.keys()]
    .filter((key) => !to.has(key))
    .map((subject): ContractDifference => ({ part, subject, change: 'removed' }));
  const other = [...to].flatMap(([subject, now]): ContractDifference[] => {
    const was = from.get(subject);
    if (was === undefined) return [{ part, subject, change: 'added' }];
    const properties = differing(was, now);
    return properties.length === 0 ? [] : [{ part, subject, change: 'changed', properties }];
  });
  return [...removed, ...other];
}

function differing(from: object, to: object): readonly string[] {
  const before = from as Readonly<Record<string, unknown>>;
  const now = to as Readonly<Record<string, unknown>>;
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((key) => text(before[key]) !== text(now[key]))
    .sort();
}

function short(from: unknown, to: unknown): { readonly from?: string; readonly to?: string } {
  const isShort = (value: unknown) =>
    ['string', 'boolean', 'number'].includes(typeof value) && String(value).length <= 60;
  return isShort(from) && isShort(to) ? { from: String(from), to: String(to) } : {};
}

function text(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value as Json);
}
