import type { PseudonymTag } from '../../domain/dataset.js';
import { ORDERING, PICKING_BY_OTHER } from './functions.js';
import { isConstant } from './picked.js';
import { type RefusalReason, refusal } from './refusals.js';
import type { Trace } from './scope.js';
import { union, type Value } from './value.js';

export function sameTag(a: PseudonymTag, b: PseudonymTag): boolean {
  return a.domain === b.domain && a.entityType === b.entityType && a.epoch === b.epoch;
}

type Tagged = Value & { readonly tag: PseudonymTag };
const isTagged = (value: Value): value is Tagged => value.tag !== null;

/**
 * Typed pseudonyms (rule X03): the one tag of values of which each may be the answer (CASE, coalesce, VALUES), or null.
 * Beside a pseudonym stands another of its tag or NULL: who groups by a mixture with a constant has compared both.
 * Pseudonyms of one tag from several tables are a link although nothing compares them: who groups by their coalesce finds
 * the persons of both. A row (a, b) carries the tags of its fields and may only be compared: in any other place they would
 * be lost.
 */
export function mixedTag(trace: Trace, values: readonly Value[], line?: number): PseudonymTag | null {
  refuseRows(values, line);
  const tagged = values.filter(isTagged);
  tagged.forEach((left, at) => {
    for (const right of tagged.slice(at + 1)) meet(trace, left, right, line);
  });
  const plain = values.find((value) => value.tag === null && value.isNull !== true);
  if (tagged.length > 0 && plain !== undefined) throw beside(plain, line);
  return tagged[0]?.tag ?? null;
}

/**
 * The tag of a function's answer. Only counting and picking by another value take a pseudonym: all else would look into
 * its text, and a few letters of it, in plain, single out a person or link two registers.
 * @throws SluisError SqlRefused
 */
export function tagThrough(name: string, args: readonly Value[], line?: number): PseudonymTag | null {
  refuseRows(args, line);
  const [first, ...others] = args;
  const reason = ORDERING.has(name) ? 'pseudonym-order' : 'pseudonym-text';
  refusePseudonyms(others, reason, { name, ...place(line) });
  // With a third argument they answer with a list.
  if (PICKING_BY_OTHER.has(name) && others.length < 2) return first?.tag ?? null;
  if (name !== 'count') refusePseudonyms(args, reason, { name, ...place(line) });
  return null;
}

/** @throws SluisError SqlRefused where one of the values is a pseudonym, or a row that holds one */
export function refusePseudonyms(
  values: readonly Value[],
  reason: RefusalReason,
  at: { name?: string; line?: number },
): void {
  if (values.some(holdsPseudonym)) throw refusal(reason, at);
}

function holdsPseudonym({ tag, fields = [] }: Value): boolean {
  return tag !== null || fields.some(holdsPseudonym);
}

function refuseRows(values: readonly Value[], line?: number): void {
  if (values.some(({ fields }) => fields !== undefined)) throw refusal('row-value', place(line));
}

/** @throws SluisError SqlRefused where pseudonyms of two tags meet and nobody only asks for the links */
function meet(trace: Trace, left: Tagged, right: Tagged, line?: number): void {
  const isSame = sameTag(left.tag, right.tag);
  if (!isSame && trace.mixed === 'refused') throw refusal('pseudonym-domains', place(line));
  if (!isSame || tablesOf(left, right).length > 1) remember(trace, left, right);
}

/**
 * Two values that are compared (=, IN, JOIN, USING, UNION): both pseudonyms with equal tags, or both none.
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
    throw beside(left.tag === null ? left : right, line);
  }
}

function beside(plain: Value, line: number | undefined): Error {
  return refusal(isConstant(plain) ? 'pseudonym-constant' : 'pseudonym-plain', place(line));
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
