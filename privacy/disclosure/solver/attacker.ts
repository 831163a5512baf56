import { SluisError } from '../../../domain/errors.js';
import type { ColumnChange } from './highs-protocol.js';
import type { HighsSession, SolverModel } from './highs-session.js';
import { attackerModel, type DeviationSystem, wholeTable } from './system.js';

export type Direction = 'up' | 'down';

/** The consistent table in which one cell is furthest from its true value. */
export interface Extreme {
  /** At least 0; Infinity where nothing bounds it. */
  readonly reach: number;
  /** Deviations of that table; null where the reach is Infinity. */
  readonly table: Float64Array | null;
  /** Reduced costs of the linear solve. */
  readonly duals: Float64Array;
}

/**
 * Everything that an attacker can compute from the published cells and the known bounds. One linear model is kept; only
 * the objective and the set of hidden cells change. Where cells are whole numbers and the linear optimum is not, the
 * same question is asked again in whole numbers.
 */
export class Attacker {
  private hidden: ReadonlySet<number> = new Set();
  /** The linear solve counts in this power of two. */
  private unit = 1;
  private whole: SolverModel | null = null;
  private readonly last = new Map<SolverModel, { cell: number; hidden: ReadonlySet<number> }>();

  private constructor(
    readonly system: DeviationSystem,
    private readonly session: HighsSession,
    private readonly linear: SolverModel,
    private readonly integer: boolean,
  ) {}

  static async open(session: HighsSession, system: DeviationSystem, integer: boolean): Promise<Attacker> {
    return new Attacker(system, session, await session.open(attackerModel(system, 'linear')), integer);
  }

  /** From now on these cells are unknown and all others known exactly. */
  hide(cells: Iterable<number>): void {
    this.hidden = new Set(cells);
    this.unit = unitFor(this.system, this.hidden);
  }

  async extreme(cell: number, direction: Direction): Promise<Extreme> {
    const found = await this.solve(this.linear, cell, direction);
    if (found.status === 'unbounded') return { reach: Infinity, table: null, duals: found.duals };
    const table = found.values.map((moved) => moved * this.unit);
    const whole = wholeTable(this.system, table, (at) => this.hidden.has(at));
    if (whole) return { reach: Math.abs(whole[cell]!), table: whole, duals: found.duals };
    if (!this.integer) return { reach: Math.abs(table[cell]!), table, duals: found.duals };
    return { ...(await this.extremeInWholeNumbers(cell, direction)), duals: found.duals };
  }

  private async extremeInWholeNumbers(cell: number, direction: Direction): Promise<Omit<Extreme, 'duals'>> {
    this.whole ??= await this.session.open(attackerModel(this.system, 'integer'));
    const found = await this.solve(this.whole, cell, direction);
    const table = wholeTable(this.system, found.values, (at) => this.hidden.has(at));
    if (!table) throw new SluisError('NotProtectable', `The solver found no exact table for cell ${cell}.`);
    return { reach: Math.abs(table[cell]!), table };
  }

  private async solve(model: SolverModel, cell: number, direction: Direction) {
    const before = this.last.get(model);
    const changes: ColumnChange[] = [];
    if (before?.hidden !== this.hidden)
      changes.push(boundsFor(this.system, this.hidden, model === this.whole ? 1 : this.unit));
    if (before) changes.push({ columns: [before.cell], costs: [0] });
    changes.push({ columns: [cell], costs: [direction === 'up' ? -1 : 1] });
    this.last.set(model, { cell, hidden: this.hidden });
    const found = await model.run({ changes });
    // z = 0 is always consistent, so this could only be a failure of the solver.
    if (found.status === 'infeasible')
      throw new SluisError('NotProtectable', `The solver could not attack cell ${cell}.`);
    return found;
  }
}

/** The largest known room is a million units or less, so that the solver's absolute tolerances mean something. */
function unitFor({ down, up }: DeviationSystem, hidden: ReadonlySet<number>): number {
  let widest = 1;
  for (const cell of hidden)
    for (const room of [down[cell]!, up[cell]!]) if (room !== Infinity) widest = Math.max(widest, room);
  return 2 ** Math.max(0, Math.ceil(Math.log2(widest)) - 20);
}

function boundsFor(
  { columns, down, up }: DeviationSystem,
  hidden: ReadonlySet<number>,
  unit: number,
): ColumnChange {
  const all = Array.from({ length: columns }, (_, cell) => cell);
  return {
    columns: all,
    lower: all.map((cell) => (hidden.has(cell) ? -down[cell]! / unit : 0)),
    upper: all.map((cell) => (hidden.has(cell) ? up[cell]! / unit : 0)),
  };
}
