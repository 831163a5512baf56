import { SluisError } from '../../../domain/errors.js';
import type { CellSpace } from './cell-space.js';
import { malformed } from './csv.js';
import { inUnits, parseDecimal } from './decimal.js';
import type { SafeFile } from './safe-csv.js';
import type { TableSpec } from './table-spec.js';

/** What a file says about the cells of a table, by their number. */
export interface PublishedCells {
  /** Value in units of 10^-decimals, and the line it stands on. */
  readonly values: ReadonlyMap<number, { readonly value: number; readonly line: number }>;
  readonly hidden: readonly number[];
  /** Combinations that cannot occur. */
  readonly empty: readonly number[];
}

/** Digits after the point that the values of some files need. */
export function decimalsOf(files: readonly SafeFile[]): number {
  const scales = files.flatMap(({ rows }) => rows.map(({ value }) => parseDecimal(value ?? '')?.scale ?? 0));
  return scales.reduce((largest, scale) => Math.max(largest, scale), 0);
}

/**
 * Finds every row of a file in a table. The file may have fewer dimensions than the table: its cells are then totals of
 * the others.
 * @throws SluisError SourceMalformed with the line of a row that the table does not have: what cannot be compared is
 * not taken for harmless
 */
export function publishedCells(
  spec: TableSpec,
  space: CellSpace,
  file: SafeFile,
  decimals: number,
  what: string,
): PublishedCells {
  const places = spec.dimensions.map(({ column }) => file.columns.indexOf(column));
  if (places.filter((place) => place >= 0).length !== file.columns.length)
    throw malformed(what, 1, 'it has a dimension that the table does not have');
  const values = new Map<number, { value: number; line: number }>();
  const hidden: number[] = [];
  const empty: number[] = [];
  const seen = new Set<number>();
  for (const { codes, value, status, line } of file.rows) {
    const keys = places.map((place, at) =>
      place < 0 ? 0 : (space.dimensions[at]?.indexOf.get(codes[place] as string) ?? -1),
    );
    if (keys.includes(-1)) throw malformed(what, line, 'it has a code that the table does not have');
    const cell = space.cell(keys);
    if (seen.has(cell)) throw malformed(what, line, 'this cell stands twice');
    seen.add(cell);
    if (status === 'suppressed') hidden.push(cell);
    else if (status === 'empty') empty.push(cell);
    else {
      const decimal = parseDecimal(value as string);
      if (decimal === null || decimal.scale > decimals)
        throw malformed(what, line, 'the value has more decimals than the table');
      values.set(cell, { value: Number(inUnits(decimal, decimals)), line });
    }
  }
  return { values, hidden, empty };
}

/**
 * The cells that earlier tables have made public, with their values.
 * @throws SluisError NotProtectable where two tables publish different values of one cell
 */
export function knownCells(
  spec: TableSpec,
  space: CellSpace,
  earlier: readonly SafeFile[],
  decimals: number,
): ReadonlyMap<number, number> {
  const known = new Map<number, number>();
  earlier.forEach((file, index) => {
    const { values } = publishedCells(spec, space, file, decimals, `earlier table ${index + 1}`);
    for (const [cell, { value }] of values) {
      if ((known.get(cell) ?? value) !== value)
        throw new SluisError('NotProtectable', 'Earlier tables give two values of one cell.');
      known.set(cell, value);
    }
  });
  return known;
}
