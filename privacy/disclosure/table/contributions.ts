import { isInvalidPseudonym } from '../../pseudonym.js';

/** What the rules ask of one cell, or of the union of several, for one kind of protected unit. */
export interface UnitSummary {
  /** N: distinct units. Missing and invalid ids are one unit where nobody else is, and otherwise never add to it. */
  readonly n: number;
  /** X: what the largest contributions are held against, in the units of the table. */
  readonly size: bigint;
  /** Largest contributions, absolute, per unit, largest first. */
  readonly top: readonly bigint[];
}

/** Contributions by unit; all missing and invalid ids add up under one key. */
export type Contributions = ReadonlyMap<string, bigint>;

/** Key of everything that belongs to nobody in particular. */
const NOBODY = '';

/** Key of a unit id: one for all missing ids and all pseudonyms of invalid identifiers. */
export function unitKey(id: string): string {
  return isInvalidPseudonym(id) ? NOBODY : id;
}

/** Adds one record to its unit: a unit with several records in a cell is still one contributor. */
export function addContribution(to: Map<string, bigint>, unit: string, amount: bigint): void {
  to.set(unit, (to.get(unit) ?? 0n) + amount);
}

/**
 * Adds the contributions of disjoint cells per unit first, then ranks them.
 * @param size X where it is not the sum of the absolute contributions (weighted tables)
 */
export function summarise(parts: readonly Contributions[], tops: number, size?: bigint): UnitSummary {
  const merged = parts.length === 1 ? (parts[0] as Contributions) : merge(parts);
  let sum = 0n;
  const top: bigint[] = [];
  for (const amount of merged.values()) {
    const absolute = amount < 0n ? -amount : amount;
    sum += absolute;
    insert(top, absolute, tops);
  }
  const valid = merged.size - (merged.has(NOBODY) ? 1 : 0);
  return { n: Math.max(valid, Math.min(1, merged.size)), size: size ?? sum, top };
}

function merge(parts: readonly Contributions[]): Contributions {
  const merged = new Map<string, bigint>();
  for (const part of parts) for (const [unit, amount] of part) addContribution(merged, unit, amount);
  return merged;
}

function insert(top: bigint[], amount: bigint, tops: number): void {
  let at = top.length;
  while (at > 0 && amount > (top[at - 1] as bigint)) at -= 1;
  if (at < tops) top.splice(at, 0, amount);
  if (top.length > tops) top.pop();
}
