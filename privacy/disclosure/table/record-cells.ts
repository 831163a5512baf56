import { SluisError } from '../../../domain/errors.js';
import {
  addContribution,
  type Contributions,
  summarise,
  type UnitSummary,
  unitKey,
} from './contributions.js';
import { type Decimal, inUnits } from './decimal.js';
import type { FinestCells } from './finest-cells.js';
import { rowError, TableColumn, type TableData } from './table-data.js';
import type { TableSpec } from './table-spec.js';

interface Leaf {
  value: bigint;
  count: number;
  cost: number;
  /** Per kind of unit. */
  readonly contributions: readonly Map<string, bigint>[];
}

const NONE: Contributions = new Map();

/**
 * Adds records up into cells of the finest level.
 * @param leafOf the cell of each row
 * @throws SluisError SourceMalformed with the line of a value that is no number, or a negative weight
 */
export function recordCells(spec: TableSpec, data: TableData, leafOf: readonly number[]): FinestCells {
  const rows = [...data.rows.keys()];
  const measures = spec.measure === null ? null : decimals(data, spec.measure, 'the measure', rows);
  const weights = spec.weight === null ? null : decimals(data, spec.weight, 'the weight', rows);
  const light = weights?.findIndex(({ units }) => units < 0n) ?? -1;
  if (light >= 0) throw rowError(data, light, 'a weight below 0');
  const negative = measures?.some(({ units }) => units < 0n) ?? false;
  if (negative && weights)
    throw new SluisError('SpecInvalid', 'A weighted table with values below 0 cannot be protected.');
  const measureScale = largestScale(measures);
  const weightScale = largestScale(weights);
  const units = spec.units.map((name, index) => new TableColumn(data, name, `unit ${index + 1}`));
  const cost = spec.cost.kind === 'column' ? new TableColumn(data, spec.cost.column, 'the cost') : null;

  const leaves = new Map<number, Leaf>();
  for (const row of rows) {
    const leaf = leafAt(leaves, leafOf[row] as number, Math.max(1, units.length));
    const amount = measures ? inUnits(measures[row] as Decimal, measureScale) : 1n;
    const weight = weights ? inUnits(weights[row] as Decimal, weightScale) : 1n;
    leaf.value += amount * weight;
    leaf.count += 1;
    if (cost) leaf.cost += Number(inUnits(cost.decimal(row), 12)) / 1e12;
    leaf.contributions.forEach((kind, index) => {
      const unit = units[index] === undefined ? String(row) : unitKey(units[index].text(row));
      addContribution(kind, unit, amount * 10n ** BigInt(weightScale));
    });
  }
  return new RecordCells(leaves, measureScale + weightScale, negative, spec);
}

function decimals(data: TableData, name: string, place: string, rows: readonly number[]): readonly Decimal[] {
  const column = new TableColumn(data, name, place);
  return rows.map((row) => column.decimal(row));
}

function largestScale(values: readonly Decimal[] | null): number {
  return (values ?? []).reduce((largest, { scale }) => Math.max(largest, scale), 0);
}

function leafAt(leaves: Map<number, Leaf>, index: number, kinds: number): Leaf {
  const known = leaves.get(index);
  if (known) return known;
  const made = {
    value: 0n,
    count: 0,
    cost: 0,
    contributions: Array.from({ length: kinds }, () => new Map()),
  };
  leaves.set(index, made);
  return made;
}

class RecordCells implements FinestCells {
  readonly decimals: number;
  readonly negative: boolean;
  readonly #leaves: ReadonlyMap<number, Leaf>;
  readonly #tops: number;
  readonly #kinds: number;
  readonly #weighted: boolean;

  constructor(leaves: ReadonlyMap<number, Leaf>, decimals: number, negative: boolean, spec: TableSpec) {
    this.#leaves = leaves;
    this.decimals = decimals;
    this.negative = negative;
    this.#tops = Math.max(2, ...spec.rules.dominance.map(({ n }) => n));
    this.#kinds = Math.max(1, spec.units.length);
    this.#weighted = spec.weight !== null;
  }

  value(leaf: number): bigint {
    return this.#leaves.get(leaf)?.value ?? 0n;
  }

  count(leaf: number): number {
    return this.#leaves.get(leaf)?.count ?? 0;
  }

  cost(leaf: number): number {
    return this.#leaves.get(leaf)?.cost ?? 0;
  }

  impossible(): boolean {
    return false;
  }

  summarise(leaves: readonly number[]): readonly UnitSummary[] {
    const occupied = leaves.flatMap((leaf) => this.#leaves.get(leaf) ?? []);
    const size = this.#weighted ? occupied.reduce((sum, { value }) => sum + value, 0n) : undefined;
    return Array.from({ length: this.#kinds }, (_, kind) =>
      summarise(
        occupied.map(({ contributions }) => contributions[kind] ?? NONE),
        this.#tops,
        size,
      ),
    );
  }
}
