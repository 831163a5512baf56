import type { ColumnType, PseudonymTag } from '../../domain/dataset.js';

/** Stands for the existence of the rows of a table: what count(*), EXISTS and every filter rest on. */
export const ROWS = '*';

/** A column of an input, or with column "*" the existence of its rows. */
export interface InputRef {
  readonly table: string;
  readonly column: string;
}

export type Refs = ReadonlyMap<string, InputRef>;
export type ValueType = ColumnType | 'interval' | 'unknown';

/** What is known of one expression: where its value comes from and what it is. */
export interface Value {
  /** Columns whose values enter the value. */
  readonly direct: Refs;
  /** Columns that decide which rows, groups or branches it is computed from. */
  readonly indirect: Refs;
  /** Of `direct`: columns whose own values can be seen in the value, record by record; a count or sum shows none. */
  readonly carried: Refs;
  /** Aggregates and window functions that the value went through. */
  readonly through: ReadonlySet<string>;
  /**
   * Set where it is a pseudonym of this tag: always one as it stands, or NULL, so that as many values are as many entities.
   * Nothing else is ever made of one: what other values tell of pseudonyms is which are equal.
   */
  readonly tag: PseudonymTag | null;
  readonly type: ValueType;
  /** Letters of it that the statement says itself, up to `NAMES_ONE`: of a literal all, of a parameter or number that many. */
  readonly written: number;
  /** Literal NULL, which may stand beside anything. */
  readonly isNull?: boolean;
  /** The literal of a number, the fields of a row. */
  readonly number?: number;
  readonly fields?: readonly Value[];
  /** True for nullif(…): never zero where the second argument is. */
  readonly nonZero?: boolean;
}

/** As many letters can be the code of one area or the name of one thing; fewer are the prefix of a level (BU, WK, GM). */
export const NAMES_ONE = 3;
export const NO_REFS: Refs = new Map();
const NOTHING: ReadonlySet<string> = new Set();

export function refs(table: string, column: string): Refs {
  return new Map([[`${table} ${column}`, { table, column }]]);
}

export function union(...sets: readonly Refs[]): Refs {
  const all = new Map<string, InputRef>();
  for (const set of sets) for (const [key, ref] of set) all.set(key, ref);
  return all;
}

export function sorted(set: Refs): readonly InputRef[] {
  return [...set.keys()].sort().map((key) => set.get(key) as InputRef);
}

export function constant(type: ValueType, written = NAMES_ONE): Value {
  const from = { direct: NO_REFS, indirect: NO_REFS, carried: NO_REFS, through: NOTHING };
  return { ...from, tag: null, type, written };
}

/** A value made of others: the union of where they come from. The tag is for the caller to decide. */
export function derived(from: readonly Value[], type: ValueType, tag: PseudonymTag | null = null): Value {
  return {
    direct: union(...from.map((value) => value.direct)),
    indirect: union(...from.map((value) => value.indirect)),
    carried: union(...from.map((value) => value.carried)),
    through: new Set(from.flatMap((value) => [...value.through])),
    tag,
    type,
    written: Math.max(0, ...from.map((value) => value.written)),
  };
}

/** A yes or no, which shows the value of no column; what it was judged by is picked where that happens. */
export function judged(from: readonly Value[]): Value {
  return { ...derived(from, 'boolean'), carried: NO_REFS, written: 0 };
}

/** A value after an aggregate or window function; only one that picks a value lets that be seen. */
export function throughFunction(value: Value, name: string, picks: boolean): Value {
  const through = new Set([...value.through, name]);
  return { ...value, through, carried: picks ? value.carried : NO_REFS };
}

export function withIndirect(value: Value, more: Refs): Value {
  return more.size === 0 ? value : { ...value, indirect: union(value.indirect, more) };
}

/** All that a value rests on: what a filter or join by it contributes to every column. */
export function allRefs(values: readonly Value[]): Refs {
  return union(...values.flatMap((value) => [value.direct, value.indirect]));
}
