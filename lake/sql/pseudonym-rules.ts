import type { PseudonymTag } from '../../domain/dataset.js';
import { refusal } from './refusals.js';
import type { Value } from './value.js';

export function sameTag(a: PseudonymTag, b: PseudonymTag): boolean {
  return a.domain === b.domain && a.entityType === b.entityType && a.epoch === b.epoch;
}

/**
 * Typed pseudonyms (rule X03): the one tag that values mixed in one expression carry, or null.
 * Plain values may stand beside a pseudonym in one value (a CASE with a text for "unknown"), never another pseudonym.
 * A row (a, b) carries the tags of its fields and may only be compared: in any other place they would be lost.
 */
export function mixedTag(values: readonly Value[], line?: number): PseudonymTag | null {
  let found: PseudonymTag | null = null;
  for (const { tag, fields } of values) {
    if (fields !== undefined) throw refusal('row-value', place(line));
    if (tag === null) continue;
    if (found !== null && !sameTag(found, tag)) throw refusal('pseudonym-domains', place(line));
    found = tag;
  }
  return found;
}

/**
 * Two values that are compared (=, <, IN, BETWEEN, JOIN, USING, UNION): both pseudonyms with equal tags, or both none.
 * A literal beside a pseudonym would single out one person, a plain column could hold another register's number.
 */
export function checkComparable(left: Value, right: Value, line?: number): void {
  const pairs = Math.max(left.fields?.length ?? 0, right.fields?.length ?? 0);
  for (let index = 0; index < pairs; index += 1) {
    const [a, b] = [left.fields?.[index], right.fields?.[index]];
    if (a === undefined || b === undefined) throw refusal('column-count', { name: 'row', ...place(line) });
    checkComparable(a, b, line);
  }
  if (pairs > 0 || left.isNull === true || right.isNull === true) return;
  if (left.tag !== null && right.tag !== null) mixedTag([left, right], line);
  else if (left.tag !== null || right.tag !== null) {
    const plain = left.tag === null ? left : right;
    throw refusal(plain.constant ? 'pseudonym-constant' : 'pseudonym-plain', place(line));
  }
}

function place(line: number | undefined): { line?: number } {
  return line === undefined ? {} : { line };
}
