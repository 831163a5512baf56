import { each, type Sliced } from './slices.js';

/** Sets of records that no table of several tells apart. */
export interface Atoms {
  /** Atom of each record. */
  readonly atomOf: readonly number[];
  /** Per atom its finest cell in each table. */
  readonly leaves: readonly (readonly number[])[];
}

/** @param leavesOf per table the finest cell of each record */
export function* atomsOf(leavesOf: readonly (readonly number[])[]): Sliced<Atoms> {
  const numbers = new Map<string, number>();
  const leaves: (readonly number[])[] = [];
  const atomOf: number[] = [];
  const [first = []] = leavesOf;
  yield* each(first.length, (record) => {
    const here = leavesOf.map((all) => all[record] as number);
    const key = here.join();
    let atom = numbers.get(key);
    if (atom === undefined) {
      atom = leaves.push(here) - 1;
      numbers.set(key, atom);
    }
    atomOf.push(atom);
  });
  return { atomOf, leaves };
}
