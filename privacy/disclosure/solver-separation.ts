import type { HighsSession, SolverModel } from './highs-session.js';
import { type Cut, capacityCut, isViolated, targetsOf } from './solver-cut.js';
import type { Need } from './solver-need.js';
import { attackerModel, type DeviationSystem } from './solver-system.js';

/** Published cells count as hidden by this much: of all cuts that exclude a choice, one that is tight elsewhere too. */
const SLIGHTLY_HIDDEN = 1e-3;

/** Finds inequalities that a choice of hidden cells violates; the choice may be fractional. */
export class Separator {
  private cell: number | null = null;

  private constructor(
    private readonly system: DeviationSystem,
    private readonly model: SolverModel,
  ) {}

  static async open(session: HighsSession, system: DeviationSystem): Promise<Separator> {
    return new Separator(system, await session.open(attackerModel(system, 'linear')));
  }

  async cutsFor(need: Need, hidden: ArrayLike<number>): Promise<Cut[]> {
    const cuts: Cut[] = [];
    for (const { directions, needed } of targetsOf(need)) {
      const duals: Float64Array[] = [];
      let reach = 0;
      for (const direction of directions) {
        const found = await this.furthest(need.cell, direction === 'up' ? -1 : 1, needed, hidden);
        duals.push(found.duals);
        reach += Math.abs(found.objective);
      }
      if (reach >= needed * (1 - 1e-6)) continue;
      const cut = capacityCut(this.system, duals, needed);
      if (isViolated(cut, hidden)) cuts.push(cut);
    }
    return cuts;
  }

  /** A cell moves by its hidden share of its own room, of which no more than the need can be of use. */
  private async furthest(cell: number, cost: number, needed: number, hidden: ArrayLike<number>) {
    const { columns, up, down } = this.system;
    const all = Array.from({ length: columns }, (_, at) => at);
    const share = (at: number) => Math.max(hidden[at]!, SLIGHTLY_HIDDEN);
    const bounds = {
      columns: all,
      lower: all.map((at) => -Math.min(down[at]!, needed) * share(at)),
      upper: all.map((at) => Math.min(up[at]!, needed) * share(at)),
    };
    const before = this.cell === null ? [] : [{ columns: [this.cell], costs: [0] }];
    this.cell = cell;
    return this.model.run({ changes: [bounds, ...before, { columns: [cell], costs: [cost] }] });
  }
}
