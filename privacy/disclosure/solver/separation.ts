import type { Direction } from './attacker.js';
import { type Cut, capacityCut, isViolated, oneOf, type Target, targetsOf } from './cut.js';
import type { ColumnChange } from './highs-protocol.js';
import type { HighsSession, SolverModel } from './highs-session.js';
import type { Need } from './need.js';
import { attackerModel, type DeviationSystem } from './system.js';

/** Published cells count as hidden by this much: of all cuts that exclude a choice, one that is tight elsewhere too. */
const SLIGHTLY_HIDDEN = 1e-3;

/** A whole choice that fails narrowly passes with published cells slightly hidden: then less, and at last not at all. */
const LESS_AND_LESS = [SLIGHTLY_HIDDEN, 1e-5, 0];

interface Aim extends Target {
  readonly cell: number;
  /** No more of any cell's room is of use; a power of two, so that many targets share their bounds. */
  readonly useful: number;
}

/** Finds inequalities that a choice of hidden cells violates; the choice may be fractional. */
export class Separator {
  private cell: number | null = null;
  private pending: ColumnChange[] = [];

  private constructor(
    private readonly system: DeviationSystem,
    private readonly model: SolverModel,
  ) {}

  static async open(session: HighsSession, system: DeviationSystem): Promise<Separator> {
    return new Separator(system, await session.open(attackerModel(system, 'linear')));
  }

  /** For shares between 0 and 1. */
  async cutsFor(needs: readonly Need[], shares: ArrayLike<number>): Promise<Cut[]> {
    const cuts = await this.separate(needs, shares, SLIGHTLY_HIDDEN);
    return cuts.filter((cut) => isViolated(cut, shares));
  }

  /**
   * For a whole choice in which these needs are not met. An inequality that it violates by too little to count says
   * the more plainly that one of the other cells in it must be hidden.
   */
  async cutsAgainst(needs: readonly Need[], chosen: ArrayLike<number>): Promise<Cut[]> {
    const cuts: Cut[] = [];
    for (const slightly of LESS_AND_LESS) cuts.push(...(await this.separate(needs, chosen, slightly)));
    return cuts.map((cut) =>
      isViolated(cut, chosen)
        ? cut
        : oneOf([...cut.coefficients.keys()].filter((cell) => chosen[cell] === 0)),
    );
  }

  private async separate(
    needs: readonly Need[],
    hidden: ArrayLike<number>,
    slightly: number,
  ): Promise<Cut[]> {
    const targets = needs.flatMap((need) =>
      targetsOf(need).map((target): Aim => {
        const useful = 2 ** Math.ceil(Math.log2(target.needed));
        return { ...target, cell: need.cell, useful };
      }),
    );
    targets.sort((a, b) => a.useful - b.useful || a.cell - b.cell);
    const cuts: Cut[] = [];
    let seen = new Seen(this.system.columns);
    let useful: number | null = null;
    for (const target of targets) {
      if (target.useful !== useful) {
        useful = target.useful;
        seen = new Seen(this.system.columns);
        this.bound(useful, hidden, slightly);
      }
      const cut = await this.cutFor(target, seen);
      if (cut) cuts.push(cut);
    }
    return cuts;
  }

  private async cutFor({ cell, directions, needed, useful }: Aim, seen: Seen): Promise<Cut | null> {
    const enough = (needed / useful) * (1 - 1e-6);
    const reached = () => directions.reduce((sum, direction) => sum + seen[direction][cell]!, 0);
    const duals: Float64Array[] = [];
    for (const direction of directions) {
      if (reached() >= enough) return null;
      duals.push(await this.furthest(cell, direction, seen));
    }
    return reached() >= enough ? null : capacityCut(this.system, duals, needed);
  }

  /** A cell moves by its hidden share of its own useful room, which is the unit: the solver's tolerances are absolute. */
  private bound(useful: number, hidden: ArrayLike<number>, slightly: number): void {
    const { columns, up, down } = this.system;
    const all = Array.from({ length: columns }, (_, at) => at);
    const share = (at: number) => Math.max(hidden[at]!, slightly);
    const lower = all.map((at) => -Math.min(down[at]! / useful, 1) * share(at));
    const upper = all.map((at) => Math.min(up[at]! / useful, 1) * share(at));
    this.pending = [{ columns: all, lower, upper }];
  }

  private async furthest(cell: number, direction: Direction, seen: Seen): Promise<Float64Array> {
    const changes = [...this.pending];
    if (this.cell !== null) changes.push({ columns: [this.cell], costs: [0] });
    changes.push({ columns: [cell], costs: [direction === 'up' ? -1 : 1] });
    this.pending = [];
    this.cell = cell;
    const { values, duals } = await this.model.run({ changes });
    seen.learn(values);
    return duals;
  }
}

/** How far cells moved in the tables of this round: a target that is seen to be met needs no solve. */
class Seen {
  readonly up: Float64Array;
  readonly down: Float64Array;

  constructor(columns: number) {
    this.up = new Float64Array(columns);
    this.down = new Float64Array(columns);
  }

  learn(table: Float64Array): void {
    for (let cell = 0; cell < table.length; cell++) {
      const z = table[cell]!;
      if (z > this.up[cell]!) this.up[cell] = z;
      else if (-z > this.down[cell]!) this.down[cell] = -z;
    }
  }
}
