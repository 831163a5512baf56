import type { ProtectionCell, ProtectionProblem, Requirement } from '../problem.js';

/** Tables for tests. */
export interface Drawn {
  readonly value: number;
  readonly cost?: number;
  readonly primary?: Requirement;
  readonly upper?: number | null;
  readonly fixed?: boolean;
}

export const cellOf = ({ value, cost, primary, upper, fixed }: Drawn): ProtectionCell => ({
  value,
  lower: 0,
  upper: upper ?? null,
  primary: primary ?? null,
  cost: cost ?? Math.max(1, value),
  fixed: fixed ?? false,
});

/** A margin may be given more than its value, which is the sum. */
export type Margin = Omit<Drawn, 'value'>;

/**
 * Rows and columns with margins, in reading order: cell (r, c) is r·(columns + 1) + c, row totals last in their row, the
 * column totals in the last row. Every union is safe unless told otherwise.
 */
export function twoWay(
  rows: readonly (readonly Drawn[])[],
  margin: (index: number) => Margin = () => ({}),
  more: Partial<ProtectionProblem> = {},
): ProtectionProblem {
  const width = rows[0]!.length;
  const at = (row: number, column: number) => row * (width + 1) + column;
  const sums = rows.map((row) => row.reduce((sum, { value }) => sum + value, 0));
  const bottom = Array.from({ length: width }, (_, column) =>
    rows.reduce((sum, row) => sum + row[column]!.value, 0),
  );
  const grand = sums.reduce((sum, value) => sum + value, 0);
  const total = (value: number, index: number) => cellOf({ ...margin(index), value });
  const cells = [
    ...rows.flatMap((row, r) => [...row.map(cellOf), total(sums[r]!, at(r, width))]),
    ...[...bottom, grand].map((value, column) => total(value, at(rows.length, column))),
  ];
  const across = range(rows.length + 1).map((r) => ({
    total: at(r, width),
    parts: range(width).map((c) => at(r, c)),
  }));
  const along = range(width + 1).map((c) => ({
    total: at(rows.length, c),
    parts: range(rows.length).map((r) => at(r, c)),
  }));
  return {
    cells,
    equations: [...across, ...along],
    decimals: 0,
    integer: true,
    unionIsSafe: () => true,
    ...more,
  };
}

export const range = (length: number) => Array.from({ length }, (_, index) => index);
