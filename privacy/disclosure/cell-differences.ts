import type { CountedTable } from './counted-table.js';
import { each, type Sliced } from './slices.js';

/** Units of one cell that only one of two tables counts in it. */
export interface CellDifference {
  readonly onlyHere: number;
  readonly onlyThere: number;
}

/** Names a cell by its code in each dimension; null for the total. */
export function cellKey(codes: readonly unknown[]): string {
  return JSON.stringify(codes);
}

/**
 * How the units of two tables differ, by cells of the dimensions that they share; a cell that is not in the answer holds
 * the same units in both.
 * @param pairs the places of each shared dimension in the two tables, whose ids of units are of one kind
 */
export function* cellDifferences(
  here: CountedTable,
  there: CountedTable,
  pairs: readonly (readonly [here: number, there: number])[],
): Sliced<ReadonlyMap<string, CellDifference>> {
  const [cellsHere, cellsThere] = [cellsIn(here, 0), cellsIn(there, 1)];
  const onlyHere = yield* onlyIn(here, cellsHere, cellsThere);
  const onlyThere = yield* onlyIn(there, cellsThere, cellsHere);
  const keys = [...onlyHere.keys(), ...onlyThere.keys()];
  return new Map(
    keys.map((key) => [key, { onlyHere: onlyHere.get(key) ?? 0, onlyThere: onlyThere.get(key) ?? 0 }]),
  );

  function cellsIn(table: CountedTable, side: 0 | 1) {
    return cellsOf(
      table,
      pairs.map((pair) => pair[side]),
    );
  }
}

type Cells = (unit: string) => readonly string[];

/** By cell, the units that are in it by the one table and not by the other. */
function* onlyIn({ units }: CountedTable, own: Cells, others: Cells): Sliced<ReadonlyMap<string, number>> {
  const only = new Map<string, number>();
  const ids = [...units.keys()];
  yield* each(ids.length, (index) => {
    const unit = ids[index] as string;
    const elsewhere = others(unit);
    for (const cell of own(unit)) if (!elsewhere.includes(cell)) only.set(cell, (only.get(cell) ?? 0) + 1);
  });
  return only;
}

/** The cells of a unit: of each of its records every level and the total of every dimension. */
function cellsOf({ units, codesOf }: CountedTable, places: readonly number[]): Cells {
  const known = new Map<string, readonly string[]>();
  const cellsOfRecord = (record: number) => {
    const codes = places.map((place) => codesOf(record, place));
    const finest = cellKey(codes.map(([first]) => first));
    const cells = known.get(finest) ?? combined(codes);
    known.set(finest, cells);
    return cells;
  };
  return (unit) => {
    const [first, ...others] = units.get(unit) ?? [];
    if (first === undefined) return [];
    if (others.length === 0) return cellsOfRecord(first);
    return [...new Set([first, ...others].flatMap(cellsOfRecord))];
  };
}

function combined(codes: readonly (readonly string[])[]): readonly string[] {
  let cells: (readonly (string | null)[])[] = [[]];
  for (const own of codes) cells = cells.flatMap((cell) => [null, ...own].map((code) => [...cell, code]));
  return cells.map(cellKey);
}
