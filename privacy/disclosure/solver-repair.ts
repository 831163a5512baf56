import { SluisError } from '../../domain/errors.js';
import type { ColumnChange, LinearModel, RunResult } from './highs-protocol.js';
import type { HighsSession, SolverModel } from './highs-session.js';
import type { ProtectionProblem } from './problem.js';
import type { Direction } from './solver-attacker.js';
import { type DeviationSystem, wholeTable } from './solver-system.js';

/** Hidden cells move almost for free; not quite, so that a table does not wander. */
const ALMOST_FREE = 1e-6;

/**
 * Finds the cheapest consistent table in which one cell moves far enough, paying for each unit that a published cell
 * moves: the cells that moved are what must be hidden besides (Kelly, Golden & Assad 1992; Fischetti & Salazar 2001).
 * Columns are rises (cell) and falls (cells + cell).
 */
export class Repairer {
  private whole: SolverModel | null = null;
  private readonly costs: Float64Array;
  private changes: ColumnChange[] = [];

  private constructor(
    private readonly system: DeviationSystem,
    private readonly session: HighsSession,
    private readonly data: LinearModel,
    private readonly linear: SolverModel,
    private readonly integer: boolean,
  ) {
    this.costs = data.costs;
  }

  static async open(
    session: HighsSession,
    system: DeviationSystem,
    problem: ProtectionProblem,
  ): Promise<Repairer> {
    const data = repairModel(system, problem);
    return new Repairer(system, session, data, await session.open(data), problem.integer);
  }

  hide(cell: number): void {
    const { columns } = this.system;
    this.costs[cell] = ALMOST_FREE;
    this.costs[columns + cell] = ALMOST_FREE;
    this.changes.push({ columns: [cell, columns + cell], costs: [ALMOST_FREE, ALMOST_FREE] });
  }

  /** Deviations of the cheapest table in which the cell moves by at least `by`; null where there is none. */
  async move(cell: number, direction: Direction, by: number): Promise<Float64Array | null> {
    const { columns, up, down } = this.system;
    const room = direction === 'up' ? up[cell]! : down[cell]!;
    if (by > room) return null;
    const pair = [cell, columns + cell];
    const forced =
      direction === 'up' ? { lower: [by, 0], upper: [room, 0] } : { lower: [0, by], upper: [0, room] };
    const released = { columns: pair, lower: [0, 0], upper: [up[cell]!, down[cell]!] };
    const found = await this.linear.run({ changes: [...this.changes, { columns: pair, ...forced }] });
    this.changes = [released];
    if (found.status !== 'optimal') return null;
    const table = this.tableOf(found);
    const exact = wholeTable(this.system, table, () => true);
    return exact ?? (this.integer ? this.moveInWholeNumbers({ columns: pair, ...forced }) : table);
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

function repairModel(
  { columns, up, down, rows }: DeviationSystem,
  { cells }: ProtectionProblem,
): LinearModel {
  const dearest = cells.reduce((most, { cost }) => Math.max(most, cost), 0) || 1;
  const costs = cells.map(({ cost }) => Math.max(ALMOST_FREE, cost / dearest));
  const starts = rows.starts.map((start) => 2 * start);
  const indices: number[] = [];
  const values: number[] = [];
  for (let entry = 0; entry < rows.indices.length; entry++) {
    const cell = rows.indices[entry]!;
    const sign = rows.values[entry]!;
    indices.push(cell, columns + cell);
    values.push(sign, -sign);
  }
  return {
    columns: 2 * columns,
    costs: Float64Array.from([...costs, ...costs]),
    lower: new Float64Array(2 * columns),
    upper: Float64Array.from([...up, ...down]),
    rows: { ...rows, starts, indices, values },
    integer: false,
  };
}
