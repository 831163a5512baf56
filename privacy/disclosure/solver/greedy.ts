import { SluisError } from '../../../domain/errors.js';
import type { Direction } from './attacker.js';
import type { HighsSession } from './highs-session.js';
import { type Need, someUncertainty } from './need.js';
import type { ProtectionProblem } from './problem.js';
import { movedCells, Proofs } from './proofs.js';
import { Repairer } from './repair.js';
import type { DeviationSystem } from './system.js';
import { failingUnions, type KnownUnion } from './unions.js';

/**
 * A growing set of hidden cells: one primary after the other is protected by the cheapest table in which it moves
 * enough, then every union whose sum is known by one more hidden part. Safe, not cheapest.
 */
export class GreedyHiding {
  readonly hidden = new Set<number>();
  readonly proofs: Proofs;

  private constructor(
    readonly system: DeviationSystem,
    readonly problem: ProtectionProblem,
    readonly repairer: Repairer,
  ) {
    this.proofs = new Proofs(system);
  }

  static async open(
    session: HighsSession,
    system: DeviationSystem,
    problem: ProtectionProblem,
  ): Promise<GreedyHiding> {
    return new GreedyHiding(system, problem, await Repairer.open(session, system, problem));
  }

  async protectAll(needs: readonly Need[]): Promise<void> {
    for (const { cell } of needs) this.hide(cell);
    const hardestFirst = [...needs].sort((a, b) => b.up - a.up || a.cell - b.cell);
    for (const need of hardestFirst)
      if (!(await this.prove(need)))
        throw new SluisError('NotProtectable', `Nothing that may be hidden protects cell ${need.cell}.`);
  }

  async protectUnions(): Promise<void> {
    for (;;) {
      const [union] = failingUnions(this.problem, this.system, (cell) => this.hidden.has(cell));
      if (!union) return;
      const part = partToHide(this.problem, this.system, this.hidden, union);
      this.hide(part);
      if (!(await this.prove(someUncertainty(part))))
        throw new SluisError(
          'NotProtectable',
          `No table makes a further part of equation ${union.equation} move.`,
        );
    }
  }

  /** Shows the need by tables that leave `still` where it is, hiding whatever else moves in them. */
  async prove(need: Need, still: number | null = null): Promise<boolean> {
    const { cell, up, down, spread } = need;
    const wanted = (direction: Direction) => () => {
      const reach = this.proofs.reach(cell);
      const rest = spread - (direction === 'up' ? reach.down : reach.up);
      return Math.min(this.system[direction][cell]!, Math.max(direction === 'up' ? up : down, rest));
    };
    const attempts: [Direction, () => number][] = [
      ['down', () => down],
      ['up', wanted('up')],
      ['up', () => up],
      ['down', wanted('down')],
    ];
    for (const [direction, by] of attempts) {
      if (this.proofs.of(need, still)) return true;
      await this.move(cell, direction, by());
    }
    return this.proofs.of(need, still) !== null;
  }

  hide(cell: number): void {
    if (this.hidden.has(cell)) return;
    this.hidden.add(cell);
    this.repairer.hide(cell);
  }

  /** Publishes a cell that is derivable anyway, so that no proof uses it. */
  publish(cell: number): void {
    this.hidden.delete(cell);
    this.proofs.publish(cell);
    this.repairer.reopen(cell);
  }

  private async move(cell: number, direction: Direction, by: number): Promise<void> {
    if (by <= 0) return;
    // Asked for a whole number the solver answers with whole numbers, which are checked exactly.
    const whole = Math.min(Math.ceil(by), this.system[direction][cell]!);
    const table = await this.repairer.move(cell, direction, whole);
    if (!table) return;
    for (const moved of movedCells(table)) this.hide(moved);
    this.proofs.learn(table);
  }
}

/** The cheapest cell that makes the union safe, or else the cheapest that makes it larger. */
function partToHide(
  { cells, unionIsSafe, equations }: ProtectionProblem,
  system: DeviationSystem,
  hidden: ReadonlySet<number>,
  { region, parts, equation }: KnownUnion,
): number {
  const movable = (cell: number) => system.up[cell]! + system.down[cell]! > 0;
  const candidates = region
    .filter((cell) => !hidden.has(cell) && movable(cell))
    .sort((a, b) => cells[a]!.cost - cells[b]!.cost);
  const total = equations[equation]!.total;
  const enough = candidates.find(
    (cell) => cell !== total && unionIsSafe([...parts, cell].sort((a, b) => a - b)),
  );
  const part = enough ?? candidates[0];
  if (part === undefined)
    throw new SluisError('NotProtectable', `No further part of equation ${equation} may be hidden.`);
  return part;
}
