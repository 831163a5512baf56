import type { Trace } from './scope.js';
import { NAMES_ONE, union, type Value } from './value.js';

/** `||` and substr: they put a text beside a value or take a place of it, and ask nothing of which value it is. */
const ASKING_NOTHING = new Set(['||', 'substr', 'substring']);

/** It rests on no column: a literal, a parameter, a code list, a query of one, a choice between literals. */
export function isConstant(value: Value): boolean {
  return value.direct.size === 0;
}

function names(value: Value): boolean {
  return value.isNull !== true && (isConstant(value) || value.written >= NAMES_ONE);
}

/**
 * Remembers columns that stand beside what the statement itself says, where both meet: who writes it chooses among their
 * values, be it by =, by what replace() leaves, or by a group that a literal falls into.
 */
export function pick(trace: Trace, values: readonly Value[]): void {
  if (!values.some(names)) return;
  for (const [key, ref] of union(...values.map(({ direct }) => direct))) trace.picked.set(key, ref);
}

/** The same for each value alone, where it decides rows: groups, order, conditions, DISTINCT. */
export function pickEach(trace: Trace, values: readonly Value[]): void {
  for (const value of values) pick(trace, [value]);
}

/** How much of a function's answer the statement says itself, and what it picks by its arguments. */
export function writtenBy(trace: Trace, name: string, args: readonly Value[]): number {
  if (!ASKING_NOTHING.has(name)) {
    pick(trace, args);
    return args.some(names) ? NAMES_ONE : 0;
  }
  const said = (name === '||' ? args : args.slice(0, 1)).reduce((sum, { written }) => sum + written, 0);
  return Math.min(said, NAMES_ONE);
}
