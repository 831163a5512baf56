import { SluisError } from '../../../domain/errors.js';
import type { Direction } from './attacker.js';
import type { ColumnChange, LinearModel, RunResult } from './highs-protocol.js';
import type { HighsSession, SolverModel } from './highs-session.js';
import type { ProtectionProblem } from './problem.js';
import { ALMOST_FREE, repairModel } from './repair-model.js';
import { type DeviationSystem, wholeTable } from './system.js';

/** No cell moves by more units than this in a linear solve. */
const WIDEST = 2 ** 30;

/**
 * Finds the cheapest consistent table in which one cell moves far enough, paying for each unit that a published cell
 * moves: the cells that moved are what must be hidden besides (Kelly, Golden & Assad 1992; Fischetti & Salazar 2001).
 * Columns are rises (cell) and falls (cells + cell).
 */
export class Repairer {
  private whole: SolverModel | null = null;
  private readonly ownPrices: Float64Array;
  private readonly prices = new Map<number, number>();
  private readonly rooms = new Map<number, boolean>();

  private unit = 1;

  private constructor(
    private readonly system: DeviationSystem,
    private readonly session: HighsSession,
    private readonly data: LinearModel,
    private readonly linear: SolverModel,
    private readonly integer: boolean,
  ) {
    this.ownPrices = data.costs.slice(0, system.columns);
  }

  static async open(
    session: HighsSession,
    system: DeviationSystem,
    problem: ProtectionProblem,
  ): Promise<Repairer> {
    const data = repairModel(system, problem);
    return new Repairer(system, session, data, await session.open(data), problem.integer);
  }

  /** From now on the cell moves almost for free. */
  hide(cell: number): void {
    this.prices.set(cell, ALMOST_FREE);
    this.rooms.set(cell, true);
  }

  /** From now on the cell may move at its own price again. */
  reopen(cell: number): void {
    this.prices.set(cell, this.ownPrices[cell]!);
    this.rooms.set(cell, true);
  }

  /** From now on the cell cannot move at all. */
  publish(cell: number): void {
    this.rooms.set(cell, false);
  }

  /**
   * Deviations of the cheapest table in which the cell moves by at least `by`; null where there is none in which every
   * cell moves by a million times that at most.
   */
  async move(cell: number, direction: Direction, by: number): Promise<Float64Array | null> {
    const room = this.system[direction][cell]!;
    if (by > room) return null;
    this.measureBy(2 ** (10 * Math.floor(Math.log2(by) / 10)));
    const forced = (unit: number): ColumnChange => {
      const [least, most] = [by / unit, Math.min(room / unit, WIDEST)];
      const columns = [cell, this.system.columns + cell];
      return direction === 'up'
        ? { columns, lower: [least, 0], upper: [most, 0] }
        : { columns, lower: [0, least], upper: [0, most] };
    };
    const changes = [...this.pending(), forced(this.unit)];
    this.rooms.set(cell, true);
    const found = await this.linear.run({ changes });
    if (found.status !== 'optimal') return null;
    const table = this.tableOf(found).map((moved) => moved * this.unit);
    const exact = wholeTable(this.system, table, () => true);
    return exact ?? (this.integer ? this.moveInWholeNumbers(forced(1)) : table);
  }

  /** The linear solve counts in units near what is asked: the solver's tolerances are absolute. */
  private measureBy(unit: number): void {
    if (unit === this.unit) return;
    this.unit = unit;
    const { upper } = this.data;
    for (let cell = 0; cell < this.system.columns; cell++)
      if (!this.rooms.has(cell)) this.rooms.set(cell, upper[cell]! + upper[this.system.columns + cell]! > 0);
  }

  /** What has changed since the last solve; the full data is kept in step for a solve in whole numbers. */
  private pending(): ColumnChange[] {
    const { costs, upper } = this.data;
    const { columns, up, down } = this.system;
    const pairs = (cells: Iterable<number>) => {
      const ascending = [...cells].sort((a, b) => a - b);
      return [...ascending, ...ascending.map((cell) => columns + cell)];
    };
    const changes: ColumnChange[] = [];
    for (const [cell, price] of this.prices) costs[cell] = costs[columns + cell] = price;
    for (const [cell, movable] of this.rooms) {
      upper[cell] = movable ? up[cell]! : 0;
      upper[columns + cell] = movable ? down[cell]! : 0;
    }
    const priced = pairs(this.prices.keys());
    if (priced.length > 0) changes.push({ columns: priced, costs: priced.map((at) => costs[at]!) });
    const bounded = pairs(this.rooms.keys());
    if (bounded.length > 0)
      changes.push({
        columns: bounded,
        lower: bounded.map(() => 0),
        upper: bounded.map((at) => Math.min(upper[at]! / this.unit, WIDEST)),
      });
    this.prices.clear();
    this.rooms.clear();
    return changes;
  }

  private async moveInWholeNumbers(forced: ColumnChange): Promise<Float64Array | null> {
    await this.whole?.close();
    this.whole = await this.session.open({ ...this.data, integer: true });
    const found = await this.whole.run({ changes: [forced], gap: 0.05 });
    if (found.status !== 'optimal') return null;
    const exact = wholeTable(this.system, this.tableOf(found), () => true);
    if (!exact) throw new SluisError('NotProtectable', 'The solver found no exact table.');
    return exact;
  }

  private tableOf({ values }: RunResult): Float64Array {
    const { columns } = this.system;
    return Float64Array.from({ length: columns }, (_, cell) => values[cell]! - values[columns + cell]!);
  }
}
