import { each, type Sliced } from '../slices.js';
import { Contributions, type Run, UnitNumbers, type UnitSummary } from './contributions.js';
import { inUnits } from './decimal.js';
import type { FinestCells } from './finest-cells.js';
import { RecordAmounts } from './record-amounts.js';
import { TableColumn, type TableData } from './table-data.js';
import type { TableSpec } from './table-spec.js';

/** The records of one cell of the finest level, which stand behind each other. */
interface Leaf extends Run {
  readonly value: number;
  readonly cost: number;
}

/**
 * Adds records up into cells of the finest level.
 * @param leafOf the cell of each row
 * @throws SluisError SourceMalformed with the line of a value that is no number, or a negative weight; SpecInvalid for
 * sums beyond 2^53 units
 */
export function* recordCells(
  spec: TableSpec,
  data: TableData,
  leafOf: readonly number[],
): Sliced<FinestCells> {
  const amounts = yield* RecordAmounts.read(spec, data);
  const cost = spec.cost.kind === 'column' ? new TableColumn(data, spec.cost.column, 'the cost') : null;
  const columns = spec.units.map((name, index) => new TableColumn(data, name, `unit ${index + 1}`));
  const numbers = columns.map(() => new UnitNumbers());

  const { places, runs } = yield* sorted(leafOf);
  const values = new Float64Array(runs.length);
  const costs = new Float64Array(runs.length);
  const contributed = new Float64Array(leafOf.length);
  const kinds = Math.max(1, columns.length);
  const units = Array.from({ length: kinds }, () => new Int32Array(leafOf.length));
  const slots = new Map(runs.map(({ leaf }, slot) => [leaf, slot]));
  yield* each(leafOf.length, (row) => {
    const place = places[row] as number;
    const slot = slots.get(leafOf[row] as number) as number;
    const { value, contribution } = amounts.of(row);
    values[slot] = (values[slot] as number) + value;
    if (cost) costs[slot] = (costs[slot] as number) + Number(inUnits(cost.decimal(row), 12)) / 1e12;
    contributed[place] = contribution;
    for (let kind = 0; kind < kinds; kind += 1)
      (units[kind] as Int32Array)[place] = numbers[kind]?.of(columns[kind]?.text(row) ?? '') ?? row + 1;
  });
  const leaves = new Map(
    runs.map(({ leaf, from, to }, slot) => [
      leaf,
      { from, to, value: values[slot] as number, cost: costs[slot] as number },
    ]),
  );
  const contributions = units.map(
    (one, kind) => new Contributions(one, contributed, numbers[kind]?.size ?? leafOf.length + 1),
  );
  return new RecordCells(leaves, contributions, amounts, spec);
}

/** The place of each row where all rows of a cell stand behind each other, and where each cell then stands. */
function* sorted(leafOf: readonly number[]): Sliced<{
  readonly places: Int32Array;
  readonly runs: readonly (Run & { readonly leaf: number })[];
}> {
  const counts = new Map<number, number>();
  const within = new Int32Array(leafOf.length);
  yield* each(leafOf.length, (row) => {
    const leaf = leafOf[row] as number;
    const before = counts.get(leaf) ?? 0;
    within[row] = before;
    counts.set(leaf, before + 1);
  });
  let end = 0;
  const starts = new Map<number, number>();
  const runs = [...counts].map(([leaf, count]) => {
    starts.set(leaf, end);
    end += count;
    return { leaf, from: end - count, to: end };
  });
  yield* each(leafOf.length, (row) => {
    within[row] = (within[row] as number) + (starts.get(leafOf[row] as number) as number);
  });
  return { places: within, runs };
}

class RecordCells implements FinestCells {
  readonly decimals: number;
  readonly negative: boolean;
  readonly #leaves: ReadonlyMap<number, Leaf>;
  readonly #contributions: readonly Contributions[];
  readonly #tops: number;
  readonly #weighted: boolean;

  constructor(
    leaves: ReadonlyMap<number, Leaf>,
    contributions: readonly Contributions[],
    { decimals, negative }: RecordAmounts,
    spec: TableSpec,
  ) {
    this.#leaves = leaves;
    this.#contributions = contributions;
    this.decimals = decimals;
    this.negative = negative;
    this.#tops = Math.max(2, ...spec.rules.dominance.map(({ n }) => n));
    this.#weighted = spec.weight !== null;
  }

  value(leaf: number): bigint {
    return BigInt(this.#leaves.get(leaf)?.value ?? 0);
  }

  cost(leaf: number): number {
    return this.#leaves.get(leaf)?.cost ?? 0;
  }

  impossible(): boolean {
    return false;
  }

  summarise(leaves: readonly number[]): readonly UnitSummary[] {
    const occupied = leaves.flatMap((leaf) => this.#leaves.get(leaf) ?? []);
    const size = this.#weighted ? BigInt(occupied.reduce((sum, { value }) => sum + value, 0)) : undefined;
    return this.#contributions.map((kind) => kind.summarise(occupied, this.#tops, size));
  }
}
