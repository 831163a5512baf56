import { SluisError } from '../../../domain/errors.js';
import { type Cut, rowsOf } from './cut.js';
import type { LinearModel } from './highs-protocol.js';
import type { HighsSession, SolverModel } from './highs-session.js';
import type { ProtectionProblem } from './problem.js';
import type { DeviationSystem } from './system.js';

/** The choice of hidden cells as a 0/1 problem: least cost under all inequalities found so far. */
export class Master {
  private readonly cuts: Cut[];
  /** Costs are solved for in thousandths of the largest that can occur. */
  private readonly scale: number;
  private readonly dearest: number;
  private fresh: Cut[] = [];
  private relaxation: SolverModel | null = null;

  constructor(
    private readonly session: HighsSession,
    private readonly system: DeviationSystem,
    private readonly problem: ProtectionProblem,
    cuts: readonly Cut[],
    ceiling: number,
  ) {
    this.cuts = [...cuts];
    this.dearest = ceiling * (1 + 1e-9);
    const payable = problem.cells.filter(({ cost }) => cost <= this.dearest);
    this.scale = payable.reduce((most, { cost }) => Math.max(most, cost), 0) / 1000 || 1;
  }

  add(cuts: readonly Cut[]): void {
    this.cuts.push(...cuts);
    this.fresh.push(...cuts);
  }

  /** Share of each cell in [0, 1], at the least cost. Throws NotProtectable where there is none. */
  async relax(): Promise<{ shares: Float64Array; cost: number }> {
    this.relaxation ??= await this.session.open(this.model('linear', this.cuts));
    const rows = this.fresh.length > 0 ? { rows: rowsOf(this.fresh) } : {};
    this.fresh = [];
    const { status, values, objective } = await this.relaxation.run({ changes: [], ...rows });
    if (status !== 'optimal') throw nothingHelps();
    return { shares: values, cost: objective * this.scale };
  }

  /** The cheapest choice, and the proven lower bound of any. Throws NotProtectable where there is none. */
  async choose(): Promise<{ hidden: Set<number>; bound: number }> {
    const model = await this.session.open(this.model('integer', this.cuts));
    const { status, values, bound } = await model.run({ changes: [] });
    await model.close();
    if (status !== 'optimal') throw nothingHelps();
    const hidden = [...values.keys()].filter((cell) => values[cell]! > 0.5);
    return { hidden: new Set(hidden), bound: bound * this.scale };
  }

  private model(kind: 'linear' | 'integer', cuts: readonly Cut[]): LinearModel {
    const { cells } = this.problem;
    const { up, down } = this.system;
    const mayHide = (cell: number) => up[cell]! + down[cell]! > 0 && cells[cell]!.cost <= this.dearest;
    return {
      columns: cells.length,
      costs: Float64Array.from(cells, ({ cost }) => cost / this.scale),
      lower: Float64Array.from(cells, ({ primary }) => (primary ? 1 : 0)),
      upper: Float64Array.from(cells, ({ primary }, cell) => (primary || mayHide(cell) ? 1 : 0)),
      rows: rowsOf(cuts),
      integer: kind === 'integer',
    };
  }
}

const nothingHelps = () =>
  new SluisError('NotProtectable', 'No choice of hidden cells protects all primary cells and unions.');
