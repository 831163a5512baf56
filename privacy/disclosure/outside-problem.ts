import { consistentTable, type PartlyKnown } from './consistent-table.js';
import type { SessionLimits } from './solver/highs-session.js';
import type { ProtectionProblem } from './solver/problem.js';
import type { CellSpace } from './table/cell-space.js';
import type { PublishedCells } from './table/published-cells.js';
import type { TableSpec } from './table/table-spec.js';

/**
 * What somebody outside knows of a table, with some table that agrees with it in the place of the true one. Nobody
 * outside knows which cells are primary; in a table of counts a sum of hidden cells below the minimum frequency is
 * unsafe whatever stands behind it, and is the same in every table that agrees.
 * @param known cells that other tables have made public
 * @param decimals digits after the point of all values
 */
export async function outsideProblem(
  spec: TableSpec,
  space: CellSpace,
  published: PublishedCells,
  known: ReadonlyMap<number, number>,
  decimals: number,
  limits: SessionLimits,
): Promise<ProtectionProblem> {
  const partly = partlyKnown(spec, space, published, known, decimals);
  const values = await consistentTable(partly, limits);
  const n0 = minimumInUnits(spec, decimals);
  return {
    cells: values.map((value, cell) => {
      const fixed = partly.values[cell] !== null;
      const lower = fixed ? value : (partly.lower[cell] as number);
      const upper = fixed ? value : (partly.upper[cell] ?? null);
      return { value, lower, upper, primary: null, cost: 1, fixed };
    }),
    equations: partly.equations,
    decimals,
    integer: decimals === 0 && spec.weight === null,
    unionIsSafe: (parts) =>
      n0 === null || parts.reduce((sum, part) => sum + (values[part] as number), 0) >= n0,
  };
}

/** The minimum frequency in units of a table of counts; null for sums, which do not show it. */
export function minimumInUnits({ measure, rules }: TableSpec, decimals: number): number | null {
  return measure === null ? rules.minFrequency * 10 ** decimals : null;
}

function partlyKnown(
  { bounds: { min, max } }: TableSpec,
  space: CellSpace,
  published: PublishedCells,
  known: ReadonlyMap<number, number>,
  decimals: number,
): PartlyKnown {
  const empty = new Set(published.empty);
  const possible = Array.from({ length: space.size }, (_, cell) =>
    empty.has(cell) ? 0 : space.leaves(cell).filter((leaf) => !empty.has(leaf)).length,
  );
  const unit = 10 ** decimals;
  return {
    values: possible.map((_, cell) =>
      empty.has(cell) ? 0 : (published.values.get(cell)?.value ?? known.get(cell) ?? null),
    ),
    lower: possible.map((leaves) => Math.floor(min * unit * leaves)),
    upper: possible.map((leaves) => (max === null ? null : Math.ceil(max * unit * leaves))),
    equations: space.equations(),
  };
}
