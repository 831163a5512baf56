import { SluisError } from '../../../domain/errors.js';
import type { UnitSummary } from './contributions.js';
import { inUnits } from './decimal.js';
import type { FinestCells } from './finest-cells.js';
import { rowError, TableColumn, type TableData } from './table-data.js';
import type { TableSpec } from './table-spec.js';

interface ReadyCell {
  readonly value: bigint;
  /** Null for a combination that cannot occur. */
  readonly n: number | null;
  readonly top: readonly bigint[];
}

/** How cells combine: records are units of one cell each; a named unit may stand in several cells. */
type Overlap = 'none' | 'unknown';

/**
 * Reads cells of the finest level that somebody added up already: `value`, `n` (units) and, for sums, `top1` and `top2`.
 * A row without value and n is a combination that cannot occur; a combination without a row did not occur.
 * @throws SluisError SourceMalformed with the line of what contradicts itself
 */
export function readyCells(spec: TableSpec, data: TableData, leafOf: readonly number[]): FinestCells {
  const values = new TableColumn(data, 'value', 'the cell value ("value")');
  const counts = new TableColumn(data, 'n', 'the number of units ("n")');
  const tops =
    spec.measure === null
      ? []
      : ['top1', 'top2'].map((name) => new TableColumn(data, name, `"${name}", which sums need`));
  const isEmpty = (row: number) => values.text(row) === '' && counts.text(row) === '';
  const rows = [...data.rows.keys()];
  const scale = rows.reduce((largest, row) => {
    const read = isEmpty(row) ? [] : [values, ...tops].map((column) => column.decimal(row).scale);
    return Math.max(largest, ...read);
  }, 0);
  const cells = new Map<number, ReadyCell>();
  for (const row of rows) {
    const leaf = leafOf[row] as number;
    if (cells.has(leaf)) throw rowError(data, row, 'this cell stands twice');
    if (isEmpty(row)) {
      cells.set(leaf, { value: 0n, n: null, top: [] });
      continue;
    }
    const cell = {
      value: inUnits(values.decimal(row), scale),
      n: counts.count(row),
      top: tops.map((column) => inUnits(column.decimal(row), scale)),
    };
    const problem = contradiction(cell);
    if (problem) throw rowError(data, row, problem);
    cells.set(leaf, cell);
  }
  return new ReadyCells(cells, scale, spec.units.length === 0 ? 'none' : 'unknown');
}

function contradiction({ value, n, top }: ReadyCell): string | null {
  const [first = 0n, second = 0n] = top;
  if (value < 0n || second < 0n) return 'ready-made cells below 0 cannot be protected';
  if (second > first) return 'top2 is larger than top1';
  if (first + second > value) return 'the two largest contributions are more than the cell';
  if (n === 0 && value > 0n) return 'a value without a unit';
  return null;
}

class ReadyCells implements FinestCells {
  readonly decimals: number;
  readonly negative = false;
  readonly #cells: ReadonlyMap<number, ReadyCell>;
  readonly #overlap: Overlap;

  constructor(cells: ReadonlyMap<number, ReadyCell>, decimals: number, overlap: Overlap) {
    this.#cells = cells;
    this.decimals = decimals;
    this.#overlap = overlap;
  }

  value(leaf: number): bigint {
    return this.#cells.get(leaf)?.value ?? 0n;
  }

  cost(): number {
    throw new SluisError('SpecInvalid', 'Ready-made cells have no cost column.');
  }

  impossible(leaf: number): boolean {
    return this.#cells.get(leaf)?.n === null;
  }

  /** Where units may stand in several cells, the worst is assumed: that the same ones stand in all of them. */
  summarise(leaves: readonly number[]): readonly UnitSummary[] {
    const cells = leaves.flatMap((leaf) => this.#cells.get(leaf) ?? []);
    const size = cells.reduce((sum, { value }) => sum + value, 0n);
    const counts = cells.map(({ n }) => n ?? 0);
    if (this.#overlap === 'none') {
      const top = cells.flatMap((cell) => cell.top).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
      return [{ n: counts.reduce((sum, n) => sum + n, 0), size, top: top.slice(0, 2) }];
    }
    const top = [0, 1].map((rank) => cells.reduce((sum, cell) => sum + (cell.top[rank] ?? 0n), 0n));
    return [{ n: Math.max(0, ...counts), size, top }];
  }
}
