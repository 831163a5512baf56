import type { PseudonymTag } from '../../domain/dataset.js';
import { refusal } from './refusals.js';
import type { Trace } from './scope.js';
import { union, type Value } from './value.js';

export function sameTag(a: PseudonymTag, b: PseudonymTag): boolean {
  return a.domain === b.domain && a.entityType === b.entityType && a.epoch === b.epoch;
}

type Tagged = Value & { readonly tag: PseudonymTag };
const isTagged = (value: Value): value is Tagged => value.tag !== null;

/**
 * Typed pseudonyms (rule X03): the one tag that values mixed in one expression carry, or null.
 * Plain values may stand beside a pseudonym in one value (a CASE with a text for "unknown"), never another pseudonym.
 * Pseudonyms of one tag from several tables are a link although nothing compares them: who groups by their coalesce finds
 * the persons of both. A row (a, b) carries the tags of its fields and may only be compared: in any other place they would
 * be lost.
 */
export function mixedTag(trace: Trace, values: readonly Value[], line?: number): PseudonymTag | null {
  if (values.some(({ fields }) => fields !== undefined)) throw refusal('row-value', place(line));
  const tagged = values.filter(isTagged);
  tagged.forEach((left, at) => {
    for (const right of tagged.slice(at + 1)) meet(trace, left, right, line);
  });
  return tagged[0]?.tag ?? null;
}

/** @throws SluisError SqlRefused where pseudonyms of two tags meet and nobody only asks for the links */
function meet(trace: Trace, left: Tagged, right: Tagged, line?: number): void {
  const isSame = sameTag(left.tag, right.tag);
  if (!isSame && trace.mixed === 'refused') throw refusal('pseudonym-domains', place(line));
  if (!isSame || tablesOf(left, right).length > 1) remember(trace, left, right);
}

/**
 * Two values that are compared (=, <, IN, BETWEEN, JOIN, USING, UNION): both pseudonyms with equal tags, or both none.
 * A literal beside a pseudonym would single out one person, a plain column could hold another register's number.
 */
export function checkComparable(trace: Trace, left: Value, right: Value, line?: number): void {
  const pairs = Math.max(left.fields?.length ?? 0, right.fields?.length ?? 0);
  for (let index = 0; index < pairs; index += 1) {
    const [a, b] = [left.fields?.[index], right.fields?.[index]];
    if (a === undefined || b === undefined) throw refusal('column-count', { name: 'row', ...place(line) });
    checkComparable(trace, a, b, line);
  }
  if (pairs > 0 || left.isNull === true || right.isNull === true) return;
  if (isTagged(left) && isTagged(right)) {
    meet(trace, left, right, line);
  } else if (left.tag !== null || right.tag !== null) {
    const plain = left.tag === null ? left : right;
    throw refusal(plain.constant ? 'pseudonym-constant' : 'pseudonym-plain', place(line));
  }
}

function remember(trace: Trace, left: Tagged, right: Tagged): void {
  const tables = tablesOf(left, right);
  trace.links.set(JSON.stringify([tables, left.tag, right.tag]), { tags: [left.tag, right.tag], tables });
}

function tablesOf(left: Value, right: Value): readonly string[] {
  return [...new Set([...union(left.direct, right.direct).values()].map(({ table }) => table))].sort();
}

function place(line: number | undefined): { line?: number } {
  return line === undefined ? {} : { line };
}
