import { SluisError } from '../../../domain/errors.js';
import { each, type Sliced } from '../slices.js';
import { CellSpace } from './cell-space.js';
import type { UnitSummary } from './contributions.js';
import { dimensionTrees, type HierarchyTexts, leavesOfRows } from './dimension-trees.js';
import type { FinestCells } from './finest-cells.js';
import { readyCells } from './ready-cells.js';
import { recordCells } from './record-cells.js';
import type { TableData } from './table-data.js';
import type { TableSpec } from './table-spec.js';

/** An unprotected table: every combination of all levels with what the rules must know of it. */
export interface Tabulation {
  readonly space: CellSpace;
  /** By number in the space. */
  readonly cells: readonly TabulatedCell[];
  /** 10^-decimals is the unit of every value. */
  readonly decimals: number;
  /** Some contribution is below 0. */
  readonly negative: boolean;
  /** Summary of the units of several cells together, per kind of unit; what they share counts once. */
  readonly unionOf: (cells: readonly number[]) => readonly UnitSummary[];
  /** The cell of the finest level that each row of the data belongs to. */
  readonly leafOf: readonly number[];
}

export interface TabulatedCell {
  /** Exact, in units of 10^-decimals. Additive over records; N of a margin is not the sum of its parts' N. */
  readonly value: number;
  /** One per kind of protected unit. */
  readonly units: readonly UnitSummary[];
  readonly cost: number;
  /** The combination cannot occur. */
  readonly impossible: boolean;
  /** Number of cells of the finest level in it. */
  readonly leaves: number;
}

/** Cells between two interruptions: each may add up all records. */
const CELLS_A_SLICE = 16;

/**
 * Adds up records, or ready-made cells, to all margins.
 * @throws SluisError SpecInvalid, SourceMalformed (with lines), or SpecInvalid for sums beyond 2^53 units
 */
export function* tabulate(spec: TableSpec, data: TableData, texts: HierarchyTexts): Sliced<Tabulation> {
  if (data.rows.length === 0) throw new SluisError('SourceMalformed', 'The data have no rows.');
  const space = new CellSpace(yield* dimensionTrees(spec, data, texts));
  const leafOf = yield* leavesOfRows(spec, data, space);
  const finest = spec.cells ? readyCells(spec, data, leafOf) : yield* recordCells(spec, data, leafOf);
  const cells: TabulatedCell[] = [];
  const add = (cell: number) => cells.push(cellOf(spec, space.leaves(cell), finest));
  yield* each(space.size, add, CELLS_A_SLICE);
  const unionOf = (parts: readonly number[]) => {
    const leaves = new Set(parts.flatMap((part) => space.leaves(part)));
    return finest.summarise([...leaves]);
  };
  return { space, cells, decimals: finest.decimals, negative: finest.negative, unionOf, leafOf };
}

function cellOf(spec: TableSpec, leaves: readonly number[], finest: FinestCells): TabulatedCell {
  const value = Number(leaves.reduce((sum, leaf) => sum + finest.value(leaf), 0n));
  if (!Number.isSafeInteger(value))
    throw new SluisError(
      'SpecInvalid',
      'A sum is beyond 2^53 in units of its last decimal: round the measure.',
    );
  const units = finest.summarise(leaves);
  return {
    value,
    units,
    cost: costOf(spec, value, units, leaves, finest),
    impossible: leaves.every((leaf) => finest.impossible(leaf)),
    leaves: leaves.length,
  };
}

/** Never 0: hiding a cell always loses something. */
function costOf(
  { cost }: TableSpec,
  value: number,
  units: readonly UnitSummary[],
  leaves: readonly number[],
  finest: FinestCells,
): number {
  if (cost.kind === 'unit') return 1;
  if (cost.kind === 'value') return Math.max(1, Math.abs(value));
  if (cost.kind === 'count') return Math.max(1, ...units.map(({ n }) => n));
  return Math.max(
    Number.EPSILON,
    leaves.reduce((sum, leaf) => sum + finest.cost(leaf), 0),
  );
}
